"""Who may be written to for what: every answer a customer gave, and why nothing more may be sent.

Asked when an audience is counted, and again when a message leaves. The second answer counts. All is asked by root: of
the customers whom the business knows as one person, the strictest answer holds.
"""

from crm.consent.asking import note_asked, was_asked
from crm.consent.models import Consent, ConsentAsk, Suppression
from crm.consent.purposes import MARKETING, Purpose, SuppressionReason
from crm.consent.queries import consented_purposes, is_suppressed
from crm.consent.stating import Evidence, state_consent, stop_marketing, take_up_again

__all__ = [
    "MARKETING",
    "Consent",
    "ConsentAsk",
    "Evidence",
    "Purpose",
    "Suppression",
    "SuppressionReason",
    "consented_purposes",
    "is_suppressed",
    "note_asked",
    "state_consent",
    "stop_marketing",
    "take_up_again",
    "was_asked",
]
