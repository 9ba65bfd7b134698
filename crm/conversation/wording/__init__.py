"""What the bot says, in two languages: messages and short words from readable files, rendered for one customer.

`Wording.say(language, key, customer_name=…, **variables)` is the way in; `catalogue.py` lists the keys and variables.
"""

from crm.conversation.wording.addressing import Address, address, clean_name
from crm.conversation.wording.catalogue import HANDOFF_REASONS, MESSAGES, STANDARD_VARIABLES
from crm.conversation.wording.catalogue_of_places import ContactLine, OrderLine, OutletLine
from crm.conversation.wording.catalogue_of_privacy import FactLine
from crm.conversation.wording.catalogue_of_staff import BriefCase, BriefFact, BriefLine, BriefShown, MirrorLine
from crm.conversation.wording.checking import TextProblem, did_you_mean, template_problems, word_problem
from crm.conversation.wording.markup import html_problem, shown_text, utf16_length
from crm.conversation.wording.messages import HistoryLine, Kind, Message, NewsLine, Speaker, StatusLine, Variable
from crm.conversation.wording.rendering import Wording, make_wording
from crm.conversation.wording.sources import TEMPLATE_SUFFIX, WORDS_FILE, Sources, read_sources
from crm.conversation.wording.variables import CATEGORIES, GREETINGS

__all__ = [
    "CATEGORIES",
    "GREETINGS",
    "HANDOFF_REASONS",
    "MESSAGES",
    "STANDARD_VARIABLES",
    "TEMPLATE_SUFFIX",
    "WORDS_FILE",
    "Address",
    "BriefCase",
    "BriefFact",
    "BriefLine",
    "BriefShown",
    "ContactLine",
    "FactLine",
    "HistoryLine",
    "Kind",
    "Message",
    "MirrorLine",
    "NewsLine",
    "OrderLine",
    "OutletLine",
    "Sources",
    "Speaker",
    "StatusLine",
    "TextProblem",
    "Variable",
    "Wording",
    "address",
    "clean_name",
    "did_you_mean",
    "html_problem",
    "make_wording",
    "read_sources",
    "shown_text",
    "template_problems",
    "utf16_length",
    "word_problem",
]
