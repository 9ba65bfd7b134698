"""Learning from examples which kind a text is of."""

from math import isfinite

from hypothesis import given
from hypothesis import strategies as st

from crm.knowledge.classifying import Classifier
from crm.knowledge.features import features_of

OPENING, REFUND, OUTLET = range(3)
EXAMPLES = [
    ("when do you open", OPENING),
    ("opening hours on sunday", OPENING),
    ("i want a refund", REFUND),
    ("how do i get my money back", REFUND),
    ("where is your outlet", OUTLET),
    ("the address of the outlet in bandung", OUTLET),
]


def features(text: str) -> list[str]:
    return features_of(text.split(), ())


def learn() -> Classifier:
    return Classifier.learn([features(text) for text, _ in EXAMPLES], [kind for _, kind in EXAMPLES], 3)


def likeliest(text: str) -> int:
    evidence = learn().evidence(features(text))
    return evidence.index(max(evidence))


def test_the_examples_are_told_apart() -> None:
    assert [likeliest(text) for text, _ in EXAMPLES] == [kind for _, kind in EXAMPLES]


def test_words_that_no_example_has_are_told_by_what_they_share() -> None:
    assert likeliest("are you opened today") == OPENING
    assert likeliest("refunding my order") == REFUND
    assert likeliest("outlets near bandung") == OUTLET


def test_a_text_of_which_nothing_is_known_speaks_for_nothing() -> None:
    assert learn().evidence(features("xyz qqq")) == [0.0, 0.0, 0.0]


def test_a_word_alone_says_less_than_a_sentence_that_has_it() -> None:
    alone, sentence = (learn().evidence(features(text))[REFUND] for text in ("refund", "i want a refund"))
    assert 0 < alone < sentence


def test_the_same_examples_are_learned_in_the_same_way() -> None:
    assert learn().evidence(features("where is my refund")) == learn().evidence(features("where is my refund"))


def test_there_may_be_nothing_to_learn() -> None:
    assert Classifier.learn([], [], 0).evidence(["~a"]) == []
    assert Classifier.learn([[]], [0], 1).evidence(["~a"]) == [0.0]


@given(st.lists(st.tuples(st.lists(st.text(max_size=4), unique=True, max_size=6), st.integers(0, 3)), max_size=8))
def test_any_examples_can_be_learned(examples: list[tuple[list[str], int]]) -> None:
    learned = Classifier.learn([text for text, _ in examples], [kind for _, kind in examples], 4)
    assert all(isfinite(speaks) for text, _ in examples for speaks in learned.evidence(text))


def test_features_are_stems_pairs_parts_and_meanings_each_once() -> None:
    assert features_of(["ada", "ada"], {"there"}) == ["~ada", "ada ada", "^ad", "ada", "da$", "=there"]
