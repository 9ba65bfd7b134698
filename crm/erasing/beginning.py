"""The first step: from here on nobody knows who the customer was, and nothing more is sent to them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from crm.cases.erasing import end_handoffs, erase_cases
from crm.consent.erasing import keep_stops
from crm.customers.erasing import Address, addresses_of, forget_people, leave_chats_to_others, lock_who_is_meant
from crm.history.erasing import end_talks, forget_statements
from crm.kernel.erasing import Reason
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from crm.orders.erasing import forget_buyers

AUDIT = table_of(AuditEntry)


@dataclass(frozen=True, slots=True)
class Begun:
    """Whose words are to be erased now, and where they were known: what else is kept by an address can go, too."""

    customer_ids: tuple[int, ...]
    addresses: tuple[Address, ...]


def begin_erasing(
    session: Session, customer_id: int, *, only_this: bool, reason: Reason, actor: str, at: datetime
) -> Begun:
    """Take out who a person is, and all but the history, which can be long. Again, it does what is left to do.

    A stop that they gave stays in force for the same addresses, of which fingerprints are kept. Raises LookupError for
    a customer who is not there.
    """
    ids = lock_who_is_meant(session, customer_id, only_this=only_this)
    heirs = leave_chats_to_others(session, ids)
    addresses = addresses_of(session, ids)
    keep_stops(session, ids, at)
    end_talks(session, ids, heirs, at)
    forget_statements(session, ids, at)
    end_handoffs(session, ids, at)
    erase_cases(session, ids)
    forget_buyers(session, ids)
    forget_people(session, ids, at)
    for each in ids:
        entry = {"at": at, "actor": actor, "action": f"customer.erased:{reason}", "subject": f"customer:{each}"}
        session.execute(insert(AUDIT), entry)
    return Begun(tuple(ids), tuple(addresses))
