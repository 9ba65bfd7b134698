"""Playing a scenario: each verb of a step is one function."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

from bot.callback_data import Signer
from crm.cases.numbers import HYPHEN, case_id_in
from sandbox import RunningSandbox
from sandbox.simulator import NotSeen, Person, SeenMessage, SimulatedGroup, Simulator
from tests.scenarios.crm_state import CrmState
from tests.scenarios.knowing import decide_claim, give_number_back, make_link, merge_with
from tests.scenarios.reading import Step
from tests.scenarios.staffing import Team, buttons_in, reactions_of

PATIENCE_S = 8.0
NEW_MESSAGE_IDS = count(1_000_000)
"""Numbers of messages that the sandbox did not make: beyond its own."""


@dataclass(slots=True)
class Actor:
    """A person of a scenario, with what they last sent and saw, and what they remember by name."""

    person: Person
    telegram: Simulator
    sandbox: RunningSandbox
    crm: CrmState
    sent: list[SeenMessage] = field(default_factory=list)
    seen: list[SeenMessage] = field(default_factory=list)
    group: SimulatedGroup | None = None
    team: Team | None = None
    topic: str = ""


async def play(step: Step, actor: Actor) -> None:
    """Do one step, or wait for what it expects."""
    verb = VERBS.get(step.verb)
    if verb is None:
        raise ValueError(f"nobody can do this: {step}")
    try:
        await verb(actor, step.value)
    except NotSeen as error:
        raise AssertionError(f"at “{step}”: {error}") from None


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


async def _starts(actor: Actor, payload: str | None) -> None:
    actor.sent.append(await actor.person.starts(payload))


async def _follows_a_link(actor: Actor, value: dict[str, Any]) -> None:
    """Press START by a link of the business's: `name` lets it be followed again."""
    assert actor.crm is not None
    await _starts(actor, await asyncio.to_thread(make_link, actor.crm.database, value))


async def _is_merged_with(actor: Actor, name: str) -> None:
    """Let a colleague say that this person and an imported customer are one."""
    assert actor.crm is not None
    await asyncio.to_thread(merge_with, actor.crm.database, actor.person.user_id, name)


async def _is_approved_as(actor: Actor, name: str) -> None:
    assert actor.crm is not None
    await asyncio.to_thread(decide_claim, actor.crm.database, actor.person.user_id, as_name=name)


async def _is_refused(actor: Actor, _: None) -> None:
    assert actor.crm is not None
    await asyncio.to_thread(decide_claim, actor.crm.database, actor.person.user_id, as_name=None)


async def _has_the_number_given_back(actor: Actor, _: None) -> None:
    """Let the team give the number back that this person said is of nobody they are."""
    assert actor.crm is not None
    await asyncio.to_thread(give_number_back, actor.crm.database, actor.person.user_id)


async def _shares_a_new_number(actor: Actor, phone_number: str) -> None:
    person = actor.person
    actor.sent.append(await person.sends_contact(phone_number, person.name, user_id=person.user_id))


async def _forwards(actor: Actor, text: str) -> None:
    """Pass on what somebody else wrote."""
    origin = {"type": "hidden_user", "sender_user_name": "Rina", "date": actor.sandbox.state.now}
    await _sends_something_new(actor, {"text": text, "forward_origin": origin})


async def _says(actor: Actor, value: Any) -> None:
    for text in _texts(value):
        actor.sent += await actor.person.sends("text", text=_with_number(actor, text))


def _with_number(actor: Actor, text: str) -> str:
    """Return a text with `K-#` as the number of the case that was heard of last, typed on a keyboard."""
    heard = re.findall(rf"K{HYPHEN}(\d+)", " ".join(message.text for message in actor.seen))
    return text.replace("K-#", f"K-{heard[-1]}") if heard else text


async def _says_of_the_answer(actor: Actor, value: dict[str, str]) -> None:
    message = await actor.person.says(value["text"], reply_to=actor.seen[-1].id, quote=value.get("quote"))
    actor.sent.append(message)


async def _sends(actor: Actor, value: dict[str, Any]) -> None:
    ((kind, fields),) = value.items()
    actor.sent += await actor.person.sends(kind.replace(" ", "_"), **(fields or {}))


async def _sends_something_new(actor: Actor, fields: dict[str, Any]) -> None:
    """Send what only a later Telegram, or Telegram itself, could send in this chat."""
    user = {"id": actor.person.user_id, "is_bot": False, "first_name": actor.person.name}
    chat = {"id": actor.person.user_id, "type": "private", "first_name": actor.person.name}
    date = actor.sandbox.state.now
    await actor.telegram.inject(
        {"message": {"message_id": next(NEW_MESSAGE_IDS), "from": user, "chat": chat, "date": date, **fields}}
    )


async def _does_something_new(actor: Actor, fields: dict[str, Any]) -> None:
    """Cause an update of a kind that nobody knows yet."""
    user = {"id": actor.person.user_id, "is_bot": False, "first_name": actor.person.name}
    await actor.telegram.inject({kind: {"user": user, **content} for kind, content in fields.items()})


async def _causes_an_unreadable_update(actor: Actor, update: dict[str, Any]) -> None:
    await actor.telegram.inject(update)


async def _is_offered(actor: Actor, text: str) -> None:
    """Be sent a piece of marketing, as a campaign would queue it."""
    assert actor.crm is not None
    await asyncio.to_thread(actor.crm.queue_offer, actor.person.user_id, text)


async def _edits(actor: Actor, text: str) -> None:
    await actor.person.edits(actor.sent[-1], text)


async def _moves(actor: Actor, place: dict[str, float]) -> None:
    await actor.person.moves(actor.sent[-1], **place)


async def _reacts(actor: Actor, emoji: str) -> None:
    await actor.person.reacts(actor.seen[-1], emoji)


async def _blocks(actor: Actor, _: None) -> None:
    await actor.person.blocks()


async def _unblocks(actor: Actor, _: None) -> None:
    await actor.person.unblocks()


async def _sees(actor: Actor, value: Any) -> None:
    expected = value if isinstance(value, dict) else {"text": value}
    message = await actor.person.sees(within_s=PATIENCE_S)
    actor.seen.append(message)
    either = _texts(expected.get("either", ()))
    assert not either or any(fits(each, message.text) for each in either), f"{message.text!r} is none of {either}"
    for text in _texts(expected.get("text", ())):
        assert fits(text, message.text), f"{text!r} is not in {message.text!r}"
    for text in _texts(expected.get("not", ())):
        assert not fits(text, message.text), f"{text!r} is in {message.text!r}"
    if "buttons" in expected:
        assert message.buttons == expected["buttons"], message.text


def fits(expected: str, text: str) -> bool:
    """Tell whether words are in a text; `K-#` stands for the number of any case."""
    return re.search(re.escape(expected).replace(r"K\-\#", f"K{HYPHEN}\\d+"), text) is not None


async def _presses(actor: Actor, label: str) -> None:
    await actor.person.presses(label, within_s=PATIENCE_S)


async def _presses_first(actor: Actor, label: str) -> None:
    """Press a button of the first message that has it, however old."""
    message = next(seen for seen in actor.seen if label in seen.buttons)
    await actor.person.presses(label, on=message)


async def _hears(actor: Actor, words: str) -> None:
    heard = await actor.person.hears(within_s=PATIENCE_S)
    assert words in heard if words else not heard, f"heard {heard!r} instead of {words!r}"


async def _finds_a_button(actor: Actor, value: dict[str, str]) -> None:
    """Put a message with a button there that Ingat did not send: with data as they are, or signed as Ingat signs."""
    bot = actor.sandbox.state.options.bot
    action, _, argument = value.get("signed", "").partition(":")
    signed_for = str(actor.person.user_id + value.get("for_somebody_else", 0))  # type: ignore[operator] # a number
    data = value.get("data") or Signer(bot.token).pack(signed_for, action, argument)
    keyboard = {"inline_keyboard": [[{"text": value["label"], "callback_data": data}]]}
    body = {"chat_id": actor.person.user_id, "text": "…", "reply_markup": keyboard}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{actor.sandbox.url}/bot{bot.token}/sendMessage", json=body) as response,
    ):
        assert response.status == 200, await response.text()
    actor.seen.append(await actor.person.sees("…"))


async def _has_it_solved(actor: Actor, resolution: str) -> None:
    """Let the team solve the case that this person heard of last."""
    await asyncio.to_thread(actor.crm.solve, _case_heard_of(actor), resolution)


async def _has_a_promise_kept(actor: Actor, how: str) -> None:
    """Let the team keep a promise in the case that this person heard of last."""
    await asyncio.to_thread(actor.crm.keep_promise, _case_heard_of(actor), how)


def _case_heard_of(actor: Actor) -> int:
    heard = " ".join(message.text for message in actor.seen)
    case_id = case_id_in(re.findall(rf"K{HYPHEN}\d+", heard)[-1])
    assert case_id is not None
    return case_id


async def _opens_a_group(actor: Actor, kind: str) -> None:
    actor.group = await actor.telegram.group("Arisan", actor.person, chat_type=kind)


async def _adds_the_bot(actor: Actor, _: None) -> None:
    assert actor.group is not None
    await actor.group.adds_bot(administrator=True)  # a channel takes it as nothing less


async def _sees_in_the_group(actor: Actor, words: str) -> None:
    assert actor.group is not None
    await actor.person.in_chat(actor.group).sees(words, within_s=PATIENCE_S)


async def _sees_the_bot_leave(actor: Actor, times: int) -> None:
    assert actor.group is not None
    chat_id = actor.group.chat_id
    calls = await actor.telegram.sees_call("leaveChat", count=1, within_s=PATIENCE_S)
    while len(mine := [call for call in calls if call["chat_id"] == chat_id]) < times:
        calls = await actor.telegram.sees_call("leaveChat", count=len(calls) + 1, within_s=PATIENCE_S)
    assert len(mine) == times
    async with asyncio.timeout(PATIENCE_S):  # and until it is written down
        while (await asyncio.to_thread(actor.crm.sent_to, chat_id)).count("leave sent") < times:  # noqa: ASYNC110 a look
            await asyncio.sleep(0.02)


async def _is_known_to_have_ordered(actor: Actor, order: dict[str, str]) -> None:
    """Let another system of the shop's say that an order is this person's, who has written already."""
    assert actor.crm is not None
    await asyncio.to_thread(actor.crm.give_order, order, user_id=actor.person.user_id)


async def _is_not_known_to_have_ordered(actor: Actor, order: dict[str, str]) -> None:
    """Let another system of the shop's say that there is an order, of somebody else's."""
    assert actor.crm is not None
    await asyncio.to_thread(actor.crm.give_order, order)


async def _has_ordered_by_their_phone(actor: Actor, order: dict[str, str]) -> None:
    """Let another system of the shop's say that there is an order with this person's phone number."""
    assert actor.crm is not None
    await asyncio.to_thread(actor.crm.give_order, order, phone=actor.person.phone_number)


async def _is_called_by_the_shop(actor: Actor, words: str) -> None:
    """Let somebody of the shop's write down a call with whom they know by this person's phone."""
    assert actor.crm is not None
    await asyncio.to_thread(actor.crm.write_down_call, actor.person.phone_number, words)


async def _topic(actor: Actor, value: Any) -> tuple[Team, int, Any]:
    """Return where a step of the staff's happens, and what of its value is left: `{of: siti, …}` names the customer."""
    assert actor.team is not None, "the scenario has no staff"
    customer = value.get("of", actor.topic) if isinstance(value, dict) else actor.topic
    thread_id = await actor.team.topic_of(customer, PATIENCE_S)
    return actor.team, thread_id, value.get("text") if isinstance(value, dict) else value


async def _says_in_topic(actor: Actor, value: Any) -> None:
    team, thread_id, text = await _topic(actor, value)
    actor.sent.append(await team.seat(actor.person).says(text, topic=thread_id))


async def _sends_in_topic(actor: Actor, value: dict[str, Any]) -> None:
    team, thread_id, _ = await _topic(actor, {"of": value.get("of", actor.topic)})
    ((kind, fields),) = [(name, content) for name, content in value.items() if name != "of"]
    actor.sent += await team.seat(actor.person).sends(kind, topic=thread_id, **(fields or {}))


async def _edits_in_topic(actor: Actor, text: str) -> None:
    assert actor.team is not None
    await actor.team.seat(actor.person).edits(actor.sent[-1], text)


async def _sees_in_topic(actor: Actor, value: Any) -> None:
    assert actor.team is not None, "the scenario has no staff"
    customer, words = (value.get("of", actor.topic), value["text"]) if isinstance(value, dict) else (actor.topic, value)
    await actor.team.sees(actor.person, customer, _texts(words), PATIENCE_S)


async def _finds_in_topic(actor: Actor, value: Any) -> None:
    """Find words anywhere in a topic, in whatever order, or not at all: `{not: …}`."""
    absent = value.get("not") if isinstance(value, dict) else None
    team, thread_id, text = await _topic(actor, value)
    shown = [message.text for message in await team.in_topic(actor.person, thread_id)]
    for words in _texts(absent or ()):
        assert not any(words in each for each in shown), f"{words!r} stands in the topic: {shown}"
    for words in _texts(text or ()):
        assert any(words in each for each in shown), f"{words!r} is not in the topic: {shown}"


async def _presses_in_topic(actor: Actor, value: Any) -> None:
    team, thread_id, label = await _topic(actor, value)
    async with asyncio.timeout(PATIENCE_S):
        while not (having := buttons_in(await team.in_topic(actor.person, thread_id), label)):  # noqa: ASYNC110 a look
            await asyncio.sleep(0.02)
    await team.seat(actor.person).presses(label, on=having[-1])


async def _hears_in_group(actor: Actor, words: str) -> None:
    assert actor.team is not None
    heard = await actor.team.seat(actor.person).hears(within_s=PATIENCE_S)
    assert words in heard if words else not heard, f"heard {heard!r} instead of {words!r}"


async def _sees_it_delivered(actor: Actor, _: None) -> None:
    """See the mark on one's own last message in the topic."""
    assert actor.team is not None
    sent = actor.sent[-1]
    async with asyncio.timeout(PATIENCE_S):
        while True:
            shown = [m for m in await actor.team.seat(actor.person).history() if m.id == sent.id]
            if any(reactions_of(message) for message in shown):
                return
            await asyncio.sleep(0.02)


async def _adds_to_the_group(actor: Actor, other: Actor) -> None:
    """Let somebody into the staff's group who is not of the staff."""
    assert actor.team is not None
    await actor.team.group.adds(other.person.user_id)
    other.team, other.topic = actor.team, actor.topic


async def _removes_the_bot(actor: Actor, _: None) -> None:
    assert actor.team is not None
    await actor.team.group.removes_bot()


async def _takes_the_bot_back(actor: Actor, _: None) -> None:
    assert actor.team is not None
    await actor.team.group.adds_bot(administrator=True)


async def _deletes_topic(actor: Actor, customer: str) -> None:
    assert actor.team is not None
    await actor.team.group.deletes_topic(await actor.team.topic_of(customer, PATIENCE_S))


VERBS: dict[str, Callable[[Actor, Any], Awaitable[None]]] = {
    "starts": _starts,
    "says": _says,
    "follows a link": _follows_a_link,
    "is merged by the team with": _is_merged_with,
    "is approved by the team as": _is_approved_as,
    "is refused by the team": _is_refused,
    "has the number given back by the team": _has_the_number_given_back,
    "forwards": _forwards,
    "shares a new number": _shares_a_new_number,
    "says of the answer": _says_of_the_answer,
    "sends": _sends,
    "sends something new": _sends_something_new,
    "does something new": _does_something_new,
    "causes an update that names nobody": _causes_an_unreadable_update,
    "is offered": _is_offered,
    "edits": _edits,
    "moves": _moves,
    "reacts": _reacts,
    "blocks": _blocks,
    "unblocks": _unblocks,
    "sees": _sees,
    "presses": _presses,
    "presses again": _presses_first,
    "hears": _hears,
    "is known to have ordered": _is_known_to_have_ordered,
    "is called by the shop": _is_called_by_the_shop,
    "has ordered by their phone": _has_ordered_by_their_phone,
    "is not known to have ordered": _is_not_known_to_have_ordered,
    "finds a button": _finds_a_button,
    "has it solved": _has_it_solved,
    "has a promise kept": _has_a_promise_kept,
    "opens a group": _opens_a_group,
    "adds the bot": _adds_the_bot,
    "sees in the group": _sees_in_the_group,
    "sees the bot leave": _sees_the_bot_leave,
    "says in the topic": _says_in_topic,
    "sends in the topic": _sends_in_topic,
    "edits in the topic": _edits_in_topic,
    "sees in the topic": _sees_in_topic,
    "finds in the topic": _finds_in_topic,
    "presses in the topic": _presses_in_topic,
    "hears in the group": _hears_in_group,
    "sees it delivered": _sees_it_delivered,
    "deletes the topic of": _deletes_topic,
    "removes the bot from the group": _removes_the_bot,
    "takes the bot back into the group": _takes_the_bot_back,
    "adds to the group": _adds_to_the_group,
}
