"""The whole state, in one place."""

import asyncio
from dataclasses import dataclass, field
from secrets import token_hex

from sandbox.encoding import Json
from sandbox.options import DemoPerson, SandboxOptions
from sandbox.world.chats import Chat, ChatType, Member
from sandbox.world.events import EventStream
from sandbox.world.faults import Faults
from sandbox.world.files import Files
from sandbox.world.journal import Journal
from sandbox.world.limits import Limiter
from sandbox.world.people import FIRST_USER_ID, User
from sandbox.world.updates import UpdateQueue


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to, and how that goes."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    last_error_at: int | None = None
    last_error: str | None = None


@dataclass(slots=True)
class Presentation:
    """How the bot presents itself; texts by language, "" for all others. Commands by (scope, language)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)  # by chat, 0 for all others


@dataclass(slots=True)
class CallbackQuery:
    """A button that was pressed."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    pressed_at: float
    answered: bool = False


class World:
    """All that this Telegram knows. Modules beside this one change it; nothing here waits."""

    def __init__(self, options: SandboxOptions) -> None:
        self.options = options
        self.clock = options.clock
        self.random = options.random
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = UpdateQueue(options.clock, options.random, options.first_update_id)
        self.events = EventStream()
        self.journal = Journal()
        self.limiter = Limiter(options.limits, options.clock, enabled=options.limits_enabled)
        self.faults = Faults(options.random)
        self.webhook = Webhook()
        self.presentation = Presentation()
        self.callback_queries: dict[str, CallbackQuery] = {}
        self.account_message_id = 0
        self.long_poll: asyncio.Future[None] | None = None
        for person in options.people:
            self.add_user(person)

    @property
    def now(self) -> int:
        """The time in whole unix seconds, as Telegram writes it."""
        return int(self.clock())

    @property
    def bot_id(self) -> int:
        """The bot's user id."""
        return self.options.bot.id

    def add_user(self, person: DemoPerson) -> User:
        """Let a person join Telegram, with an empty chat with the bot."""
        first, _, last = person.name.partition(" ")
        user = User(
            id=FIRST_USER_ID + len(self.users),
            first_name=first,
            last_name=last or None,
            username=person.username,
            language_code=person.language_code or None,
            phone_number=person.phone_number or f"+62812{len(self.users) + 1:08}",
            birthdate=person.birthdate,
        )
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, ChatType.PRIVATE, members={user.id: Member("member")})
        return user

    def new_group(self, chat_type: ChatType, title: str, *, is_forum: bool = False) -> Chat:
        """Open an empty group, supergroup or channel with an id of its kind."""
        number = self.random.randrange(1_000_000_000, 3_000_000_000)
        chat_id = -number if chat_type is ChatType.GROUP else -1_000_000_000_000 - number
        if chat_id in self.chats:
            return self.new_group(chat_type, title, is_forum=is_forum)
        chat = self.chats[chat_id] = Chat(chat_id, chat_type, title, is_forum=is_forum)
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Return a new message id: supergroups and channels count for themselves, the rest shares the bot's counter."""
        if chat.counts_for_itself:
            chat.last_message_id += 1
            return chat.last_message_id
        self.account_message_id += 1
        return self.account_message_id

    def new_id(self) -> str:
        """Return an id that nobody can guess."""
        return token_hex(8)
