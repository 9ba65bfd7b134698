"""Taking praise, suggestions and wishes from the clauses of a sentence."""

from collections.abc import Sequence

from crm.conversation.greetings import courtesy_in
from crm.conversation.reading import Reading, is_very_sure, match
from crm.conversation.recognising_remarks import (
    Remark,
    RemarkKind,
    announces,
    asks,
    hopes,
    proposes_after,
    remark_in,
    wished_for,
)
from crm.conversation.recognising_sentences import sets_against
from crm.knowledge import words_of


def take_remarks(sentence: str, clauses: Sequence[str], is_told: bool, reading: Reading) -> bool:
    """Take praise, suggestions and wishes from the clauses; tell whether they are what the sentence says.

    Where something went wrong (`is_told`) only the praise is taken, and the rest is still read.
    """
    found = {clause: remark for clause in clauses if (remark := _remark(clause, reading)) is not None}
    found |= _announced(clauses, reading)
    taken = [remark for remark in found.values() if not is_told or remark.kind is RemarkKind.PRAISE]
    reading.remarks += taken
    if is_told or not taken:
        return False
    suggests = any(remark.kind is RemarkKind.SUGGESTION for remark in taken)
    for clause in clauses:
        if clause in found or courtesy_in(clause, words_of(clause)) is not None:
            continue
        if suggests and not is_very_sure(reading.matcher.match(clause)):
            continue  # a part of the suggestion
        is_asked = asks(clause, words_of(clause)) and match(clause, reading)
        if not is_asked and sets_against(sentence):
            reading.remarks.append(Remark(RemarkKind.SUGGESTION, clause))
    return True


def _announced(clauses: Sequence[str], reading: Reading) -> dict[str, Remark]:
    """Return what follows after "saran dong" and says what should be otherwise."""
    if not announces(words_of(clauses[0]), reading.lexicon):
        return {}
    proposed = [clause for clause in clauses[1:] if proposes_after(clause, words_of(clause), reading.lexicon)]
    return {clause: Remark(RemarkKind.SUGGESTION, clause) for clause in proposed}


def _remark(clause: str, reading: Reading) -> Remark | None:
    """Return what a clause remarks. A wish may be a question, too: what an article grants is answered."""
    words = words_of(clause)
    kind = remark_in(clause, words, reading.lexicon)
    if kind is None:
        return None
    if kind is RemarkKind.WISH:
        _ = match(wished_for(words, reading.lexicon), reading) or match(clause, reading)
    return Remark(kind, clause, is_hope=kind is RemarkKind.WISH and hopes(words, reading.lexicon))
