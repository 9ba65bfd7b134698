"""What stands for an address that is not kept any more: it can be compared with a new one, and not read back.

The key is the installation's own. Whoever has the database has it too: against them nothing so guessable as a phone
number can be hidden, but a copy of this one table tells nothing.
"""

import hashlib
import hmac
import secrets
from typing import Final

from sqlalchemy import select

from crm.kernel.models import Secret, table_of
from crm.kernel.session import Session, insert_new

SECRETS = table_of(Secret)
_NAME: Final = "fingerprints"
_KEY_BYTES: Final = 32

_new_key = insert_new(SECRETS)
_key = select(SECRETS.c.value).where(SECRETS.c.name == _NAME)


def fingerprints_of(session: Session, addresses: list[tuple[str, str]], *, makes_key: bool = False) -> list[str]:
    """Return the fingerprints of (channel, external id) pairs; none where no key was made and none is to be."""
    key = session.scalar(_key)
    if key is None and makes_key:
        session.change(_new_key, {"name": _NAME, "value": secrets.token_hex(_KEY_BYTES)})
        key = session.scalar(_key)
    if key is None:
        return []
    return [_fingerprint(bytes.fromhex(key), channel, external_id) for channel, external_id in addresses]


def _fingerprint(key: bytes, channel: str, external_id: str) -> str:
    return hmac.new(key, f"{channel}\0{external_id}".encode(), hashlib.sha256).hexdigest()
