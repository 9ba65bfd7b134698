"""In which language a customer writes."""

from collections.abc import Sequence

from sqlalchemy import bindparam, update

from crm.conversation.commands import OF_STAFF, parse_command
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.customers import Customer
from crm.history import Line
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.knowledge import words_of

CUSTOMERS = table_of(Customer)

_writes_in = Prepared(
    update(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("customer")).values(language=bindparam("written"))
)


def has_words(lines: Sequence[Line]) -> bool:
    """Whether anything was said in words, besides commands."""
    return any(words_of(line.text) for line in lines if parse_command(line.text) is None)


def remember_language(reply: Reply, lines: Sequence[Line], understood: Understanding) -> None:
    """Remember in which language they write; the one they are answered in where their first words tell none."""
    if all(_runs_the_team(line) for line in lines):
        return
    talk, written = reply.talk, understood.language
    if written is None and talk.language is None and has_words(lines):
        written = reply.language
    if written is not None and not talk.language_chosen and talk.language != written:
        reply.session.change(_writes_in, {"customer": talk.customer_id, "written": written})


def _runs_the_team(line: Line) -> bool:
    command = parse_command(line.text)
    return command is not None and command.name in OF_STAFF
