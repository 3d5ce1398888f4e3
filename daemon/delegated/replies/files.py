"""The files that come with a mail, under names that are safe to keep them by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from delegated.replies.headers import in_words
from delegated.replies.parts import fields_of

if TYPE_CHECKING:
    from delegated.replies.parts import Part


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with a mail."""

    name: str
    """Printable, a plain file name, never a path; `attachment-2.pdf` where none was told."""
    type: str
    content: bytes
    inline: bool = False
    """A picture that is shown within the text, such as the logo of a signature."""


def enclosed_file(part: Part, content: bytes, number: int, page: str) -> Enclosed:
    """The file that a part holds, the `number`th of a mail with this HTML page."""
    told = part.placed.get("filename") or part.told.get("name") or _subject(part.type, content)
    name = file_name(told) or f"attachment-{number}{_ENDINGS.get(part.type, '.bin')}"
    return Enclosed(name, part.type, content, inline=_is_shown(part, page))


def file_name(told: str) -> str:
    """What remains of a name that a stranger told, "" where nothing does."""
    base = told.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter if letter.isprintable() else " " for letter in base if letter not in _DIRECTIONS)
    name = " ".join(_UNSAFE.sub("_", unicodedata.normalize("NFC", plain)).split()).strip(" .")
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    keep = dot + ending if stem and len(ending) <= _LONGEST_ENDING else ""
    cut = name.encode()[: _LONGEST_NAME - len(keep.encode())].decode(errors="ignore")
    return cut.rstrip(" .") + keep


def _subject(kind: str, content: bytes) -> str:
    """A mail in a mail is called by its subject."""
    if kind != "message/rfc822":
        return ""
    fields, _ = fields_of(content, 0, min(len(content), _HEADER))
    subject = in_words(fields.get("subject", [""])[0]).replace("/", "-").replace("\\", "-").strip()
    return f"{subject}.eml" if subject else ""


def _is_shown(part: Part, page: str) -> bool:
    """The page refers to the picture, or it has no name of its own. Apple Mail calls inline what was sent as a file."""
    if not part.type.startswith("image/"):
        return False
    own_id = part.first("content-id").strip(" <>")
    named = part.placed.get("filename") or part.told.get("name")
    return (bool(own_id) and f"cid:{own_id}" in page) or (part.disposition == "inline" and not named)


_LONGEST_NAME: Final = 150  # octets
_LONGEST_ENDING: Final = 10
_HEADER: Final = 64 * 1024
_DIRECTIONS: Final = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNSAFE: Final = re.compile(r'[:*?"<>|\ud800-\udfff]')
_ENDINGS: Final = {
    "application/pdf": ".pdf", "application/zip": ".zip", "application/msword": ".doc", "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt", "application/rtf": ".rtf",
    "application/ms-tnef": ".dat", "application/pkcs7-mime": ".p7m", "message/rfc822": ".eml", "image/png": ".png",
    "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/heic": ".heic", "image/svg+xml": ".svg",
    "image/tiff": ".tif", "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "text/calendar": ".ics",
    "text/markdown": ".md", "text/rtf": ".rtf", "text/vcard": ".vcf", "text/xml": ".xml", "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a", "audio/ogg": ".ogg", "video/mp4": ".mp4", "video/quicktime": ".mov",
}  # fmt: skip
