"""To which outlet a customer belongs, as far as that is known."""

from sqlalchemy import select

from crm.customers.models import CustomerDetails, DeepLink, DeepLinkUse
from crm.customers.queries import same_root
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

DETAILS, LINKS, USES = table_of(CustomerDetails), table_of(DeepLink), table_of(DeepLinkUse)

_by_link = Prepared(
    select(LINKS.c.outlet)
    .join(USES, USES.c.link_id == LINKS.c.id)
    .where(USES.c.customer_id.in_(same_root), LINKS.c.outlet.is_not(None))
    .order_by(USES.c.id.desc())
    .limit(1)
)
_by_details = Prepared(
    select(DETAILS.c.outlet)
    .where(DETAILS.c.customer_id.in_(same_root), DETAILS.c.outlet.is_not(None))
    .order_by(DETAILS.c.imported_at.desc(), DETAILS.c.customer_id)
    .limit(1)
)


def outlet_of(session: Session, customer_id: int) -> str | None:
    """Return the outlet at whose counter a person scanned a link last, or else the one that another system says."""
    values = {"customer_id": customer_id}
    outlet: str | None = session.value(_by_link, values)
    return outlet if outlet is not None else session.value(_by_details, values)
