"""Topics of a forum: Telegram is brought in line with their rows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from bot.delivery.calls import Line, call_step
from bot.delivery.recorder import Recorder
from bot.delivery.splitting import split_text
from bot.delivery.steps import Made, Step
from crm.history import Method
from crm.history.topics import TopicState, note_thread

NAME_UNITS = 128


async def thread_of(line: Line, topic: TopicState, recorder: Recorder, now: Callable[[], datetime]) -> int:
    """Return Telegram's number of a topic, which is made if there is none."""
    if topic.thread_id is not None:
        return topic.thread_id
    made = await line.bot.create_forum_topic(line.chat_id, _name(topic), rate_limit_args=line.permit)
    thread_id = made.message_thread_id
    await recorder.write(lambda session: note_thread(session, topic.id, thread_id, now()))
    return thread_id


def topic_steps(line: Line, topic: TopicState, recorder: Recorder, now: Callable[[], datetime]) -> list[Step]:
    """Return the call that a topic's delivery asks for. A topic without a thread is made by its next words."""
    if line.due.method == Method.OPEN_TOPIC or (topic.thread_id is None and line.due.method == Method.REOPEN_TOPIC):
        return [call_step(thread_of, line, topic, recorder, now)]
    if topic.thread_id is None:
        return [Step(0, _nothing)]
    if line.due.method == Method.RENAME_TOPIC:
        call = partial(line.bot.edit_forum_topic, name=_name(topic))
    else:
        closes = line.due.method == Method.CLOSE_TOPIC
        call = partial(line.bot.close_forum_topic if closes else line.bot.reopen_forum_topic)
    return [call_step(call, line.chat_id, topic.thread_id, rate_limit_args=line.permit)]


async def _nothing() -> Sequence[Made]:
    return ()


def _name(topic: TopicState) -> str:
    return next(iter(split_text(topic.name, NAME_UNITS)), "-")
