"""What is asked of the stored answers."""

from sqlalchemy import func, select

from crm.consent.models import Consent, SuppressedAddress, Suppression
from crm.consent.purposes import MARKETING, Purpose
from crm.customers.fingerprints import fingerprints_of
from crm.customers.models import ChannelIdentity
from crm.customers.queries import same_root
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CONSENTS, SUPPRESSIONS = table_of(Consent), table_of(Suppression)
ADDRESSES, IDENTITIES = table_of(SuppressedAddress), table_of(ChannelIdentity)

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

_any_address = Prepared(select(ADDRESSES.c.reason).limit(1))
_own = Prepared(select(IDENTITIES.c.channel, IDENTITIES.c.external_id).where(IDENTITIES.c.customer_id.in_(same_root)))


def stated_purposes(session: Session, customer_id: int) -> dict[Purpose, bool]:
    """Return what the newest answers say, purpose by purpose. Of one person's several customers the strictest holds."""
    stated: dict[Purpose, bool] = {}
    for purpose, given in session.rows(_answers, {"customer_id": customer_id}):
        stated[Purpose(purpose)] = given and stated.get(Purpose(purpose), True)
    return stated


def is_suppressed(session: Session, customer_id: int) -> bool:
    """Tell whether no marketing at all goes to a customer: they stopped it, or whoever had one of their addresses."""
    if session.value(_suppressed, {"customer_id": customer_id}) is not None:
        return True
    return bool(suppressed_addresses(session, customer_id))


def suppressed_addresses(session: Session, customer_id: int) -> list[str]:
    """Return the fingerprints of a person's addresses to which no marketing goes since another had them."""
    if session.value(_any_address, {}) is None:
        return []
    addresses = [(channel, external_id) for channel, external_id in session.rows(_own, {"customer_id": customer_id})]
    query = select(ADDRESSES.c.fingerprint).where(ADDRESSES.c.fingerprint.in_(fingerprints_of(session, addresses)))
    return list(session.execute(query).scalars())


def consented_purposes(session: Session, customer_id: int) -> frozenset[Purpose]:
    """Return what may be sent. No answer is no; answers to what the customer asked always may."""
    given = {purpose for purpose, yes in stated_purposes(session, customer_id).items() if yes}
    if given & MARKETING and is_suppressed(session, customer_id):
        given -= MARKETING
    return frozenset({Purpose.SERVICE, *given})
