"""A shop with one customer at its door: real updates through the real intake, on a real database."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted
from sqlalchemy import Row, select

from bot.callback_data import Signer
from bot.deciding import sweep_once
from bot.intake.handling import Intake
from crm.conversation.snapshot import Snapshot
from crm.customers.models import ChannelIdentity, Customer
from crm.history.models import Conversation, Delivery, Interaction, Notice
from crm.kernel.database import Database
from crm.kernel.models import table_of

TOKEN = "4242:" + "A" * 35
CONVERSATIONS, INTERACTIONS, DELIVERIES = table_of(Conversation), table_of(Interaction), table_of(Delivery)
CUSTOMERS, IDENTITIES, NOTICES = table_of(Customer), table_of(ChannelIdentity), table_of(Notice)
OPENING = datetime(2027, 6, 2, 3, 0, tzinfo=UTC)  # a Wednesday, ten in the morning in Jakarta
UNREADABLE = "asdf qwer zxcv poiu lkjh"
PHOTO = [
    {"file_id": "small", "file_unique_id": "s", "width": 9, "height": 9},
    {"file_id": "large", "file_unique_id": "l", "width": 99, "height": 99},
]

RIGHTS = {
    status: [name for name, field in member.model_fields.items() if field.is_required()]
    for status, member in (("administrator", ChatMemberAdministrator), ("restricted", ChatMemberRestricted))
}
"""What Telegram says of members besides who they are."""

_user_ids, _update_ids = count(100_000), count(1)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = OPENING

    def __call__(self) -> datetime:
        return self.moment

    def pass_s(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def broken(snapshot: Snapshot) -> Snapshot:
    """A business that has lost its words for buttons: deciding on what was not understood raises."""
    return replace(
        snapshot, wording=replace(snapshot.wording, words={language: {} for language in snapshot.wording.words})
    )


def without(snapshot: Snapshot, message: str) -> Snapshot:
    """A business that has lost one message: saying it raises."""
    wording = snapshot.wording
    templates = {key: template for key, template in wording._templates.items() if key[1] != message}
    return replace(snapshot, wording=replace(wording, _templates=templates))


@dataclass
class Shop:
    """One customer and the bot. Everything a test says is of this customer alone."""

    database: Database
    snapshot: Snapshot
    clock: Clock = field(default_factory=Clock)
    user_id: int = field(default_factory=lambda: next(_user_ids))
    language_code: str = "id"
    shown: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._message_ids = count(1)
        self.bot = Bot(TOKEN)
        self.signer = Signer(TOKEN)
        self.intake = self.new_intake(lambda: self.snapshot)

    def new_intake(self, snapshot: Callable[[], Snapshot]) -> Intake:
        """Return one more intake, as another process would have it."""
        return Intake(
            writer=self.database.writer,
            bot_id=self.bot.id,
            signer=self.signer,
            username="shop_bot",
            snapshot=snapshot,
            now=self.clock,
            answered=lambda query_id, shown: self.shown.append(shown),
        )

    # What happens at Telegram

    def update(self, kind: str, event: dict[str, Any]) -> dict[str, Any]:
        return {"update_id": next(_update_ids), kind: event}

    def person(self) -> dict[str, Any]:
        return {"id": self.user_id, "is_bot": False, "first_name": "Siti", "language_code": self.language_code}

    def chat(self) -> dict[str, Any]:
        return {"id": self.user_id, "type": "private", "first_name": "Siti"}

    def message(self, text: str | None = None, **more: Any) -> dict[str, Any]:
        """A new message, as Telegram describes it."""
        said = {} if text is None else {"text": text}
        return {
            "message_id": next(self._message_ids),
            "from": self.person(),
            "chat": self.chat(),
            "date": self._unix(),
            **said,
            **more,
        }

    def edit_of(self, message: dict[str, Any], text: str) -> dict[str, Any]:
        return self.update("edited_message", {**message, "text": text, "edit_date": self._unix()})

    def press_of(self, data: str) -> dict[str, Any]:
        event = {"id": str(next(_update_ids)), "from": self.person(), "chat_instance": "1", "data": data}
        return self.update("callback_query", event)

    def reaction_to(self, message_id: int) -> dict[str, Any]:
        event = {
            "chat": self.chat(),
            "message_id": message_id,
            "user": self.person(),
            "date": self._unix(),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
        return self.update("message_reaction", event)

    def membership(self, *, blocked: bool) -> dict[str, Any]:
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        return self.update("my_chat_member", self.membership_in(self.chat(), before, after))

    def membership_in(self, chat: dict[str, Any], before: str, after: str) -> dict[str, Any]:
        """What Telegram tells of the bot's own standing in a chat."""
        return {
            "chat": chat,
            "from": self.person(),
            "date": self._unix(),
            "old_chat_member": self._standing(before),
            "new_chat_member": self._standing(after),
        }

    def _standing(self, status: str) -> dict[str, Any]:
        user = {"id": self.bot.id, "is_bot": True, "first_name": "Kodi"}
        return {**dict.fromkeys(RIGHTS.get(status, ()), False), "user": user, "status": status, "until_date": 0}

    def _unix(self) -> int:
        return int(self.clock().timestamp())

    # What the bot does with it

    async def take(self, raw: dict[str, Any], *, more_waiting: bool = False) -> str:
        return await self.intake.take(raw, more_waiting=more_waiting)

    async def say(self, text: str | None, *, more_waiting: bool = False, **more: Any) -> str:
        return await self.take(self.update("message", self.message(text, **more)), more_waiting=more_waiting)

    async def press(self, action: str, argument: str = "") -> str:
        return await self.take(self.press_of(self.signer.pack(str(self.user_id), action, argument)))

    async def sweep(self) -> int:
        return await sweep_once(self.database, self.snapshot, self.clock)

    # What is written down

    def conversation(self) -> Row[Any] | None:
        joined = CONVERSATIONS.join(IDENTITIES, IDENTITIES.c.customer_id == CONVERSATIONS.c.customer_id).join(
            CUSTOMERS, CUSTOMERS.c.id == CONVERSATIONS.c.customer_id
        )
        statement = select(
            CONVERSATIONS,
            IDENTITIES.c.id.label("identity_id"),
            IDENTITIES.c.closed_reason,
            CUSTOMERS.c.language,
            CUSTOMERS.c.language_chosen,
        ).select_from(joined)
        with self.database.reading() as session:
            return session.execute(statement.where(IDENTITIES.c.external_id == str(self.user_id))).first()

    def talk(self) -> Row[Any]:
        found = self.conversation()
        assert found is not None, "nothing of this customer was recorded"
        return found

    def lines(self, direction: str | None = None) -> list[Row[Any]]:
        talk = self.conversation()
        if talk is None:
            return []
        statement = (
            select(INTERACTIONS).where(INTERACTIONS.c.customer_id == talk.customer_id).order_by(INTERACTIONS.c.id)
        )
        with self.database.reading() as session:
            rows = session.execute(statement).all()
        return [row for row in rows if direction in {None, row.direction}]

    def replies(self) -> list[str]:
        return [row.text for row in self.lines("outbound")]

    def buttons(self) -> list[tuple[str, str]]:
        """The actions and arguments under the last reply."""
        payload = self.lines("outbound")[-1].payload or {}
        return [(action, argument) for row in payload.get("buttons", []) for _, action, argument in row]

    def deliveries(self) -> list[Row[Any]]:
        statement = (
            select(DELIVERIES).where(DELIVERIES.c.customer_id == self.talk().customer_id).order_by(DELIVERIES.c.id)
        )
        with self.database.reading() as session:
            return list(session.execute(statement).all())

    def notices(self) -> list[str]:
        statement = select(NOTICES).where(NOTICES.c.customer_id == self.talk().customer_id).order_by(NOTICES.c.id)
        with self.database.reading() as session:
            return [row.kind for row in session.execute(statement)]
