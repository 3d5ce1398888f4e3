"""The obvious stack: watchdog, PyYAML (C), stdlib email, one fsync'd commit per step, aiosmtplib.send() with a connection per message."""

from .reference import Reference


class Obvious(Reference):
    name = "obvious stack"
    flags = ("--watch", "watchdog", "--yaml", "c", "--mime", "stdlib", "--commit", "each", "--smtp", "connect")


PEER = Obvious
