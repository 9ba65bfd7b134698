"""May this delivery leave at this moment? Asked once for each call, just before it is made."""

from crm.leaving.rules import Refusal, Standing, why_not_now

__all__ = ["Refusal", "Standing", "why_not_now"]
