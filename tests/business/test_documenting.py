"""docs/messages.md says what is true."""

from crm.conversation.wording import MESSAGES, STANDARD_VARIABLES, make_wording, read_sources
from crm.conversation.wording.rendering import make_environment
from crm.kernel.language import Language
from ingat.business import load_business
from ingat.business.documenting import FILTERS, PAGE, messages_page
from ingat.business.loading import SHIPPED_MESSAGES
from tests.business.test_loading import DEMO


def test_the_page_is_up_to_date() -> None:
    """If this fails: python -m ingat.business.documenting."""
    assert PAGE.read_text("utf-8") == messages_page()


def test_every_message_variable_filter_and_word_is_on_the_page() -> None:
    page = messages_page()
    names = {variable.name for message in MESSAGES.values() for variable in message.variables}
    words = read_sources(SHIPPED_MESSAGES)[Language.EN].words
    assert [name for name in (*MESSAGES, *names, *STANDARD_VARIABLES, *words) if f"`{name}`" not in page] == []


def test_every_filter_of_ours_is_documented() -> None:
    snapshot = load_business(DEMO)
    plain = make_wording(snapshot.business, {})
    environment = make_environment(plain.business, Language.ID, {}, is_html=True)
    assert {name for name, each in environment.filters.items() if each.__module__.startswith("crm.")} == FILTERS.keys()
