"""What Telegram takes and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from crm.conversation.wording import html_problem, shown_text, utf16_length


@pytest.mark.parametrize(
    "html",
    [
        "Halo",
        "<b>K-1042</b>",
        "<b><i>x</i></b>",
        '<a href="https://example.com/?a=1&amp;b=2">x</a>',
        '<pre><code class="language-python">x</code></pre>',
        "<blockquote expandable>x</blockquote>",
        '<span class="tg-spoiler">x</span>',
        "&lt; &gt; &amp; &quot; &#39; &#x27;",
    ],
)
def test_what_telegram_knows_is_fine(html: str) -> None:
    assert html_problem(html) is None


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<b>x", "<b> is never closed"),
        ("x</b>", "</b> closes nothing that is open"),
        ("<b><i>x</b></i>", "</b> closes nothing that is open"),
        ("<h1>x</h1>", "Telegram does not know <h1>"),
        ("one<br>two", "Telegram does not know <br>"),
        ('<b class="x">x</b>', 'Telegram does not know <b class="x">'),
        ("<span>x</span>", "Telegram does not know <span>"),
        ("1 < 2", "a single < is written &lt;"),
        ("Kopi & Teh", "a single & is written &amp;"),
        ("a&nbsp;b", "a single & is written &amp;"),
    ],
)
def test_what_telegram_refuses_is_said_in_words(html: str, problem: str) -> None:
    assert html_problem(html) == problem


@given(st.text())
def test_whatever_is_escaped_is_fine_and_shows_as_itself(text: str) -> None:
    html = f"<b>{escape(text)}</b>"
    assert html_problem(html) is None
    assert shown_text(html) == text


def test_an_emoji_counts_as_telegram_counts_it() -> None:
    assert utf16_length("Kak 🙏") == 6
