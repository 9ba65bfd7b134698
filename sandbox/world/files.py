"""Files: what people and the bot sent."""

import struct
import zlib
from dataclasses import dataclass
from secrets import token_urlsafe

from sandbox.encoding import Json

LARGEST_DOWNLOAD = 20 * 1024 * 1024  # bytes; a bot can get no larger file
_FOLDERS = {"photo": "photos", "video_note": "video_notes", "voice": "voice", "audio": "music", "sticker": "stickers"}
_MIME_TYPES = {
    "photo": "image/jpeg",
    "sticker": "image/webp",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "document": "application/octet-stream",
}
_JPEG = b"\xff\xd8"
_FRAME_MARKERS = range(0xC0, 0xC4)  # of a JPEG: what follows says its height and width
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes with a request, under the name of its part."""

    name: str
    file_name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file. Without content it is declared: its bytes are made up when somebody asks, if it is small enough."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    size: int
    path: str
    content: bytes | None
    width: int = 640
    height: int = 480
    duration: int = 1  # seconds

    @property
    def can_be_downloaded(self) -> bool:
        """Whether a bot may get it."""
        return self.size <= LARGEST_DOWNLOAD

    def read(self) -> bytes:
        """Return its bytes: the real ones, or a plain picture, or zeros."""
        if self.content is not None:
            return self.content
        return plain_picture(self.width, self.height) if self.kind in {"photo", "sticker"} else bytes(self.size)


class Files:
    """All files, by both of their ids and by path."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_unique_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def store(self, kind: str, content: bytes | None, declared: Json) -> StoredFile:
        """Keep a file. `declared` may say `file_name`, `mime_type`, `size`, `width`, `height`, `duration`."""
        number = len(self.by_id) + 1
        picture = content if content is not None else (plain_picture(640, 480) if kind == "photo" else None)
        width, height = _dimensions(kind, picture, declared)
        mime_type = str(declared.get("mime_type") or _MIME_TYPES[kind])
        name = str(declared.get("file_name") or f"file_{number}.{_extension(mime_type)}")
        file = StoredFile(
            id=f"{kind}-{token_urlsafe(18)}",
            unique_id=f"Ag{token_urlsafe(8)}",
            kind=kind,
            name=name,
            mime_type=mime_type,
            size=len(content)
            if content is not None
            else int(declared.get("size") or (len(picture) if picture else 1024)),
            path=f"{_FOLDERS.get(kind, kind + 's')}/file_{number}.{_extension(mime_type)}",
            content=picture,
            width=width,
            height=height,
            duration=int(declared.get("duration") or 1),
        )
        self.by_id[file.id] = self.by_unique_id[file.unique_id] = self.by_path[file.path] = file
        return file


def media_content(file: StoredFile, kind: str, more: Json) -> Json:
    """Return the fields of a Message that show a file as photo, voice and so on."""
    shape: Json = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}
    if kind == "photo":
        return {"photo": _sizes(file)}
    if kind in {"video", "animation"}:
        shape |= {"width": file.width, "height": file.height, "duration": file.duration}
    elif kind == "video_note":
        return {kind: shape | {"length": 240, "duration": file.duration}}
    elif kind in {"voice", "audio"}:
        shape |= {"duration": file.duration}
    elif kind == "sticker":
        emoji = str(more.get("emoji") or "👍")
        flags = {"is_animated": False, "is_video": False, "type": "regular", "emoji": emoji}
        return {kind: shape | {"width": 512, "height": 512} | flags}
    shape["mime_type"] = file.mime_type
    if kind != "voice":
        shape["file_name"] = file.name
    return {kind: shape, "document": shape_as_document(shape)} if kind == "animation" else {kind: shape}


def shape_as_document(shape: Json) -> Json:
    """Return the document that Telegram adds to every animation, for older bots."""
    return {k: v for k, v in shape.items() if k in {"file_id", "file_unique_id", "file_size", "file_name", "mime_type"}}


def is_picture(content: bytes) -> bool:
    """Say whether bytes begin as a picture that may be sent as a photo does."""
    return content.startswith((_JPEG, _PNG, b"GIF8")) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def _sizes(file: StoredFile) -> list[Json]:
    small = {"file_id": file.id, "file_unique_id": f"{file.unique_id}s", "width": 90, "height": 68, "file_size": 1024}
    large = {"file_id": file.id, "file_unique_id": file.unique_id, "width": file.width, "height": file.height}
    return [small, large | {"file_size": file.size}]


def _extension(mime_type: str) -> str:
    kind = mime_type.split(";", maxsplit=1)[0].rsplit("/", maxsplit=1)[-1]
    return {"jpeg": "jpg", "ogg": "oga", "mpeg": "mp3", "octet-stream": "bin", "plain": "txt"}.get(kind, kind)


def _dimensions(kind: str, content: bytes | None, declared: Json) -> tuple[int, int]:
    if "width" in declared and "height" in declared:
        return int(declared["width"]), int(declared["height"])
    if content and content.startswith(_PNG):
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return (_jpeg_dimensions(content) if kind == "photo" and content else None) or (640, 480)


def _jpeg_dimensions(content: bytes) -> tuple[int, int] | None:
    at = 2
    while content.startswith(_JPEG) and content[at : at + 1] == b"\xff" and at + 9 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAME_MARKERS:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def plain_picture(width: int, height: int) -> bytes:
    """Return a PNG of one calm colour."""
    row = b"\x00" + b"\xd9\xc7\xae" * width
    return _PNG + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(row * height)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
