"""Mail in, from a folder on an IMAP server: over TLS only, told of new mail at once where the server can (IDLE).

A mail is marked, moved or deleted once it is stored and never before; the mark is a keyword of our own, so that a mail
which a person has opened meanwhile is read all the same. Below: `mailbox` (what is handed out, by a thread of its own),
`session` (one connection), `opening` (how it comes to be), `server` (what `replies.url` means).
"""

from __future__ import annotations

from delegated.edges.imap.mailbox import Imap
from delegated.edges.imap.server import ImapError, Manner, Server, read_url

__all__ = ["Imap", "ImapError", "Manner", "Server", "read_url"]
