"""Who the business knows: customers, their channel identities, and the addresses they are reached at."""

from crm.customers.meeting import Person, meet
from crm.customers.models import ChannelIdentity, Chat, Customer, CustomerDetails
from crm.customers.reaching import close_channel, reopen_channel

__all__ = [
    "ChannelIdentity",
    "Chat",
    "Customer",
    "CustomerDetails",
    "Person",
    "close_channel",
    "meet",
    "reopen_channel",
]
