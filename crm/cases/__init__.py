"""Complaints and requests with a number, an owner and an end."""

from crm.cases.models import Case, CaseInteraction, CaseState
from crm.cases.naming import name_order
from crm.cases.numbers import case_number, case_number_in, without_case_numbers
from crm.cases.opening import attach, detach, open_case
from crm.cases.queries import FILES, OpenCase, cases_of, cases_with, loose_files
from crm.cases.telling import cases_told

__all__ = [
    "FILES",
    "Case",
    "CaseInteraction",
    "CaseState",
    "OpenCase",
    "attach",
    "case_number",
    "case_number_in",
    "cases_of",
    "cases_told",
    "cases_with",
    "detach",
    "loose_files",
    "name_order",
    "open_case",
    "without_case_numbers",
]
