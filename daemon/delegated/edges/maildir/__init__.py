"""Mail in, from a Maildir: what is new in `new/`, and what somebody put into `cur/` and nobody has read.

What is stored is moved on to `cur/` with the flag S, and what bears it there is never read. So the folder itself tells
what is done, whoever else looks after it; a mail that was stored and not yet moved on is handed out once more.
Below: `mailbox` (what is handed out, and when), `files` (the disk), `watching` (inotify, which only makes it fast).
"""

from __future__ import annotations

from delegated.edges.maildir.mailbox import Maildir

__all__ = ["Maildir"]
