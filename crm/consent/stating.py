"""What happens when a customer says yes or no."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from crm.consent.models import Consent, SuppressedAddress, Suppression
from crm.consent.purposes import MARKETING, Purpose, SuppressionReason
from crm.consent.queries import consented_purposes, suppressed_addresses
from crm.customers.queries import same_root
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session, insert_new

CONSENTS, SUPPRESSIONS = table_of(Consent), table_of(Suppression)
ADDRESSES = table_of(SuppressedAddress)
_BY_THEMSELVES = ADDRESSES.c.reason == SuppressionReason.ASKED_TO_STOP

_new_answer = insert(CONSENTS)
_new_suppression = insert_new(SUPPRESSIONS, "id")
_stopped = select(SUPPRESSIONS.c.id).where(
    SUPPRESSIONS.c.customer_id.in_(same_root),
    SUPPRESSIONS.c.reason == SuppressionReason.ASKED_TO_STOP,
    SUPPRESSIONS.c.lifted_at.is_(None),
)
_lift = update(SUPPRESSIONS).where(SUPPRESSIONS.c.id == bindparam("suppression")).values(lifted_at=bindparam("at"))
_audit = insert(table_of(AuditEntry))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves an answer: the customer's own interaction, when it came, and the version of the words it answers."""

    interaction_id: int
    stated_at: datetime
    wording_version: str


def state_consent(session: Session, customer_id: int, purpose: Purpose, *, given: bool, evidence: Evidence) -> None:
    """Record the customer's answer to one purpose. The same answer again is recorded too: it renews the evidence."""
    session.execute(
        _new_answer,
        {
            "customer_id": customer_id,
            "purpose": purpose,
            "given": given,
            "stated_at": evidence.stated_at,
            "interaction_id": evidence.interaction_id,
            "wording_version": evidence.wording_version,
        },
    )
    _note(session, customer_id, f"consent.{'given' if given else 'withdrawn'}:{purpose}", evidence)


def stop_marketing(session: Session, customer_id: int, evidence: Evidence) -> frozenset[Purpose]:
    """Send nothing but service from now on, and return what that withdraws, so that one tap can give it back.

    It holds from this transaction on, also for what is queued already, and for a yes that another system brings later.
    """
    withdrawn = consented_purposes(session, customer_id) & MARKETING
    for purpose in sorted(withdrawn):
        state_consent(session, customer_id, purpose, given=False, evidence=evidence)
    values = {
        "customer_id": customer_id,
        "reason": SuppressionReason.ASKED_TO_STOP,
        "since": evidence.stated_at,
        "interaction_id": evidence.interaction_id,
    }
    if session.value(_new_suppression, values) is not None:
        _note(session, customer_id, f"suppression.began:{SuppressionReason.ASKED_TO_STOP}", evidence)
    return withdrawn


def take_up_again(session: Session, customer_id: int, purposes: Collection[Purpose], evidence: Evidence) -> None:
    """Record a yes to some purposes, which lifts what the customer had stopped. What the business stopped stays."""
    for purpose in sorted(purposes):
        state_consent(session, customer_id, purpose, given=True, evidence=evidence)
    stopped = session.execute(_stopped, {"customer_id": customer_id}).scalars().all()
    for suppression_id in stopped:
        session.execute(_lift, {"suppression": suppression_id, "at": evidence.stated_at})
    addresses = suppressed_addresses(session, customer_id)
    if addresses:
        session.execute(delete(ADDRESSES).where(ADDRESSES.c.fingerprint.in_(addresses), _BY_THEMSELVES))
    if stopped or addresses:
        _note(session, customer_id, f"suppression.lifted:{SuppressionReason.ASKED_TO_STOP}", evidence)


def _note(session: Session, customer_id: int, action: str, evidence: Evidence) -> None:
    entry = {
        "at": evidence.stated_at,
        "actor": f"customer:{customer_id}",
        "action": action,
        "subject": f"customer:{customer_id}",
    }
    session.execute(_audit, entry)
