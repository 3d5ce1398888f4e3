"""What systemd wants to hear: ready, still alive, stopping. Says nothing where nobody listens."""

from __future__ import annotations

import os
import socket
from datetime import timedelta


def notify(message: str) -> bool:
    """Send `READY=1`, `WATCHDOG=1`, `STATUS=…` or the like (sd_notify(3)); whether somebody took it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    # An abstract socket is written with `@` for the NUL its name begins with.
    listener = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        try:
            sender.sendto(message.encode(), listener)
        except OSError:
            return False
    return True


def watchdog_interval() -> timedelta | None:
    """How often to send `WATCHDOG=1`: half of what the manager waits (sd_watchdog_enabled(3)); None: not at all."""
    patience = os.environ.get("WATCHDOG_USEC", "")
    meant_for = os.environ.get("WATCHDOG_PID") or str(os.getpid())
    if not patience.isdecimal() or int(patience) == 0 or meant_for != str(os.getpid()):
        return None
    return timedelta(microseconds=int(patience)) / 2
