"""The files of what is to be sent."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from crm.history.content import Attachment
from crm.history.models import Delivery, Media
from crm.kernel.models import table_of
from crm.kernel.session import Session

DELIVERIES, MEDIA = table_of(Delivery), table_of(Media)

_interaction = select(DELIVERIES.c.interaction_id).where(DELIVERIES.c.id == bindparam("delivery")).scalar_subquery()
_files = (
    select(MEDIA.c.id, MEDIA.c.kind, MEDIA.c.file_id, MEDIA.c.mime_type, MEDIA.c.name, MEDIA.c.size_bytes, MEDIA.c.path)
    .where(MEDIA.c.interaction_id == _interaction)
    .order_by(MEDIA.c.id)
)
_note = update(MEDIA).where(MEDIA.c.id == bindparam("media")).values(file_id=bindparam("at_channel"))
_forget = (
    update(MEDIA)
    .where(MEDIA.c.interaction_id == _interaction, MEDIA.c.path.is_not(None), MEDIA.c.file_id.is_not(None))
    .values(file_id=None)
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of a delivery, and the number of its row."""

    media_id: int
    file: Attachment


def files_of(session: Session, delivery_id: int) -> tuple[Enclosed, ...]:
    """Return the files of a delivery, in the order in which they were given."""
    rows = session.execute(_files, {"delivery": delivery_id})
    return tuple(Enclosed(media_id, Attachment(*described)) for media_id, *described in rows)


def note_file_id(session: Session, media_id: int, file_id: str) -> None:
    """Note the channel's name for a file that was sent from here: it need not be sent again as a whole."""
    session.execute(_note, {"media": media_id, "at_channel": file_id})


def forget_file_ids(session: Session, delivery_id: int) -> bool:
    """Forget the channel's names for a delivery's files where we keep the file. Returns whether there were any."""
    return session.execute(_forget, {"delivery": delivery_id}).rowcount > 0
