"""What nothing answered, gathered by likeness."""

from hypothesis import given
from hypothesis import strategies as st

from crm.conversation.unanswered import Unanswered, gather, without_personal_data
from crm.knowledge import shipped_vocabulary
from tests.knowledge.indonesian.messages import NOTHING, labelled_with, read_messages

VOCABULARY = shipped_vocabulary()


def gathered(*texts: str) -> list[set[str]]:
    messages = [Unanswered(text, at) for at, text in enumerate(texts)]
    return [set(group.texts) for group in gather(messages, VOCABULARY)]


def test_what_asks_for_the_same_comes_together_and_the_most_frequent_first() -> None:
    assert gathered(
        "boleh bawa anjing?",
        "ada colokan ga kak",
        "colokan ada?",
        "di gerai ada colokannya gak",
        "parkir mobil di mana",
        "bawa anjing boleh ga min",
    ) == [
        {"ada colokan ga kak", "colokan ada?", "di gerai ada colokannya gak"},
        {"boleh bawa anjing?", "bawa anjing boleh ga min"},
        {"parkir mobil di mana"},
    ]


def test_a_mistyped_word_is_no_other_question() -> None:
    assert gathered("ada colokan?", "ada coloakn ga", "wifi ada?") == [
        {"ada colokan?", "ada coloakn ga"},
        {"wifi ada?"},
    ]


def test_both_languages_come_together_where_their_words_mean_the_same() -> None:
    [group] = gathered("ada parkir di gerai?", "parkir di outlet ada ga")
    assert len(group) == 2


def test_people_count_more_than_messages() -> None:
    one, many = [Unanswered("ada wifi?", 1)] * 5, [Unanswered("ada colokan?", root) for root in (1, 2)]
    first, second = gather([*one, *many], VOCABULARY)
    assert (first.examples, first.customers, first.messages) == (("ada colokan?",), 2, 2)
    assert (second.examples, second.customers, second.messages) == (("ada wifi?",), 1, 5)


def test_the_article_that_was_guessed_most_is_named() -> None:
    [group] = gather([Unanswered("ada wifi?", 1, "gerai"), Unanswered("wifi ada ga", 2, "gerai")], VOCABULARY)
    assert group.guess == "gerai"


def test_no_customers_numbers_and_addresses_are_shown() -> None:
    shown = without_personal_data("email saya siti@contoh.example\nhp 0812-3456-7890 atau +62 812 3456 789 order 44110")
    assert shown == "email saya •••• hp •••• atau •••• order ••••"


def test_small_numbers_stay_readable() -> None:
    assert without_personal_data("kopi 200 gram ada 15 rb?") == "kopi 200 gram ada 15 rb?"


def test_what_says_nothing_is_left_out() -> None:
    assert gathered("???", "12345", "😂") == []


def test_nobody_is_lost_or_counted_twice() -> None:
    messages = [Unanswered(m.text, at) for at, m in enumerate(labelled_with(read_messages(), NOTHING))]
    groups = gather(messages, VOCABULARY)
    told = [message for message in messages if any(letter.isalpha() for letter in message.text)]
    assert sum(group.messages for group in groups) == len(told)
    assert len(groups) < len(told)


@given(st.lists(st.builds(Unanswered, st.text(max_size=40), st.integers(1, 9)), max_size=12))
def test_any_messages_can_be_gathered_in_any_order(messages: list[Unanswered]) -> None:
    groups, others = gather(messages, VOCABULARY), gather(reversed(messages), VOCABULARY)
    assert [(g.concepts, g.messages, g.roots) for g in groups] == [(g.concepts, g.messages, g.roots) for g in others]
    assert sum(group.messages for group in groups) <= len(messages)
