"""Same libraries as the obvious stack, used well: one persistent aiosmtplib connection given bytes, group commit, stdlib email."""

from .reference import Reference


class Middle(Reference):
    name = "same libraries, used well"
    flags = ("--watch", "watchdog", "--yaml", "c", "--mime", "stdlib", "--commit", "group", "--smtp", "sendmail")


PEER = Middle
