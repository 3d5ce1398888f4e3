"""What one answer costs to understand, how that grows with its size, and how many a minute are acted upon.

understanding   the samples of tests/samples/replies: from the bytes to the words, p50 and p99 in ms
growth          one text of 16 KB to 1 MB, plain and HTML: ms, and how much more than linear from one to the next
hostile         60 KB of "On a a a", and other texts that are meant to take for ever
taken           replies in a Maildir, taken in, understood, kept and acted upon by the real service: a minute

python benchmarks/replies.py [--replies 1000]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from zoneinfo import ZoneInfo

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from answered import expected, sample  # noqa: E402
from delegated.core.calendar import WorkCalendar, parse_hours  # noqa: E402
from delegated.replies.answers import Role, read_answer  # noqa: E402
from delegated.replies.automatic import automatic  # noqa: E402
from delegated.replies.cutting import cut  # noqa: E402
from delegated.replies.mail import read_mail  # noqa: E402
from delegated.replies.words import Vocabulary  # noqa: E402
from homes import SMALL_TASK, roomy_home  # noqa: E402
from people import post, reply  # noqa: E402

ZONE = ZoneInfo("Europe/Madrid")
CALENDAR = WorkCalendar(ZONE, parse_hours("mon-fri 09:00-18:00"))
WORDS = Vocabulary.of({})
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
SIZES = (16, 64, 256, 1024)
ROUNDS = 5


def understand(raw: bytes) -> None:
    """All that is done to a mail but to ask whose it is."""
    mail = read_mail(raw)
    said = cut(mail)
    automatic(mail, said.text, ZONE)
    read_answer(said, Role.ASSISTANT, WORDS, CALENDAR, NOW)


def took(raw: bytes, rounds: int = ROUNDS) -> float:
    """Milliseconds, in the best of some rounds: others are on this machine too."""
    best = float("inf")
    for _ in range(rounds):
        began = perf_counter()
        understand(raw)
        best = min(best, perf_counter() - began)
    return best * 1000


def as_mail(text: str, *, html: bool = False) -> bytes:
    """A mail of one part."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "maya@example.net", "desk@example.org", "Re: [T-1] Flights"
    mail.set_content(text, subtype="html" if html else "plain", cte="8bit")
    return mail.as_bytes()


def told(lines: int) -> str:
    """An answer of so many lines above a letter of as many, as people write."""
    words = "Accept. I have looked at the fares of the week and will send two options by Wednesday noon."
    return "\n".join([words] * lines + ["", "On Mon, 23 Nov 2026, the desk wrote:"] + [f"> {words}"] * lines)


def hostile() -> dict[str, bytes]:
    """Texts that other programs need minutes for."""
    texts = {
        "On a a a": "On " + "a " * 30_000,
        "newlines": "\n" * 60_000,
        "quote marks": ">" * 60_000,
        "blanks": " " * 60_000 + "x",
        "figures": "1 " * 30_000,
        "dates": "4 December " * 5_500,
        "one word": "accept" * 10_000,
    }
    pages = {"open tags": "<div>" * 12_000, "comments": "<!--" * 15_000, "entities": "&amp" * 15_000}
    return {name: as_mail(text) for name, text in texts.items()} | {
        name: as_mail(text, html=True) for name, text in pages.items()
    }


async def taken(number: int) -> float:
    """Seconds from the start of a service until so many answers, all there already, were acted upon."""
    with tempfile.TemporaryDirectory() as folder:
        place = roomy_home(Path(folder) / "home", mail="folder:mail")
        for one in range(number):
            place.drop(f"task {one}.md", SMALL_TASK.format(title=f"Task {one}"))
        await place.run()
        for letter in place.mails():
            post(reply(letter, "accept", place.clock.now()), place.path / "replies")
        began = perf_counter()
        await place.run()
        seconds = perf_counter() - began
        states = [row["state"] for row in place.status()["tasks"]]
        assert states.count("working") == number, f"only {states.count('working')} of {number} were acted upon"
        return seconds


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replies", type=int, default=1000)
    wanted = parser.parse_args()
    times = sorted(took(sample(row["file"])) for row in expected())
    cuts = quantiles(times, n=100)
    print(f"understanding {len(times)} samples: p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms")
    for html in (False, True):
        print(f"growth, {'HTML' if html else 'plain text'}:")
        before = 0.0
        for size in SIZES:
            text = told(size * 1024 // 185)
            page = "".join(f"<p>{line}</p>" for line in text.split("\n")) if html else text
            now = took(as_mail(page, html=html), 3)
            more = f", {now / before / 4:.2f} x linear" if before else ""
            print(f"  {size:5} KB {now:8.2f} ms{more}")
            before = now
    print("hostile, 60 KB:")
    for name, raw in hostile().items():
        print(f"  {name:12} {took(raw, 3):8.2f} ms")
    seconds = asyncio.run(taken(wanted.replies))
    print(f"{wanted.replies} replies acted upon in {seconds:.1f} s: {wanted.replies / seconds * 60:,.0f} a minute")


if __name__ == "__main__":
    main()
