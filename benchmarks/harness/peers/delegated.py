"""delegated as it is installed, with a home of its own: three assistants with room for everything, three rules, the sink as mail server."""

import subprocess
import sys
from pathlib import Path

from .base import Peer

SETTINGS = """\
[mail]
url = "smtp://127.0.0.1:{port}"
from = "delegated@example.test"
reply_to = "delegated@example.test"

[trust.trusted]
stakes = "high"
money = "100000 EUR"
tasks = 1000000
"""
ROSTER = """\
owners:
  - id: alex
    name: Alex Rivera
    email: alex@example.test
    time_zone: Europe/Madrid
    hours_per_week: 40
    hour_is_worth: 90 EUR
    languages: [en]
assistants:
"""
ASSISTANT = """\
  - id: {id}
    name: {name}
    email: {id}@example.test
    kind: virtual assistant
    scope: generalist
    capacity: 168h/week
    time_zone: Europe/Madrid
    hours: mon-sun 00:00-24:00
    languages: [en]
    trust: trusted
    evidence: {{references: [carla@example.test]}}
"""
RULES = """\
rules:
  - name: finance goes to Sam
    because: he knows the accounts
    when: {tags: [finance]}
    delegate: {to: sam}
  - name: legal work that is not too delicate goes to Kim
    because: she reads contracts
    when: {tags: [legal], stakes: {at_most: medium}}
    delegate: {to: kim}
  - name: the rest goes to Robin
    because: somebody has to
    when: {title: {is_set: true}}
    delegate: {to: robin}
"""


class Delegated(Peer):
    name = "delegated"
    ready_text = "service.started"
    program = str(Path(sys.executable).parent / "delegated")

    def setup(self):
        self.inbox.rmdir()
        self.home = self.work / "home"
        self.inbox = self.home / "tasks" / "inbox"
        subprocess.run([self.program, "init", str(self.home)], check=True, stdout=subprocess.DEVNULL)
        for shipped in (self.home / "rules").glob("*.yaml"):
            shipped.unlink()
        (self.home / "delegated.toml").write_text(SETTINGS.format(port=self.smtp_port))
        people = (("sam", "Sam Okafor"), ("kim", "Kim Larsen"), ("robin", "Robin Weiss"))
        (self.home / "roster.yaml").write_text(ROSTER + "".join(ASSISTANT.format(id=i, name=n) for i, n in people))
        (self.home / "rules" / "10-bench.yaml").write_text(RULES)

    def command(self):
        return [self.program, "run", "--home", str(self.home)]


PEER = Delegated
