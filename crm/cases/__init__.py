"""Complaints and requests with a number, an owner and an end."""

from crm.cases.models import Case, CaseInteraction, CaseState
from crm.cases.opening import attach, case_number, detach, open_case
from crm.cases.queries import OpenCase, cases_of

__all__ = [
    "Case",
    "CaseInteraction",
    "CaseState",
    "OpenCase",
    "attach",
    "case_number",
    "cases_of",
    "detach",
    "open_case",
]
