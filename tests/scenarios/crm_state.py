"""The CRM's state, as a scenario writes it down."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, select

from bot.models import ParkedUpdate
from crm.cases import keep_promise, promise_in_case, solve_case
from crm.cases.models import Case, CaseInteraction, CaseQuestion
from crm.consent.models import Consent, Suppression
from crm.conversation.models import TurnMeaning
from crm.customers import standing_of
from crm.customers.claiming import standing_claim
from crm.customers.finding import find_known
from crm.customers.models import ChannelIdentity, Chat, Customer, DeepLink, DeepLinkUse
from crm.customers.phones import e164
from crm.history import Contact, ContactChannel, Content, Priority, add_contact, find_talk, queue_outbound
from crm.history.models import Conversation, Delivery, Direction, Fact, FactState, Interaction, Media, Notice, State
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.orders import OrderRecord, record_order

CUSTOMERS, IDENTITIES, CHATS = table_of(Customer), table_of(ChannelIdentity), table_of(Chat)
CONVERSATIONS, INTERACTIONS, DELIVERIES = table_of(Conversation), table_of(Interaction), table_of(Delivery)
CASES, LINKS, NOTICES, MEDIA, PARKED = (table_of(m) for m in (Case, CaseInteraction, Notice, Media, ParkedUpdate))
MEANINGS, QUESTIONS = table_of(TurnMeaning), table_of(CaseQuestion)
LINKS_IN, USES = table_of(DeepLink), table_of(DeepLinkUse)
FACTS, CONSENTS, SUPPRESSIONS = table_of(Fact), table_of(Consent), table_of(Suppression)
STILL_UNDER_WAY = (State.QUEUED, State.SENDING)


@dataclass(frozen=True, slots=True)
class CrmState:
    """The database, looked at from outside, and as the team changes it."""

    database: Database

    def is_settled(self) -> bool:
        """Tell whether no answer is put off, no delivery under way and no file to be fetched."""
        waits = (
            select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.decide_at.is_not(None)),
            select(DELIVERIES.c.id).where(DELIVERIES.c.state.in_(STILL_UNDER_WAY)),
            select(MEDIA.c.id).where(MEDIA.c.due_at.is_not(None)),
        )
        with self.database.reading() as session:
            return not any(session.scalar(wait.limit(1)) for wait in waits)

    def parked(self) -> int:
        """Return how many updates could not be handled."""
        with self.database.reading() as session:
            return int(session.scalar(select(func.count()).select_from(PARKED)))

    def sent_to(self, chat_id: int) -> list[str]:
        """Return what became of all that was to be sent to a chat, in order."""
        query = select(DELIVERIES.c.method, DELIVERIES.c.state).join(CHATS, CHATS.c.id == DELIVERIES.c.chat_id)
        query = query.where(CHATS.c.external_id == str(chat_id)).order_by(DELIVERIES.c.id)
        with self.database.reading() as session:
            return [f"{method} {state}" for method, state in session.execute(query)]

    def solve(self, case_id: int, resolution: str) -> None:
        """Solve a case, as an agent would."""
        self.database.writer.run(lambda session: solve_case(session, case_id, resolution, "agent:7", datetime.now(UTC)))

    def keep_promise(self, case_id: int, how: str) -> None:
        """Promise something in a case and do it, as an agent would."""

        def job(session: Session) -> None:
            now = datetime.now(UTC)
            promise_in_case(session, case_id, how, now, "agent:7", now)
            keep_promise(session, case_id, how, "agent:7", now)

        self.database.writer.run(job)

    def queue_offer(self, user_id: int, text: str) -> None:
        """Queue a piece of marketing for one person."""

        def job(session: Session) -> None:
            chat = session.execute(select(CHATS).where(CHATS.c.external_id == str(user_id))).one()
            talk = find_talk(session, chat.channel, chat.account, chat.external_id)
            assert talk is not None
            content = Content(html=text, priority=Priority.MARKETING, purpose="offers", author="marketing")
            queue_outbound(session, talk, content, key=f"offer:{user_id}:{text}", now=datetime.now(UTC))

        self.database.writer.run(job)

    def write_down_call(self, phone: str, words: str) -> None:
        """Write down that the shop called the customer with this phone."""

        def job(session: Session) -> None:
            (known,) = find_known(session, "phone", e164(phone) or "", besides=0)
            contact = Contact(
                customer_id=known.customer_id, channel=ContactChannel.CALL, is_inbound=False, at=datetime.now(UTC),
                words=words, by="Sari",
            )  # fmt: skip
            add_contact(session, contact, datetime.now(UTC))

        self.database.writer.run(job)

    def give_order(self, order: dict[str, str], *, user_id: int | None = None, phone: str | None = None) -> None:
        """Write down an order as the shop's own system tells it, of one person, with a phone, or of nobody known."""

        def job(session: Session) -> None:
            of_person = select(IDENTITIES.c.customer_id).where(IDENTITIES.c.external_id == str(user_id))
            record = OrderRecord(
                number=order["number"],
                state_words=order["state"],
                as_of=datetime.fromisoformat(order["as of"]),
                customer_id=None if user_id is None else session.scalar(of_person),
                phone=e164(phone) if phone else None,
                courier=order.get("courier"),
                tracking_number=order.get("tracking"),
            )
            record_order(session, f"shop of {user_id or phone}", record, datetime.now(UTC))

        self.database.writer.run(job)

    def of(self, user_id: int) -> dict[str, Any]:
        """Return all that the CRM knows of one person."""
        with self.database.reading() as session:
            identity = session.execute(select(IDENTITIES).where(IDENTITIES.c.external_id == str(user_id))).one()
            customer_id = identity.customer_id
            customer = session.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == customer_id)).one()
            conversation = session.execute(
                select(CONVERSATIONS)
                .join(CHATS, CHATS.c.id == CONVERSATIONS.c.chat_id)
                .where(CHATS.c.identity_id == identity.id)
            ).one()
            return {
                "name": customer.name,
                "language": customer.language,
                "closed": identity.closed_reason,
                "holder": conversation.holder,
                "told": standing_of(session, conversation.customer_id).name.lower(),
                "known as": _known_as(session, conversation.customer_id),
                "birthday": str(customer.birthday),
                "verified": _verified(session, customer_id),
                "questions": _column(
                    session, QUESTIONS.c.case_id, QUESTIONS.c.conversation_id == conversation.id, QUESTIONS.c.id
                ),
                "came by": _came_by(session, customer_id),
                "history": _history(session, customer_id),
                "cases": _cases(session, customer_id),
                "notices": _notices(session, customer_id),
                "deliveries": _column(
                    session, DELIVERIES.c.state, DELIVERIES.c.chat_id == conversation.chat_id, DELIVERIES.c.id
                ),
                "meanings": _column(
                    session,
                    MEANINGS.c.kind,
                    MEANINGS.c.customer_id == customer_id,
                    MEANINGS.c.interaction_id,
                    MEANINGS.c.kind,
                ),
                "reasons": [
                    reason
                    for reason in _column(
                        session, DELIVERIES.c.reason, DELIVERIES.c.customer_id == customer_id, DELIVERIES.c.id
                    )
                    if reason != "None"
                ],
                "facts": _facts(session, customer_id),
                "consents": [
                    f"{purpose} {'yes' if given else 'no'}"
                    for purpose, given in session.execute(
                        select(CONSENTS.c.purpose, CONSENTS.c.given)
                        .where(CONSENTS.c.customer_id == customer_id)
                        .order_by(CONSENTS.c.id)
                    )
                ],
                "suppressions": _column(
                    session,
                    SUPPRESSIONS.c.reason,
                    and_(SUPPRESSIONS.c.customer_id == customer_id, SUPPRESSIONS.c.lifted_at.is_(None)),
                    SUPPRESSIONS.c.id,
                ),
                "files": _column(session, MEDIA.c.state, MEDIA.c.customer_id == customer_id, MEDIA.c.id),
            }


def _known_as(session: Session, customer_id: int) -> str | None:
    """Return the name of the customer whom the chat speaks as, as another system knows them."""
    claim = standing_claim(session, customer_id)
    if claim is None:
        return None
    name: str | None = session.scalar(select(CUSTOMERS.c.name).where(CUSTOMERS.c.id == claim.known_id))
    return name


def _verified(session: Session, customer_id: int) -> list[str]:
    """Return the channels of this customer's own that were verified, and how."""
    query = select(IDENTITIES.c.channel, IDENTITIES.c.verified_how).where(
        IDENTITIES.c.customer_id == customer_id, IDENTITIES.c.verified_at.is_not(None)
    )
    return [f"{channel}: {how}" for channel, how in session.execute(query.order_by(IDENTITIES.c.id))]


def _came_by(session: Session, customer_id: int) -> list[str]:
    query = select(LINKS_IN.c.source).join(USES, USES.c.link_id == LINKS_IN.c.id)
    return list(session.execute(query.where(USES.c.customer_id == customer_id).order_by(USES.c.id)).scalars())


def _column(session: Session, column: Any, where: Any, *order: Any) -> list[str]:
    return [str(value) for value in session.execute(select(column).where(where).order_by(*order)).scalars()]


def _notices(session: Session, customer_id: int) -> list[str]:
    """Return what the staff were told of a customer outside their topic, which only some scenarios have."""
    in_topics = select(DELIVERIES.c.notice_id).where(
        DELIVERIES.c.notice_id.is_not(None), DELIVERIES.c.topic_id.is_not(None)
    )
    theirs = and_(NOTICES.c.customer_id == customer_id, NOTICES.c.id.not_in(in_topics))
    return _column(session, NOTICES.c.kind, theirs, NOTICES.c.id)


def _history(session: Session, customer_id: int) -> list[dict[str, Any]]:
    who = {Direction.INBOUND: "customer", Direction.NOTE: "note"}
    rows = session.execute(
        select(INTERACTIONS).where(INTERACTIONS.c.customer_id == customer_id).order_by(INTERACTIONS.c.id)
    )
    return [
        {
            "who": who.get(row.direction, row.author.partition(":")[0]),
            "kind": row.kind,
            "text": row.text,
            "message_id": row.message_id,
            "payload": row.payload or {},
        }
        for row in rows
    ]


def _facts(session: Session, customer_id: int) -> list[str]:
    """Return what holds, as `kind: value`; a star marks what is kept out of offers."""
    newest = select(func.max(FACTS.c.id)).where(FACTS.c.customer_id == customer_id).group_by(FACTS.c.first_id)
    rows = session.execute(select(FACTS).where(FACTS.c.id.in_(newest)).order_by(FACTS.c.first_id))
    return [
        "forgotten" if row.state == FactState.FORGOTTEN else f"{row.kind}: {row.value}{'' if row.in_offers else ' *'}"
        for row in rows
    ]


def _cases(session: Session, customer_id: int) -> list[dict[str, Any]]:
    """Return the cases with the words that belong to each."""
    words: dict[int, list[str]] = {}
    linked = select(LINKS.c.case_id, INTERACTIONS.c.text).join(
        INTERACTIONS, INTERACTIONS.c.id == LINKS.c.interaction_id
    )
    for case_id, text in session.execute(
        linked.where(INTERACTIONS.c.customer_id == customer_id).order_by(INTERACTIONS.c.id)
    ):
        words.setdefault(case_id, []).append(text)
    cases = session.execute(select(CASES).where(CASES.c.customer_id == customer_id).order_by(CASES.c.id))
    return [
        {
            "state": str(case.state),
            "category": case.category,
            "order": case.order_number,
            "holds": words.get(case.id, []),
        }
        for case in cases
    ]
