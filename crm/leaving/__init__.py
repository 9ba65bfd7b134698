"""May this delivery leave at this moment? Asked once for each call, just before it is made."""

from crm.leaving.asking import reason_against
from crm.leaving.rules import Refusal, Standing, why_not_now

__all__ = ["Refusal", "Standing", "reason_against", "why_not_now"]
