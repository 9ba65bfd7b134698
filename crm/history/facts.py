"""What customers have stated of themselves: kept with where they said it, corrected and forgotten when they say so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, or_, select, update

from crm.customers import customers_told
from crm.customers.queries import same_root
from crm.history.models import Fact, FactKind, FactState, Interaction
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

FACTS, INTERACTIONS = table_of(Fact), table_of(Interaction)
ONE_OF_A_KIND = frozenset({FactKind.ADDRESS, FactKind.PHONE})
"""Of these the newest replaces what was stated before. Of the others a customer has many."""

_new_version = Prepared(insert(FACTS).returning(FACTS.c.id))
_first_of_all = Prepared(update(FACTS).where(FACTS.c.id == bindparam("fact")).values(first_id=FACTS.c.id))
_newest = select(func.max(FACTS.c.id)).where(FACTS.c.customer_id.in_(same_root)).group_by(FACTS.c.first_id)
_current = Prepared(
    select(
        FACTS.c.first_id,
        FACTS.c.customer_id,
        FACTS.c.kind,
        FACTS.c.state,
        FACTS.c.value,
        FACTS.c.interaction_id,
        FACTS.c.stated_at,
        FACTS.c.expires_at,
        FACTS.c.in_offers,
    )
    .where(
        FACTS.c.id.in_(_newest),
        FACTS.c.state != FactState.FORGOTTEN,
        or_(FACTS.c.expires_at.is_(None), FACTS.c.expires_at > bindparam("now")),
    )
    .order_by(FACTS.c.id.desc())
)
_empty = Prepared(update(FACTS).where(FACTS.c.first_id == bindparam("fact")).values(value=""))
_words = Prepared(select(INTERACTIONS.c.text).where(INTERACTIONS.c.id == bindparam("interaction")))
_audit = Prepared(insert(table_of(AuditEntry)))


@dataclass(frozen=True, slots=True)
class Stated:
    """Something stated, as it was understood. `expires_at` None: it holds until it is changed."""

    kind: FactKind
    value: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as it holds now. `id` names all its versions; `interaction_id` is where the customer said it."""

    id: int
    customer_id: int
    kind: FactKind
    state: FactState
    value: str
    interaction_id: int
    stated_at: datetime
    expires_at: datetime | None
    in_offers: bool


def current_facts(session: Session, customer_id: int, now: datetime) -> list[KnownFact]:
    """Return what holds now of all that one person's customers stated, what was stated last first."""
    return [KnownFact(*row) for row in session.rows(_current, {"customer_id": customer_id, "now": now})]


def facts_told(session: Session, customer_id: int, now: datetime) -> list[KnownFact]:
    """Return those of `current_facts` that this customer's chat may be told: a fresh merge discloses nothing."""
    facts = current_facts(session, customer_id, now)
    if all(fact.customer_id == customer_id for fact in facts):
        return facts
    told = set(customers_told(session, customer_id))
    return [fact for fact in facts if fact.customer_id in told]


def keep_fact(
    session: Session, customer_id: int, stated: Stated, *, interaction_id: int, stated_at: datetime, now: datetime
) -> None:
    """Keep what was stated. The same again renews it; of what there is one of, the newest replaces the older."""
    facts = current_facts(session, customer_id, now)
    known = [fact for fact in facts if fact.kind == stated.kind and fact.customer_id == customer_id]
    same = next((fact for fact in known if _is_same(fact, stated)), None)
    if same is not None and same.interaction_id == interaction_id:
        return
    _add(
        session, customer_id, stated, FactState.STATED, interaction_id=interaction_id, stated_at=stated_at, now=now,
        of=same,
    )  # fmt: skip


def _is_same(fact: KnownFact, stated: Stated) -> bool:
    return fact.kind in ONE_OF_A_KIND or fact.value.casefold() == stated.value.casefold()


def correct_fact(session: Session, fact: KnownFact, stated: Stated, interaction_id: int, now: datetime) -> None:
    """Write down what a fact should have said, as the customer says now."""
    _add(
        session, fact.customer_id, stated, FactState.CORRECTED, interaction_id=interaction_id, stated_at=now, now=now,
        of=fact,
    )  # fmt: skip
    _note(session, fact, "fact.corrected", now)


def forget_fact(session: Session, fact: KnownFact, interaction_id: int, now: datetime) -> None:
    """Take a fact away: what it said is gone from all its versions, and a last one says that it was forgotten."""
    session.change(_empty, {"fact": fact.id})
    _add(
        session, fact.customer_id, Stated(fact.kind, ""), FactState.FORGOTTEN, interaction_id=interaction_id,
        stated_at=now, now=now, of=fact,
    )  # fmt: skip
    _note(session, fact, "fact.forgotten", now)


def use_in_offers(session: Session, fact: KnownFact, interaction_id: int, now: datetime, *, allowed: bool) -> None:
    """Say whether offers may be chosen by a fact. Where the customer said it stays as it was."""
    values = _values(
        fact.customer_id, Stated(fact.kind, fact.value, fact.expires_at), fact.state,
        interaction_id=fact.interaction_id, stated_at=fact.stated_at, now=now,
    )  # fmt: skip
    session.value(_new_version, {**values, "first_id": fact.id, "in_offers": allowed})
    _note(session, fact, f"fact.{'in' if allowed else 'out_of'}_offers:{interaction_id}", now)


def words_stated(session: Session, fact: KnownFact) -> str:
    """Return the message in which a fact was stated, as it was said."""
    return str(session.value(_words, {"interaction": fact.interaction_id}) or "")


def _add(
    session: Session,
    customer_id: int,
    stated: Stated,
    state: FactState,
    *,
    interaction_id: int,
    stated_at: datetime,
    now: datetime,
    of: KnownFact | None,
) -> None:
    values = _values(customer_id, stated, state, interaction_id=interaction_id, stated_at=stated_at, now=now)
    in_offers = True if of is None else of.in_offers
    if of is not None:
        session.value(_new_version, {**values, "first_id": of.id, "in_offers": in_offers})
        return
    fact_id = session.value(_new_version, {**values, "first_id": None, "in_offers": in_offers})
    session.change(_first_of_all, {"fact": fact_id})


def _values(
    customer_id: int, stated: Stated, state: FactState, *, interaction_id: int, stated_at: datetime, now: datetime
) -> dict[str, object]:
    return {
        "customer_id": customer_id,
        "kind": stated.kind,
        "state": state,
        "value": stated.value,
        "interaction_id": interaction_id,
        "stated_at": stated_at,
        "recorded_at": now,
        "expires_at": stated.expires_at,
    }


def _note(session: Session, fact: KnownFact, action: str, now: datetime) -> None:
    values = {"at": now, "actor": f"customer:{fact.customer_id}", "action": action, "subject": f"fact:{fact.id}"}
    session.change(_audit, values)
