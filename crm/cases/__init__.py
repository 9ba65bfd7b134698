"""Complaints and requests with a number, an owner and an end."""

from crm.cases.attaching import attach, detach
from crm.cases.handling import (
    close_case,
    correct_order,
    keep_promise,
    promise_in_case,
    reopen_case,
    set_priority,
    solve_case,
    take_case,
)
from crm.cases.holding import (
    OpenHandoff,
    Taken,
    assign,
    held_by,
    open_handoff,
    put_back,
    release,
    request_agent,
    snooze,
    take_over,
    wake,
)
from crm.cases.models import Case, CaseInteraction, CasePriority, CaseState
from crm.cases.naming import name_order
from crm.cases.numbers import case_id_in, case_number, case_number_in, without_case_numbers
from crm.cases.opening import open_case
from crm.cases.queries import (
    FILES,
    OpenCase,
    all_open_cases,
    cases_of,
    cases_with,
    has_news,
    loose_files,
    note_told,
)
from crm.cases.questions import OpenQuestion, ask_about, end_question, questions_due
from crm.cases.telling import cases_told, content_told

__all__ = [
    "FILES",
    "Case",
    "CaseInteraction",
    "CasePriority",
    "CaseState",
    "OpenCase",
    "OpenHandoff",
    "OpenQuestion",
    "Taken",
    "all_open_cases",
    "ask_about",
    "assign",
    "attach",
    "case_id_in",
    "case_number",
    "case_number_in",
    "cases_of",
    "cases_told",
    "cases_with",
    "close_case",
    "content_told",
    "correct_order",
    "detach",
    "end_question",
    "has_news",
    "held_by",
    "keep_promise",
    "loose_files",
    "name_order",
    "note_told",
    "open_case",
    "open_handoff",
    "promise_in_case",
    "put_back",
    "questions_due",
    "release",
    "reopen_case",
    "request_agent",
    "set_priority",
    "snooze",
    "solve_case",
    "take_case",
    "take_over",
    "wake",
    "without_case_numbers",
]
