"""Which telephone numbers are so surely somebody's in a chat that what another system says of a number is theirs."""

from sqlalchemy import select

from crm.customers.finding import find_known, phones_of
from crm.customers.models import Claim, ClaimState
from crm.customers.signs import SECOND, Sign
from crm.kernel.models import table_of
from crm.kernel.session import Session

CLAIMS = table_of(Claim)

_open = select(CLAIMS.c.value, CLAIMS.c.signs).where(CLAIMS.c.channel == "phone", CLAIMS.c.state == ClaimState.OPEN)


def sure_numbers(session: Session, customer_id: int) -> list[str]:
    """Return the numbers, in E.164, that were proved to be those of who speaks in a chat.

    One that others have, too, as in a family, only where a second sign or an agent told them apart.
    """
    claims = session.execute(_open.where(CLAIMS.c.customer_id == customer_id)).all()
    apart = {row.value for row in claims if not (SECOND | {Sign.AGENT}).isdisjoint(row.signs)}
    proved = dict.fromkeys([*phones_of(session, customer_id), *(row.value for row in claims)])
    return [each for each in proved if each in apart or not find_known(session, "phone", each, besides=customer_id)]
