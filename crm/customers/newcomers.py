"""Somebody new in one statement of PostgreSQL's, where each round trip costs more than its work (ADR 7)."""

from sqlalchemy import DateTime, Text, bindparam, func, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from crm.customers.models import ChannelIdentity, Chat, Customer
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared

CUSTOMERS, IDENTITIES, CHATS = table_of(Customer), table_of(ChannelIdentity), table_of(Chat)

_at, _channel, _account, _external_id, _name, _user_name, _language_code = (
    bindparam("at", type_=DateTime(timezone=True)),
    *(
        bindparam(name, type_=Text)
        for name in ("channel", "account", "external_id", "name", "user_name", "language_code")
    ),
)
_number = select(func.nextval(func.pg_get_serial_sequence("customers", "id")).label("id")).cte("number")
_customer = (
    insert(CUSTOMERS)
    .from_select(
        ["id", "root_id", "name", "language_chosen", "created_at"],
        select(_number.c.id, _number.c.id, _name, literal(False), _at),
    )
    .returning(CUSTOMERS.c.id)
    .cte("customer")
)
_identity = (
    postgresql_insert(IDENTITIES)
    .from_select(
        ["customer_id", "channel", "external_id", "user_name", "language_code", "created_at"],
        select(_customer.c.id, _channel, _external_id, _user_name, _language_code, _at),
    )
    .on_conflict_do_nothing()
    .returning(IDENTITIES.c.id, IDENTITIES.c.customer_id)
    .cte("identity")
)
_chat = (
    postgresql_insert(CHATS)
    .from_select(
        ["channel", "account", "external_id", "kind", "identity_id"],
        select(_channel, _account, _external_id, literal("private"), _identity.c.id),
    )
    .on_conflict_do_nothing()
    .returning(CHATS.c.id, CHATS.c.identity_id)
    .cte("chat")
)
whole_newcomer = Prepared(
    select(_identity.c.customer_id, _identity.c.id, _chat.c.id).join(_chat, _chat.c.identity_id == _identity.c.id)
)
"""Makes a customer who is their own root, with identity and private chat, and returns the three ids.

No row comes back if another process has met the same person meanwhile: the transaction must be undone then.
"""
