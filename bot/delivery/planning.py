"""What a delivery asks for, as steps."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.callback_data import Signer
from bot.delivery.bot import SendingBot
from bot.delivery.calls import Line, call_step, text_steps, texts_of
from bot.delivery.changing import deletion_steps, edit_steps, reaction_steps
from bot.delivery.enclosing import Enclosing, grouped
from bot.delivery.limits import Permit
from bot.delivery.outcomes import EditMissing, NotYet
from bot.delivery.recorder import Recorder
from bot.delivery.steps import Prevented, Step
from bot.delivery.topics import thread_of, topic_steps
from crm.history import Method
from crm.history.attachments import Enclosed, files_of
from crm.history.outbox import DueDelivery
from crm.history.targets import Target, target_of
from crm.history.topics import TopicState, topic_state
from crm.kernel.database import Database

_BESIDES_WORDS = frozenset({"files", "location", "contact"})
_CHANGES = {Method.EDIT: edit_steps, Method.REACTION: reaction_steps, Method.DELETION: deletion_steps}


@dataclass(frozen=True, slots=True)
class _Belonging:
    """What belongs to a delivery besides its words."""

    target: Target
    files: tuple[Enclosed, ...]
    topic: TopicState | None


class Planner:
    """Turns deliveries into calls. `folder` holds the kept files."""

    def __init__(
        self,
        *,
        database: Database,
        bot: SendingBot,
        signer: Signer,
        recorder: Recorder,
        folder: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._bot = bot
        self._signer = signer
        self._recorder = recorder
        self._folder = folder
        self._now = now

    async def steps(self, due: DueDelivery, permit: Permit) -> Sequence[Step]:
        """Return the calls of a delivery; none for a message without content.

        Raises `Prevented` where it must wait for another delivery, or cannot be made. Makes a topic that is missing.
        """
        line = Line(self._bot, permit, self._signer, due, None, due.target_message_id)
        if _is_plain(due):
            return text_steps(line, texts_of(due))
        if due.method == Method.LEAVE:
            return [call_step(self._bot.leave_chat, line.chat_id, rate_limit_args=permit)]
        belonging = await asyncio.to_thread(self._read, due)
        if not belonging.target.has_ended:
            raise Prevented(NotYet())
        if due.method == Method.MESSAGE:
            return await self._message_steps(line, belonging)
        if belonging.topic is not None:
            return topic_steps(line, belonging.topic, self._recorder, self._now)
        if not belonging.target.messages:
            raise Prevented(EditMissing())
        return _CHANGES[Method(due.method)](line, belonging.target.messages)

    def _read(self, due: DueDelivery) -> _Belonging:
        with self._database.reading() as session:
            return _Belonging(
                target_of(session, due.id),
                files_of(session, due.id),
                None if due.topic_id is None else topic_state(session, due.topic_id),
            )

    async def _message_steps(self, line: Line, belonging: _Belonging) -> Sequence[Step]:
        topic, quoted = belonging.topic, belonging.target.messages
        thread_id = None if topic is None else await thread_of(line, topic, self._recorder, self._now)
        quoted_id = quoted[0].message_id if quoted else None
        line = Line(line.bot, line.permit, line.signer, line.due, thread_id, quoted_id)
        last_alone = line.keyboard() is not None and not texts_of(line.due)
        return Enclosing(line, self._folder, grouped(belonging.files, last_alone=last_alone)).steps()


def _is_plain(due: DueDelivery) -> bool:
    """Say whether a delivery's own row holds all that sending it needs: a reply in words does."""
    return (
        due.method == Method.MESSAGE
        and due.target_delivery_id is None
        and due.topic_id is None
        and (due.payload is None or _BESIDES_WORDS.isdisjoint(due.payload))
    )
