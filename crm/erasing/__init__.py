"""Erasing a customer: the only thing that removes words. It leaves a tombstone, and what is counted stays."""

from crm.erasing.beginning import Begun, begin_erasing
from crm.erasing.going_on import Erased, erase_more

__all__ = ["Begun", "Erased", "begin_erasing", "erase_more"]
