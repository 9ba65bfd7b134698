"""How the mirrors in the staff's topics are worded. The business's words are read when they are first needed."""

from collections.abc import Callable, Sequence

from bot.delivery.mirroring import Words
from crm.cases.waiting_list import WaitingLine
from crm.history import Button, Line
from crm.history.mirroring import Fate, Mirror
from crm.kernel.database import Database
from crm.staff import members
from ingat.opening import Running, now


def staff_words(running: Running) -> Words:
    """Return how the staff are spoken to by the process that sends."""

    def of_lines(mirror: Mirror, lines: Sequence[Line], late_s: int | None) -> str:
        from crm.conversation.staffing.mirror_lines import mirror_lines  # noqa: PLC0415 what words things is large

        snapshot = running.business()
        shown = mirror_lines(lines, mirror.customer_name, snapshot.business.bot_name, _agents(running.database))
        language = snapshot.business.default_language
        return snapshot.wording.say(language, "staff_mirror", lines=shown, late_s=late_s)

    def of_failure(fate: Fate) -> tuple[str, Button]:
        snapshot = running.business()
        language = snapshot.business.default_language
        text = snapshot.wording.say(language, "staff_undelivered", reason=fate.reason)
        label = snapshot.wording.button(language, "send_again")
        return text, Button(label, "staff.again", str(fate.interaction_id))

    return Words(of_lines, of_failure)


def waiting_words(running: Running) -> Callable[[tuple[WaitingLine, ...]], str]:
    """Return how the list of who waits is worded."""

    def of_lines(lines: tuple[WaitingLine, ...]) -> str:
        snapshot = running.business()
        language = snapshot.business.default_language
        return snapshot.wording.say(language, "staff_waiting", lines=lines, now=now())

    return of_lines


def _agents(database: Database) -> dict[str, str]:
    """Return the names of the staff by how the history names them."""
    with database.reading() as session:
        return {member.actor: member.name for member in members(session)}
