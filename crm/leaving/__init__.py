"""May this delivery leave at this moment? Asked once for each call, just before it is made."""

from crm.leaving.asking import Manners, nobody_asked_for, reason_against
from crm.leaving.letting_go import GONE, Against, let_marketing_leave
from crm.leaving.rules import PutOff, Refusal, Standing, why_not_now

__all__ = [
    "GONE",
    "Against",
    "Manners",
    "PutOff",
    "Refusal",
    "Standing",
    "let_marketing_leave",
    "nobody_asked_for",
    "reason_against",
    "why_not_now",
]
