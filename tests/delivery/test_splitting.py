"""Long texts, cut into messages that Telegram takes and people can read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.markup import BadMarkup, parse, plain
from bot.delivery.splitting import caption_and_parts, split, split_text, utf16_length

TAGS = [
    ("<b>", "</b>"),
    ("<I>", "</I>"),
    ("<code>", "</code>"),
    ("<pre>", "</pre>"),
    ('<a href="https://kopi.example/?a=1&amp;b=&gt;2">', "</a>"),
    ("<blockquote expandable>", "</blockquote>"),
    ('<span class="tg-spoiler">', "</span>"),
    ("<tg-spoiler>", "</tg-spoiler>"),
]
ESCAPED = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&#34;"}
FAMILY = "👨‍👩‍👧"
CHARACTERS = st.sampled_from([*'ab.!? \n\té<>&"', "e\u0301", "👋🏽", FAMILY, "🇮🇩", "1\ufe0f\u20e3", "\n\n", ". "])


def escaped(text: str) -> str:
    return "".join(ESCAPED.get(character, character) for character in text)


def tagged(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    around = st.tuples(st.sampled_from(TAGS), inner).map(lambda pair: f"{pair[0][0]}{pair[1]}{pair[0][1]}")
    return st.lists(around | inner, max_size=4).map("".join)


TEXTS = st.lists(CHARACTERS, max_size=60).map("".join)
HTML = st.recursive(TEXTS.map(escaped), tagged, max_leaves=8)


def unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(HTML, st.integers(8, 60))
def test_the_parts_of_html_fit_are_well_formed_and_say_the_whole(source: str, limit: int) -> None:
    parts = split(source, limit)

    texts = [parse(part).text for part in parts]
    assert all(0 < utf16_length(text) <= limit and text.strip() for text in texts)
    assert unspaced("".join(texts)) == unspaced(plain(source))


@given(HTML, st.integers(8, 60))
def test_every_letter_keeps_its_markup_and_only_the_space_at_cuts_is_lost(source: str, limit: int) -> None:
    def letters(source: str) -> list[tuple[str, tuple[str, ...]]]:
        marked = parse(source)
        return [
            (letter, tuple(span.opening for span in marked.spans if span.start <= at < span.end))
            for at, letter in enumerate(marked.text)
            if not letter.isspace()
        ]

    assert [pair for part in split(source, limit) for pair in letters(part)] == letters(source)


@given(TEXTS, st.integers(8, 60))
def test_a_text_loses_only_the_space_at_its_cuts(text: str, limit: int) -> None:
    at = 0
    for part in split_text(text, limit):
        start = text.index(part, at)
        assert text[at:start].strip() == ""
        at = start + len(part)
    assert text[at:].strip() == ""


@given(TEXTS, st.integers(16, 60))
def test_no_letter_or_emoji_is_torn_apart(text: str, limit: int) -> None:
    torn = ("\u0301", "\u200d", "\ufe0f", "\u20e3", "\U0001f3fd", "\U0001f1e9")
    assert not any(part.startswith(torn) for part in split_text(text, limit))


@given(HTML)
def test_plain_is_what_the_markup_stands_around(source: str) -> None:
    assert plain(source) == parse(source).text


@given(HTML)
def test_what_is_read_and_written_again_reads_the_same(source: str) -> None:
    marked = parse(source)
    assert parse(marked.as_html(0, len(marked.text))) == marked


@given(st.text())
def test_the_length_is_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("satu dua", ("satu dua",)),
        ("satu dua tiga empat", ("satu dua", "tiga empat")),
        ("Satuu. Dua tiga empat", ("Satuu.", "Dua tiga", "empat")),
        ("satu\ndua tiga empat", ("satu\ndua", "tiga empat")),
        ("satu dua\ntiga empat", ("satu dua", "tiga empat")),
        ("lalu dua.\n\ntiga", ("lalu dua.", "tiga")),
        ("abcdefghijklmnop", ("abcdefghij", "klmnop")),
        ("abcdefghi👋klmnop", ("abcdefghi", "👋klmnop")),
        (f"abcdefgh{FAMILY}", ("abcdefgh", FAMILY)),
        ("🇮🇩🇮🇩🇮🇩", ("🇮🇩🇮🇩", "🇮🇩")),
        ("  \n ", ()),
        ("", ()),
        ("\n satu  ", ("satu",)),
    ],
)
def test_a_cut_is_made_at_the_best_place_there_is(text: str, parts: tuple[str, ...]) -> None:
    assert split_text(text, 10) == parts


def test_tags_are_closed_before_a_cut_and_opened_again_after_it() -> None:
    source = '<b>satu <a href="https://x.example">dua tiga</a></b> empat'
    assert split(source, 9) == (
        '<b>satu <a href="https://x.example">dua</a></b>',
        '<b><a href="https://x.example">tiga</a></b>',
        "empat",
    )


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert split("  <b>satu</b>\n") == ("  <b>satu</b>\n",)


def test_markup_does_not_count() -> None:
    source = "<b>" + "a" * 4096 + "</b>"
    assert split(source) == (source,)
    assert len(split("<b>" + "a" * 4097 + "</b>")) == 2


def test_a_text_of_markup_alone_has_nothing_to_send() -> None:
    assert split("<b> </b>") == split("<b></b>" * 1000) == ()


@pytest.mark.parametrize("source", ["<b>satu", "satu</b>", "<b><i>satu</b></i>", "<h1>satu</h1>", "1 < 2"])
def test_a_long_text_that_is_no_markup_of_telegrams_is_cut_without_its_markup(source: str) -> None:
    with pytest.raises(BadMarkup):
        parse(source)
    assert tuple(plain(part) for part in split(source, 3)) == split_text(plain(source), 3)
    assert all(parse(part).spans == () for part in split(source, 3))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<b>satu</i> 1 &lt; 2", "satu 1 < 2"),
        ("<h1>satu</h1>", "<h1>satu</h1>"),
        ("a &nbsp; &#39;b&#x27; &copy;", "a &nbsp; 'b' &copy;"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    ],
)
def test_plain_text_comes_out_of_broken_markup_too(source: str, text: str) -> None:
    assert plain(source) == text


def test_a_caption_that_is_too_long_follows_its_media_as_messages() -> None:
    long = "<b>" + "kata " * 250 + "</b>"
    assert caption_and_parts("<b>" + "a" * 1024 + "</b>") == ("<b>" + "a" * 1024 + "</b>", ())
    assert caption_and_parts(long) == (None, split(long))
    assert caption_and_parts(" ") == (None, ())


def test_a_prank_of_a_thousand_accents_is_cut_all_the_same() -> None:
    prank = "e" + "\u0301" * 1000
    assert "".join(split_text(prank, 100)) == prank
