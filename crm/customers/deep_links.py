"""Links into the chat, signed so that nobody can make one up: what they carry. Pure."""

import base64
import binascii
import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum
from typing import Final

KEY_BYTES: Final = 32
LONGEST_PAYLOAD: Final = 64
"""Telegram's limit, in characters of [A-Za-z0-9_-]."""
_ID_BYTES: Final = 6
_MAC_BYTES: Final = 15


class LinkKind(StrEnum):
    """Where a link hangs. A receipt's is its customer's and works once; a poster is scanned by many."""

    RECEIPT = "receipt"
    POSTER = "poster"

    @property
    def valid_for(self) -> timedelta:
        """How long such a link works unless its maker says otherwise."""
        return timedelta(days=30) if self is LinkKind.RECEIPT else timedelta(days=365)


def pack_link(key: bytes, link_id: int) -> str:
    """Return the payload of a link: its number and a signature, 28 characters."""
    number = link_id.to_bytes(_ID_BYTES, "big")
    return base64.urlsafe_b64encode(number + _mac(key, number)).decode()


def unpack_link(key: bytes, payload: str) -> int | None:
    """Return a link's number, or None for what was not signed with this key."""
    try:
        raw = base64.b64decode(payload.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    number, mac = raw[:_ID_BYTES], raw[_ID_BYTES:]
    return int.from_bytes(number, "big") if hmac.compare_digest(mac, _mac(key, number)) else None


def _mac(key: bytes, number: bytes) -> bytes:
    return hmac.new(key, b"ingat deep link\0" + number, hashlib.sha256).digest()[:_MAC_BYTES]
