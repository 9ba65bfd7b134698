"""Being taken into a chat, given rights and put out is understood by whatever rights Telegram names or leaves out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import sandbox.bot_api
from bot.inbound import Act, ForeignChat, Ignored, Inbound, InGroup, Translated
from bot.intake.translating import translate
from tests.intake.raw import BOT_USER, CHANNEL, DATE, GROUP, PRIVATE, membership, update

TYPES: dict[str, Any] = json.loads((Path(sandbox.bot_api.__file__).parent / "bot-api-10.2.json").read_text())["types"]
RECEIVED = datetime(2027, 6, 2, 5, 0, tzinfo=UTC)
DOCUMENTED = {
    "creator": "ChatMemberOwner",
    "administrator": "ChatMemberAdministrator",
    "member": "ChatMemberMember",
    "restricted": "ChatMemberRestricted",
    "left": "ChatMemberLeft",
    "kicked": "ChatMemberBanned",
}


def _rights(status: str) -> dict[str, Any]:
    fields = TYPES[DOCUMENTED[status]].items()
    given = {"Integer": 0, "Boolean": True, "String": "x", "True": True}
    rights = {name: given[of] for name, (of, is_always_there) in fields if is_always_there and of in given}
    return {**rights, "user": BOT_USER, "status": status}


def _read(chat: dict[str, Any], new: dict[str, Any]) -> Translated:
    change = {**membership(chat, "member"), "new_chat_member": {"user": BOT_USER, **new}}
    read = translate(update("my_chat_member", change), "4242", RECEIVED)
    if isinstance(read, InGroup):
        assert read.taken_in is not None
        return Ignored("the bot left") if read.taken_in.is_out else read.as_foreign or read
    return read


@pytest.mark.parametrize("status", DOCUMENTED)
@pytest.mark.parametrize("chat", [GROUP, CHANNEL], ids=["group", "channel"])
def test_every_documented_status_is_understood(chat: dict[str, Any], status: str) -> None:
    read = _read(chat, _rights(status))
    if status in {"left", "kicked"}:
        assert read == Ignored("the bot left")
    else:
        assert read == ForeignChat(chat["id"], datetime.fromtimestamp(DATE, UTC), title=chat["title"])


@pytest.mark.parametrize("missing", sorted(set(_rights("administrator")) - {"user", "status"}))
def test_a_right_that_is_not_named_is_not_missed(missing: str) -> None:
    rights = {name: value for name, value in _rights("administrator").items() if name != missing}
    assert isinstance(_read(CHANNEL, rights), ForeignChat)


@pytest.mark.parametrize(
    "new",
    [
        {"status": "administrator"},
        {"status": "administrator", "can_do_what_nobody_could": {"fully": True}},
        {"status": "administrator", "can_be_edited": "of a kind that it never had"},
        {"status": "guest_of_the_future"},
    ],
    ids=["none at all", "a new one", "an odd one", "a new status"],
)
def test_what_is_new_is_taken_for_being_in(new: dict[str, Any]) -> None:
    assert isinstance(_read(GROUP, new), ForeignChat)
    assert isinstance(private := _read(PRIVATE, new), Inbound)
    assert private.act is Act.UNBLOCKED


@pytest.mark.parametrize(("is_member", "is_in"), [(True, True), (False, False)])
def test_who_is_restricted_may_be_in_or_out(is_member: bool, is_in: bool) -> None:
    assert isinstance(_read(GROUP, {"status": "restricted", "is_member": is_member}), ForeignChat) is is_in
