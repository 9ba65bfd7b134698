"""Changing what is in a chat already: edits, reactions, deletions."""

from collections.abc import Sequence
from functools import partial

import structlog
from telegram.error import BadRequest

from bot.delivery.calls import Line, Text, call_step, markup_of, preview_of, text_of, text_steps, texts_of
from bot.delivery.outcomes import EditMissing, NotModified, outcome_of
from bot.delivery.splitting import caption_and_parts
from bot.delivery.steps import Made, Prevented, Step
from crm.history.models import Holds
from crm.history.targets import Message

DELETED_AT_ONCE_MOST = 100

log = structlog.get_logger(__name__)


def edit_steps(line: Line, messages: Sequence[Message]) -> list[Step]:
    """Return the calls that put new words in the place of others.

    A longer text goes on in new messages, the messages that a shorter one no longer fills are taken away. Raises
    `Prevented` where there are no words to replace, or a caption would become longer than Telegram lets it.
    """
    worded = [message for message in messages if message.holds is not Holds.NOTHING]
    texts = _new_texts(line, worded)
    edits = [
        Step(part, partial(_edit, line, message, text, is_last=part == len(texts) - 1))
        for part, (message, text) in enumerate(zip(worded, texts, strict=False))
    ]
    more = text_steps(line, texts[len(worded) :], first_part=len(worded), after=len(worded))
    surplus = [message.message_id for message in worded[len(texts) :]]
    return edits + more + [Step(len(texts), partial(_delete_if_possible, line, surplus))] * bool(surplus)


def _new_texts(line: Line, worded: Sequence[Message]) -> Sequence[Text]:
    texts = texts_of(line.due)
    if not worded or not texts:
        raise Prevented(EditMissing())
    if worded[0].holds is Holds.CAPTION:
        caption, _ = caption_and_parts(markup_of(line.due))
        if caption is None:
            raise Prevented(EditMissing())
        return [text_of(caption, as_plain_text=line.due.as_plain_text)]
    return texts


async def _edit(line: Line, message: Message, text: Text, *, is_last: bool) -> Sequence[Made]:
    keyboard = line.keyboard() if is_last else None
    try:
        if message.holds is Holds.CAPTION:
            await line.bot.edit_message_caption(
                line.chat_id,
                message.message_id,
                caption=text.words,
                parse_mode=text.parse_mode,
                reply_markup=keyboard,
                rate_limit_args=line.permit,
            )
        else:
            await line.bot.edit_message_text(
                text.words,
                line.chat_id,
                message.message_id,
                parse_mode=text.parse_mode,
                reply_markup=keyboard,
                link_preview_options=preview_of(text),
                rate_limit_args=line.permit,
            )
    except BadRequest as error:
        if outcome_of(error) != NotModified():  # the same words again: they are there
            raise
    return (Made(message.message_id, message.holds),)


async def _delete_if_possible(line: Line, message_ids: Sequence[int]) -> Sequence[Made]:
    """Take away what the new words no longer fill. What Telegram finds too old for that stays."""
    try:
        await line.bot.delete_messages(line.chat_id, message_ids, rate_limit_args=line.permit)
    except BadRequest as error:
        log.warning("surplus_not_deleted", delivery=line.due.id, reason=error.message)
    return ()


def reaction_steps(line: Line, messages: Sequence[Message]) -> list[Step]:
    """Return the call that reacts to the first of some messages. Without an emoji it takes the reaction back."""
    emoji = line.due.text or None
    call = partial(line.bot.set_message_reaction, rate_limit_args=line.permit)
    return [call_step(call, line.chat_id, messages[0].message_id, emoji)]


def deletion_steps(line: Line, messages: Sequence[Message]) -> list[Step]:
    """Return the calls that take messages away. Telegram skips those that are gone."""
    ids = [message.message_id for message in messages]
    call = partial(line.bot.delete_messages, rate_limit_args=line.permit)
    return [
        call_step(call, line.chat_id, ids[at : at + DELETED_AT_ONCE_MOST])
        for at in range(0, len(ids), DELETED_AT_ONCE_MOST)
    ]
