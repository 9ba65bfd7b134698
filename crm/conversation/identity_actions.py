"""The buttons by which a customer says who they are and corrects their profile."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from crm.conversation.handing_over import hand_over
from crm.conversation.identifying import ask_card, ask_phone
from crm.conversation.identity_flow import skip_claim
from crm.conversation.profiling import ask_birthday, ask_form, ask_language, ask_name, set_form
from crm.conversation.proving import accept, reject, tell_of_claim
from crm.conversation.replying import Reply
from crm.conversation.switching import add_member, switch_to
from crm.customers.claiming import Claimed, find_claim
from crm.customers.models import ClaimState


def _claim(reply: Reply, argument: str, *states: ClaimState) -> Claimed | None:
    """Return the claim of this chat that a button names, if it still stands so."""
    claim = find_claim(reply.session, int(argument)) if argument.isdigit() else None
    is_own = claim is not None and claim.chat_id == reply.talk.chat_id
    return claim if claim is not None and is_own and claim.state in states else None


def _yes(reply: Reply, argument: str, interaction_id: int) -> str | None:
    claim = _claim(reply, argument, ClaimState.ASKED)
    if claim is None or (not claim.is_proved and claim.merge_id is None):
        return "old_button"
    _answered(reply)
    accept(reply, claim)
    return None


def _no(reply: Reply, argument: str, interaction_id: int) -> str | None:
    claim = _claim(reply, argument, ClaimState.ASKED, ClaimState.CONFIRMED, ClaimState.OPEN)
    if claim is None:
        return "button_done"
    _answered(reply)
    reject(reply, claim)
    return None


def _skip(reply: Reply, argument: str, interaction_id: int) -> str | None:
    _answered(reply)
    skip_claim(reply)
    return None


def _person(reply: Reply, argument: str, interaction_id: int) -> str | None:
    claim = _claim(reply, argument, ClaimState.ASKED)
    if claim is not None:
        tell_of_claim(reply, claim)
    hand_over(reply, reason="asked", key=f"handoff:{interaction_id}", last_words="")
    return None


def _switch(reply: Reply, argument: str, interaction_id: int) -> str | None:
    return switch_to(reply, int(argument)) if argument.isdigit() else "old_button"


def _set_form(reply: Reply, argument: str, interaction_id: int) -> str | None:
    return set_form(reply, argument)


def _profile_skip(reply: Reply, argument: str, interaction_id: int) -> str | None:
    _answered(reply)
    reply.say("profile_skipped")
    return None


def _answered(reply: Reply) -> None:
    reply.ask(None)


def _asking(ask: Callable[[Reply], None]) -> Callable[[Reply, str, int], str | None]:
    def press(reply: Reply, argument: str, interaction_id: int) -> str | None:
        ask(reply)
        return None

    return press


IDENTITY_ACTIONS: Final[Mapping[str, Callable[[Reply, str, int], str | None]]] = MappingProxyType(
    {
        "claim.yes": _yes,
        "claim.no": _no,
        "claim.skip": _skip,
        "claim.person": _person,
        "claim.switch": _switch,
        "claim.add": _asking(add_member),
        "profile.name": _asking(ask_name),
        "profile.form": _asking(ask_form),
        "profile.language": _asking(ask_language),
        "profile.birthday": _asking(ask_birthday),
        "profile.phone": _asking(ask_phone),
        "profile.card": _asking(ask_card),
        "profile.set_form": _set_form,
        "profile.skip": _profile_skip,
    }
)
