"""Mail out. Whether a refusal is temporary or for good is decided here, where it is met; nothing else knows SMTP.

`smtp` brings letters to a server, `folder` writes them as files. Below them: `line` (one connection), `opening` (how
it comes to be: TLS, login), `envelope` (a letter as it goes over the wire), `server` (what `mail.url` means).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from delegated.edges.postman.folder import FolderPostman
from delegated.edges.postman.server import Manner, PostmanError, Secret, Server, Token, read_url
from delegated.edges.postman.smtp import SmtpPostman
from delegated.ports import Outgoing, Refused, Sent, Uncertain

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "FolderPostman",
    "Manner",
    "Outgoing",
    "PostmanError",
    "Refused",
    "Sent",
    "Server",
    "SmtpPostman",
    "Uncertain",
    "postman_for",
    "read_url",
]

_USUAL = Manner()


def postman_for(
    url: str,
    home: Path,
    manner: Manner = _USUAL,
    *,
    password: Secret | None = None,
    xoauth2_token: Token | None = None,
) -> SmtpPostman | FolderPostman:
    """The postman that `mail.url` asks for: `smtp://…`, `smtps://…` (see `read_url`), or `folder:mail` below the home.

    Raises PostmanError for a URL that cannot be used; its text holds no password.
    """
    scheme, _, place = url.partition(":")
    if scheme != "folder":
        return SmtpPostman(read_url(url, password, xoauth2_token), manner)
    if not place:
        raise PostmanError("mail.url: folder: needs the name of a folder, like folder:mail")
    return FolderPostman(home / place)
