"""The reference pipeline in ../reference.py: the limit on this machine (raw inotify, Rust YAML, hand-built MIME, group commit, pipelining)."""

import sys
from pathlib import Path

from .base import Peer


class Reference(Peer):
    name = "reference (floor)"
    ready_text = "READY"
    flags: tuple = ()

    def command(self):
        return [
            sys.executable,
            str(Path(__file__).resolve().parent.parent / "reference.py"),
            "--home",
            str(self.work),
            "--inbox",
            str(self.inbox),
            "--smtp-port",
            str(self.smtp_port),
            *self.flags,
        ]


PEER = Reference
