"""The business's own folder: settings, articles, and its own words for what the bot says.

`load_business(folder)` returns the snapshot that answers customers, `Watcher` renews it when the owner edits a file,
`check` says what is wrong or missing, and `initialise` writes the folder from a few answers.
"""

from crm.conversation.snapshot import Snapshot
from ingat.business.asking import Answers, Ask, ask_answers
from ingat.business.initialising import BusinessFolderExistsError, initialise, refuse_existing
from ingat.business.loading import check, load_business
from ingat.business.problems import BusinessError, Problem, Severity
from ingat.business.speaking import cannot_be_used, language_of_environment, owners_language, problem_in, sentence_in
from ingat.business.watching import Refused, Renewed, Watcher

__all__ = [
    "Answers",
    "Ask",
    "BusinessError",
    "BusinessFolderExistsError",
    "Problem",
    "Refused",
    "Renewed",
    "Severity",
    "Snapshot",
    "Watcher",
    "ask_answers",
    "cannot_be_used",
    "check",
    "initialise",
    "language_of_environment",
    "load_business",
    "owners_language",
    "problem_in",
    "refuse_existing",
    "sentence_in",
]
