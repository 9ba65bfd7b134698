"""What a button carries, signed: only what we put under a message in this chat is accepted back."""

import base64
import hashlib
import hmac

LONGEST = 64
"""Telegram's limit, in bytes."""
MAC_BYTES = 6


class Signer:
    """Signs the data of buttons with a key derived from the bot's token."""

    def __init__(self, token: str) -> None:
        self._key = hashlib.sha256(b"ingat callback data\0" + token.encode()).digest()

    def pack(self, chat_id: str, action: str, argument: str) -> str:
        """Return the data of a button; a ValueError if it is too long for Telegram."""
        words = f"{action}:{argument}"
        data = f"{self._mac(chat_id, words)}{words}"
        if len(data.encode()) > LONGEST:
            raise ValueError(f"a button's action is too long: {words!r}")
        return data

    def unpack(self, chat_id: str, data: str) -> tuple[str, str] | None:
        """Return action and argument, or None for what we never put there."""
        mac, words = data[: MAC_BYTES * 4 // 3], data[MAC_BYTES * 4 // 3 :]
        if not hmac.compare_digest(mac.encode(), self._mac(chat_id, words).encode()):
            return None
        action, _, argument = words.partition(":")
        return action, argument

    def _mac(self, chat_id: str, words: str) -> str:
        digest = hashlib.blake2b(f"{chat_id}\0{words}".encode(), key=self._key, digest_size=MAC_BYTES).digest()
        return base64.urlsafe_b64encode(digest).decode()
