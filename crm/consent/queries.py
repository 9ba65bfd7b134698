"""What is asked of the stored answers."""

from sqlalchemy import func, select

from crm.consent.models import Consent, Suppression
from crm.consent.purposes import MARKETING, Purpose
from crm.customers.queries import same_root
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CONSENTS, SUPPRESSIONS = table_of(Consent), table_of(Suppression)

_newest = (
    select(func.max(CONSENTS.c.id))
    .where(CONSENTS.c.customer_id.in_(same_root))
    .group_by(CONSENTS.c.customer_id, CONSENTS.c.purpose)
)
_answers = Prepared(select(CONSENTS.c.purpose, CONSENTS.c.given).where(CONSENTS.c.id.in_(_newest)))
_suppressed = Prepared(
    select(SUPPRESSIONS.c.id)
    .where(SUPPRESSIONS.c.customer_id.in_(same_root), SUPPRESSIONS.c.lifted_at.is_(None))
    .limit(1)
)


def stated_purposes(session: Session, customer_id: int) -> dict[Purpose, bool]:
    """Return what the newest answers say, purpose by purpose. Of one person's several customers the strictest holds."""
    stated: dict[Purpose, bool] = {}
    for purpose, given in session.rows(_answers, {"customer_id": customer_id}):
        stated[Purpose(purpose)] = given and stated.get(Purpose(purpose), True)
    return stated


def is_suppressed(session: Session, customer_id: int) -> bool:
    """Tell whether no marketing at all goes to a customer."""
    return session.value(_suppressed, {"customer_id": customer_id}) is not None


def consented_purposes(session: Session, customer_id: int) -> frozenset[Purpose]:
    """Return what may be sent. No answer is no; answers to what the customer asked always may."""
    given = {purpose for purpose, yes in stated_purposes(session, customer_id).items() if yes}
    if given & MARKETING and is_suppressed(session, customer_id):
        given -= MARKETING
    return frozenset({Purpose.SERVICE, *given})
