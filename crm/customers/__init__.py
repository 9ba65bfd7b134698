"""Who the business knows: customers, their channel identities, and the addresses they are reached at."""

from crm.customers.belonging import outlet_of
from crm.customers.meeting import Person, account_of_chat, meet
from crm.customers.merging import lock_roots, merge, undo_merge
from crm.customers.models import ChannelIdentity, Chat, Claim, Customer, CustomerDetails, Merge
from crm.customers.reaching import close_channel, reopen_channel
from crm.customers.signs import Standing
from crm.customers.standing import customers_told, is_verified, standing_of

__all__ = [
    "ChannelIdentity",
    "Chat",
    "Claim",
    "Customer",
    "CustomerDetails",
    "Merge",
    "Person",
    "Standing",
    "account_of_chat",
    "close_channel",
    "customers_told",
    "is_verified",
    "lock_roots",
    "meet",
    "merge",
    "outlet_of",
    "reopen_channel",
    "standing_of",
    "undo_merge",
]
