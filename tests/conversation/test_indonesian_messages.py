"""How turns as Indonesians type them are understood, on the half that nothing was tuned on."""

import pytest

from crm.conversation.understanding import understand
from crm.knowledge import ArticleMatcher, load_articles
from tests.knowledge.examples import DEMO_ARTICLES
from tests.knowledge.indonesian.messages import ACKNOWLEDGEMENT, NOTHING, OPENING, REPORT, labelled_with, read_messages
from tests.knowledge.indonesian.reporting import ending_of, right

MATCHER = ArticleMatcher(load_articles(DEMO_ARTICLES))
REPORTED = tuple(message for message in read_messages() if message.half == REPORT)


@pytest.mark.parametrize(("label", "least"), [(OPENING, 0.93), (ACKNOWLEDGEMENT, 0.93), (NOTHING, 0.93)])
def test_most_of_them_are_taken_for_what_they_are(label: str, least: float) -> None:
    those = labelled_with(REPORTED, label)
    done = [right(message, ending_of(understand([message.text], MATCHER))) for message in those]
    assert sum(done) / len(those) >= least


@pytest.mark.parametrize("label", [OPENING, ACKNOWLEDGEMENT])
def test_none_of_them_is_a_complaint_or_a_wish_for_a_person(label: str) -> None:
    for message in labelled_with(REPORTED, label):
        understood = understand([message.text], MATCHER)
        assert understood.complaint is None, message.text
        assert not understood.is_upset, message.text
