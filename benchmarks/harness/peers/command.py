"""Any program given by its command line: bench.py command:'prog --inbox {inbox} --smtp {smtp_port} --home {work}' ...

Placeholders: {work} {inbox} {smtp_port} {python}. It is ready when "READY" (or $BENCH_READY) is in its output,
or after 1 s when BENCH_READY is empty. $BENCH_SETUP, if set, is a shell command run once in {work} before the first start.
"""

import os
import shlex
import subprocess
import sys
import time

from .base import Peer


class Command(Peer):
    name = "command"

    def __init__(self, work, smtp_port, template):
        self.template = template
        super().__init__(work, smtp_port)

    def fill(self, s):
        return s.format(work=self.work, inbox=self.inbox, smtp_port=self.smtp_port, python=sys.executable)

    def setup(self):
        if os.environ.get("BENCH_SETUP"):
            subprocess.run(self.fill(os.environ["BENCH_SETUP"]), shell=True, check=True, cwd=self.work)

    def command(self):
        self.t0 = time.monotonic()
        return shlex.split(self.fill(self.template))

    def ready(self):
        text = os.environ.get("BENCH_READY", "READY")
        return self.log_has(text) if text else time.monotonic() - self.t0 > 1
