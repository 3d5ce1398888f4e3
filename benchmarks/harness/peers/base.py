"""What the harness needs to know about a peer. One subclass per peer, in its own file."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


class Peer:
    """A program under test.

    setup()    writes configuration under self.work; called once, before the first start.
    command()  the argv list of the long-running process (started in its own session).
    env()      extra environment.
    ready()    True once drops will be noticed.
    deliver()  how N drops reach it; None means "files into self.inbox" (the default dropper).
    """

    name = "peer"
    start_timeout = 60.0
    delivers_files = True

    def __init__(self, work: Path, smtp_port: int):
        self.work, self.smtp_port = work, smtp_port
        self.inbox = work / "inbox"
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.proc: subprocess.Popen | None = None
        self.setup()

    def setup(self): ...

    def command(self) -> list[str]:
        raise NotImplementedError

    def env(self) -> dict[str, str]:
        return {}

    def ready(self) -> bool:
        return self.log_has(self.ready_text) if self.ready_text else True

    ready_text = ""

    @property
    def log(self) -> Path:
        return self.work / "peer.log"

    def log_has(self, text: str) -> bool:
        with open(self.log, "rb") as f:
            f.seek(self.log_from)
            return text.encode() in f.read()

    def start(self):
        self.log_from = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as out:
            self.proc = subprocess.Popen(
                self.command(),
                cwd=self.work,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.env()},
                start_new_session=True,
            )
        t0 = time.monotonic()
        while not self.ready():
            if self.proc.poll() is not None or time.monotonic() - t0 > self.start_timeout:
                tail = self.log.read_text(errors="replace")[-2000:]
                self.kill()
                raise RuntimeError(f"{self.name} did not start\n{tail}")
            time.sleep(0.05)
        time.sleep(0.5)
        return time.monotonic() - t0

    def group(self) -> list[int]:
        """Every live process of the session we started (never anybody else's)."""
        sid, out = self.proc.pid, []
        for p in Path("/proc").iterdir():
            if p.name.isdigit():
                try:
                    f = (p / "stat").read_text().rsplit(")", 1)[1].split()
                except OSError:
                    continue
                if int(f[3]) == sid and f[0] != "Z":
                    out.append(int(p.name))
        return out

    def rss_mb(self) -> float:
        total = 0
        for pid in self.group():
            try:
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            except (OSError, IndexError):
                pass
        return total * os.sysconf("SC_PAGE_SIZE") / 2**20

    def cpu_s(self) -> float:
        """CPU of the live processes and of their reaped children."""
        total = 0
        for pid in self.group():
            try:
                f = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += sum(map(int, f[11:15]))
            except OSError:
                pass
        return total / TICK

    def signal_all(self, sig):
        for pid in self.group():
            try:
                os.kill(pid, sig)
            except ProcessLookupError:
                pass

    def kill(self):
        """kill -9 of everything at once, as a power cut would do it to the processes."""
        self.signal_all(signal.SIGKILL)
        self.signal_all(signal.SIGKILL)  # forks that were born during the first pass
        self.proc.wait()

    def stop(self):
        if self.proc and self.proc.poll() is None:
            self.signal_all(signal.SIGTERM)
            try:
                self.proc.wait(5)
            except subprocess.TimeoutExpired:
                pass
            self.kill()
