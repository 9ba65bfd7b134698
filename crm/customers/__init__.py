"""Who the business knows: customers, their channel identities, and the addresses they are reached at."""

from crm.customers.meeting import Person, meet
from crm.customers.merging import lock_roots, merge, undo_merge
from crm.customers.models import ChannelIdentity, Chat, Customer, CustomerDetails, Merge
from crm.customers.reaching import close_channel, reopen_channel

__all__ = [
    "ChannelIdentity",
    "Chat",
    "Customer",
    "CustomerDetails",
    "Merge",
    "Person",
    "close_channel",
    "lock_roots",
    "meet",
    "merge",
    "reopen_channel",
    "undo_merge",
]
