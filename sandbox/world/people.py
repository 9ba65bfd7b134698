"""The people."""

from dataclasses import dataclass

from sandbox.encoding import Json

FIRST_USER_ID = 7_000_000_001


@dataclass(slots=True)
class User:
    """One account. All of them are fictional."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "id"
    phone_number: str = ""
    birthdate: str | None = None  # ISO
    deactivated: bool = False

    @property
    def name(self) -> str:
        """First and last name, as a chat shows them."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


def user_shape(user: User) -> Json:
    """Return the Bot API's `User`."""
    shape: Json = {"id": user.id, "is_bot": False, "first_name": user.first_name}
    if user.last_name:
        shape["last_name"] = user.last_name
    if user.username:
        shape["username"] = user.username
    if user.language_code:
        shape["language_code"] = user.language_code
    return shape


def birthdate_shape(iso: str) -> Json:
    """Return the Bot API's `Birthdate`."""
    year, month, day = (int(part) for part in iso.split("-"))
    return {"day": day, "month": month, "year": year}
