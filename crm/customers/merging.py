"""Whom the business knows as one person: said by a merge, taken back by its undo.

A merge moves nothing. Each customer keeps its rows, what arrives later included; only `root_id` names whom the business
now knows. The merges that hold say who belongs together, by the two that were meant: a later merge goes with the
customer it named, not with whoever was the root that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from crm.customers.models import Customer, Merge
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session

CUSTOMERS, MERGES = table_of(Customer), table_of(Merge)

_LOCK_ATTEMPTS: Final = 10

_roots_of = select(CUSTOMERS.c.id, CUSTOMERS.c.root_id).where(CUSTOMERS.c.id.in_(bindparam("ids", expanding=True)))
_lock = (
    select(CUSTOMERS.c.id)
    .where(CUSTOMERS.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(CUSTOMERS.c.id)
    .with_for_update()
)
_members = select(CUSTOMERS.c.id).where(CUSTOMERS.c.root_id == bindparam("root"))
_new_merge = insert(MERGES).returning(MERGES.c.id)
_merge_of = select(MERGES.c.child_id, MERGES.c.customer_id).where(MERGES.c.id == bindparam("merge"))
_links = select(MERGES.c.customer_id, MERGES.c.into_id).where(
    MERGES.c.customer_id.in_(bindparam("ids", expanding=True)), MERGES.c.undone_at.is_(None)
)
_undo = (
    update(MERGES)
    .where(MERGES.c.id == bindparam("merge"), MERGES.c.undone_at.is_(None))
    .values(undone_at=bindparam("undone"), undone_by=bindparam("by"))
)
_set_root = (
    update(CUSTOMERS).where(CUSTOMERS.c.id.in_(bindparam("ids", expanding=True))).values(root_id=bindparam("root"))
)
_audit = insert(table_of(AuditEntry))


def merge(
    session: Session,
    customer_id: int,
    into_id: int,
    *,
    evidence: Mapping[str, Any],
    actor: str,
    at: datetime,
    also_if_one: bool = False,
) -> int | None:
    """Know `customer_id` and `into_id` as one person, called by the root of the second. Returns the merge's id.

    Returns None if they are one person already, unless `also_if_one`: then it is one more reason why, and they stay
    one when what made them so before is taken back. `evidence` says why, in plain JSON values and without the
    customer's words. Raises LookupError for a customer who is not there.
    """
    child, parent = lock_roots(session, customer_id, into_id)
    if child == parent and not also_if_one:
        return None
    merge_id: int = session.scalar(
        _new_merge,
        {
            "customer_id": customer_id,
            "into_id": into_id,
            "child_id": child,
            "evidence": dict(evidence),
            "actor": actor,
            "at": at,
        },
    )
    if child != parent:
        session.execute(_set_root, {"ids": _members_of(session, child), "root": parent})
    _note(session, "customer.merged", merge_id, actor, at)
    return merge_id


def undo_merge(session: Session, merge_id: int, *, actor: str, at: datetime) -> bool:
    """Take a merge back, whatever was merged before and after it. Returns False if it was taken back already.

    Raises LookupError for a merge that is not there.
    """
    row = session.execute(_merge_of, {"merge": merge_id}).first()
    if row is None:
        raise LookupError(f"there is no merge {merge_id}")
    (root,) = lock_roots(session, row.customer_id)
    if session.execute(_undo, {"merge": merge_id, "undone": at, "by": actor}).rowcount == 0:
        return False
    _settle(session, _members_of(session, root), heads=(root, row.child_id))
    _note(session, "customer.merge_undone", merge_id, actor, at)
    return True


def lock_roots(session: Session, *customer_ids: int) -> tuple[int, ...]:
    """Lock the roots of customers, in ascending order, and return them in the order asked for.

    A merge that came between is seen: then the new roots are locked, too. Raises LookupError for an unknown customer.
    """
    locked: set[int] = set()
    for _ in range(_LOCK_ATTEMPTS):
        roots = _read_roots(session, customer_ids)
        if session.is_sqlite or locked.issuperset(roots):  # SQLite has one writer: it needs no lock on a row
            return roots
        locked |= set(session.execute(_lock, {"ids": sorted({*roots})}).scalars())
    raise RuntimeError(f"the roots of {len(customer_ids)} customers did not come to rest")


def _read_roots(session: Session, customer_ids: Iterable[int]) -> tuple[int, ...]:
    roots = {row.id: row.root_id for row in session.execute(_roots_of, {"ids": sorted({*customer_ids})})}
    missing = [customer_id for customer_id in customer_ids if roots.get(customer_id) is None]
    if missing:
        raise LookupError(f"there is no customer {missing[0]}")
    return tuple(roots[customer_id] for customer_id in customer_ids)


def _members_of(session: Session, root: int) -> list[int]:
    return list(session.execute(_members, {"root": root}).scalars())


def _settle(session: Session, members: list[int], heads: Sequence[int]) -> None:
    """Give each group that still belongs together its root: one of `heads`, or whom the business has known longest."""
    for group in _groups(
        members, [(row.customer_id, row.into_id) for row in session.execute(_links, {"ids": members})]
    ):
        root = next((head for head in heads if head in group), min(group))
        session.execute(_set_root, {"ids": sorted(group), "root": root})


def _groups(members: Iterable[int], links: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Return who belongs together by these links."""
    group_of = {member: {member} for member in members}
    for one, other in links:
        if group_of[one] is not group_of[other]:
            group_of[one] |= group_of[other]
            for member in group_of[other]:
                group_of[member] = group_of[one]
    return list({id(group): group for group in group_of.values()}.values())


def _note(session: Session, action: str, merge_id: int, actor: str, at: datetime) -> None:
    session.execute(_audit, {"at": at, "actor": actor, "action": action, "subject": f"merge:{merge_id}"})
