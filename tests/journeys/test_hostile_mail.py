"""Mail from strangers, machines and broken programs: kept, logged, harmless; and what the owner vouches for counts."""

from __future__ import annotations

import email
import email.policy
import io
import os
import resource
import subprocess
import sys
import zipfile
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from delegated.letters.addresses import message_id
from homes import FLIGHTS, Heard, Place, small_home
from letterbox import ALEX, BEN, MAYA, Talk, talking, text_of
from people import post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from email.message import EmailMessage

AUTHSERV: Final = '\n[replies]\nauthserv = "mx.example.org"\n'
MOST_GROWTH: Final = 200_000  # KB
BIDI: Final = "\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.fixture
async def talk(place: Place, heard: Heard) -> AsyncIterator[Talk]:
    """A home at work, with one task that is offered to Maya."""
    async with talking(place, heard) as talk:
        await talk.drops(FLIGHTS)
        talk.news(MAYA)
        yield talk


def is_untouched(talk: Talk) -> bool:
    """The task is as it was, Maya has heard nothing, and the service has not stumbled."""
    task = talk.task()
    assert talk.heard.all("service.failed") == []
    return (task["state"], task["assistant"]) == ("offered", "maya") and talk.news(MAYA) == []


# --- whose it is --------------------------------------------------------------------------------


async def test_a_stranger_with_a_stolen_address(talk: Talk) -> None:
    """Whoever was forwarded the brief knows its address: nothing happens but that Alex is told, once that day."""
    for number in range(3):
        await talk.comes(talk.answer(MAYA, f"accept {number}", sender="mallory@evil.example"))
    assert is_untouched(talk)
    assert len(talk.events("reply.quarantined")) == 3
    told = talk.hears(ALEX)
    assert "mallory@evil.example" in told
    assert "release" in told
    assert {row["task"] for row in talk.put_aside()} == {"T-1"}


async def test_somebody_else_of_the_roster(talk: Talk) -> None:
    """Ben writes from his own address, with the token that Maya was given."""
    await talk.comes(talk.answer(MAYA, "decline, I cannot", sender=BEN))
    assert is_untouched(talk)
    assert BEN in talk.put_aside()[0]["reason"]


async def test_a_name_that_looks_like_hers(talk: Talk) -> None:
    """The display name is Maya's, her address stands in it, and the mail is somebody else's."""
    mail = talk.answer(MAYA, "accept", sender=f'"Maya Santos <{MAYA}>" <mallory@evil.example>')
    await talk.comes(mail)
    assert is_untouched(talk)
    assert talk.put_aside()[0]["from"] == "mallory@evil.example"


async def test_a_guessed_token(talk: Talk) -> None:
    """From Maya's own address, to a token that nobody gave out: nobody knows what it is about."""
    mail = talk.answer(MAYA, "accept")
    mail.replace_header("To", "desk+t1-aaaaaaaaaaaaaaaa@example.org")
    for name in ("In-Reply-To", "References"):
        del mail[name]
    mail.set_content("accept")
    await talk.comes(mail)
    assert is_untouched(talk)
    assert "no token of ours" in talk.put_aside()[0]["reason"]


async def test_a_mail_about_nothing(talk: Talk) -> None:
    """Somebody writes to the desk by chance: it is kept, and no owner is bothered at once."""
    await talk.comes(b"From: shop@evil.example\nTo: desk@example.org\nSubject: Buy!\nMessage-ID: <1@x>\n\naccept\n")
    assert is_untouched(talk)
    assert talk.news(ALEX) == []
    assert len(talk.put_aside()) == 1


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ((), "no Authentication-Results of mx.example.org"),
        (("mx.example.org; dmarc=fail header.from=example.net",), "dmarc=fail"),
        (("mx.example.org; dmarc=pass header.from=evil.example",), "evil.example"),
        (("evil.example; dmarc=pass header.from=example.net",), "no Authentication-Results of mx.example.org"),
        (
            (
                "mx.example.org; dmarc=fail header.from=example.net",
                "mx.example.org; dmarc=pass header.from=example.net",
            ),
            "dmarc=fail",
        ),
    ],
)  # fmt: skip
async def test_with_proof_asked_for(tmp_path: Path, heard: Heard, results: tuple[str, ...], why: str) -> None:
    """Only what the home's own mail server has found to be Maya's counts; a header that she could write does not."""
    async with talking(small_home(tmp_path / "home", more=AUTHSERV), heard) as talk:
        await talk.drops(FLIGHTS)
        talk.news(MAYA)
        mail = talk.answer(MAYA, "accept").as_bytes()
        await talk.comes(b"".join(f"Authentication-Results: {one}\n".encode() for one in results) + mail)
        assert is_untouched(talk)
        assert why in talk.put_aside()[0]["reason"]
        own = "Authentication-Results: mx.example.org; dmarc=pass (p=none) header.from=example.net\n"
        await talk.comes(own.encode() + talk.answer(MAYA, "accept").as_bytes())
        assert talk.task()["state"] == "working"


async def test_released_by_mail(talk: Talk) -> None:
    """Maya wrote from her phone's address: Alex knows it, answers `release`, and it counts."""
    await talk.comes(talk.answer(MAYA, "accept", sender="maya.private@mail.example"))
    await talk.waits(hours=1)
    await talk.says(ALEX, "release")
    assert talk.task()["state"] == "working"
    assert talk.put_aside() == []
    assert [row["person"] for row in talk.events("reply.released")] == ["maya"]


async def test_released_on_the_command_line(talk: Talk) -> None:
    """Two are put aside: `release` alone changes nothing, `release 2` is the second one."""
    await talk.comes(talk.answer(MAYA, "decline", sender="mallory@evil.example"))
    await talk.comes(talk.answer(MAYA, "accept", sender="maya.private@mail.example"))
    for times, words in enumerate(("release", "release 2"), start=1):
        talk.tells(words, 1)
        await talk.heard.says("reply.received", times=times, mailbox="words")
        await talk.settles()
        assert talk.task()["state"] == ("offered" if words == "release" else "working")
    assert "say which" in talk.heard.one("reply.ignored")["reason"]
    assert [row["from"] for row in talk.put_aside()] == ["mallory@evil.example"]


# --- twice, too late, about nothing -------------------------------------------------------------


async def test_the_same_bytes_twice(talk: Talk) -> None:
    """A mail server that delivers twice: heard once."""
    mail = talk.answer(MAYA, "Question: which airport?").as_bytes()
    await talk.comes(mail, mail)
    await talk.comes(mail)
    assert len(talk.events("question.asked")) == 1
    assert "which airport?" in talk.hears(ALEX)


async def test_a_replayed_mail(talk: Talk) -> None:
    """The same Message-ID with other trace headers, after the story has gone on: it changes nothing."""
    mail = talk.answer(MAYA, "decline, too busy").as_bytes()
    await talk.comes(mail)
    assert talk.task()["assistant"] == "ben"
    await talk.says(BEN, "decline, too")
    await talk.says(ALEX, "delegate to maya")
    talk.news(MAYA)
    await talk.comes(b"Received: from evil.example by mx.example.org; Tue, 24 Nov 2026 10:00:00 +0000\n" + mail)
    assert is_untouched(talk)
    assert talk.heard.all("reply.ignored")[-1]["reason"] == "the same mail was heard before"


async def test_a_mail_to_a_closed_task(talk: Talk) -> None:
    """It is done and rated; another `done` of hers opens nothing again."""
    late = talk.answer(MAYA, "done 40h, and now pay me")
    await talk.says(MAYA, "done 1h")
    await talk.says(ALEX, "5")
    talk.news(ALEX)
    await talk.comes(late)
    assert talk.task()["state"] == "done"
    assert len(talk.events("work.delivered")) == 1


async def test_a_mail_of_whoever_had_it(talk: Talk) -> None:
    """Maya was silent for days and Ben has it now; her late yes is told to Alex, and changes nothing."""
    late = talk.answer(MAYA, "accept")
    for _ in range(6):
        await talk.waits(days=1)
    assert talk.task()["assistant"] == "ben"
    talk.news(MAYA)
    talk.news(ALEX)
    await talk.comes(late)
    assert talk.task()["assistant"] == "ben"
    assert talk.events("task.accepted") == []
    assert "who does not have it any more" in talk.hears(ALEX)
    assert "somebody else has it" in talk.hears(MAYA)


async def test_a_token_of_a_task_that_never_was(talk: Talk) -> None:
    """A token of this home for a number that it does not have, as after a restored backup: told and ignored."""
    desk = talk.service.correspondence.desk
    mail = talk.answer(MAYA, "accept")
    for name in ("In-Reply-To", "References"):
        del mail[name]
    mail.replace_header("To", desk.answers_to(999, "maya"))
    mail.set_content("accept")
    await talk.comes(mail)
    assert is_untouched(talk)
    assert "there is no T-999" in talk.heard.one("reply.ignored")["reason"]


# --- machines -----------------------------------------------------------------------------------


async def test_out_of_office(talk: Talk) -> None:
    """Her absence is known until its day; no reminder reaches her, and the offer moves on as it would have."""
    mail = talk.answer(MAYA, "I am out of the office until Monday, 14 December 2026, and read no mail.")
    mail["Auto-Submitted"] = "auto-replied"
    mail.replace_header("Subject", "Out of office: " + str(mail["Subject"]))
    await talk.comes(mail)
    assert is_untouched(talk)
    (away,) = talk.away()
    assert away["id"] == "maya"
    assert away["until"] in {"2026-12-14", "2026-12-15"}
    for _ in range(6):
        await talk.waits(days=1)
    assert talk.task()["assistant"] == "ben"
    assert [mail["Subject"] for mail in talk.news(MAYA) if "reminder" in str(mail["Message-ID"])] == []


async def test_back_by_the_owners_word(talk: Talk) -> None:
    """`delegated tell maya back` undoes it: the next task is hers."""
    mail = talk.answer(MAYA, "I am away until 14 December 2026.")
    mail["Auto-Submitted"] = "auto-replied"
    await talk.comes(mail)
    assert talk.away()
    talk.tells("back", person="maya")
    await talk.heard.says("person.returned", person="maya")
    await talk.settles()
    assert talk.away() == []
    await talk.waits(days=1)
    await talk.waits(hours=20)
    assert [str(mail["Message-ID"]).split(".")[1] for mail in talk.news(MAYA)] == ["reminder"]


@pytest.mark.parametrize(
    ("subject", "headers", "text"),
    [
        ("Accepted: ", {"Auto-Submitted": "auto-generated"}, "accept"),
        ("Re: ", {"Precedence": "bulk"}, "accept"),
        ("Re: ", {"X-Autoreply": "yes"}, "done 3h"),
        ("Re: ", {"Return-Path": "<>"}, "accept"),
        ("Automatic reply: ", {}, "Yes, I got your mail and will read it soon."),
        (
            "Re: ",
            {"Auto-Submitted": "auto-replied (challenge)"},
            "Please confirm that you are human: click here. accept",
        ),
    ],
)
async def test_automatic_mail(talk: Talk, subject: str, headers: dict[str, str], text: str) -> None:
    """From Maya's own address and with her token, and no person has written it: recorded, never acted upon."""
    mail = talk.answer(MAYA, text)
    mail.replace_header("Subject", subject + "[T-1] Book flights to Lisbon")
    for name, value in headers.items():
        mail[name] = value
    await talk.comes(mail)
    assert is_untouched(talk)
    assert talk.heard.one("reply.ignored")["reason"].startswith("automatic: ")


async def test_a_read_receipt_and_a_calendars_answer(talk: Talk) -> None:
    """`Read: …`, and `Accepted: …` of the calendar entry that came with the brief: nobody has said yes to the task."""
    receipt = REPORT.format(kind="disposition-notification", text="accept", to=reply_to(talk), about="")
    calendar = talk.answer(MAYA, "Maya Santos has accepted the invitation.")
    calendar.replace_header("Subject", "Accepted: Book flights to Lisbon")
    calendar.add_alternative("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n", subtype="calendar")
    *_, part = calendar.iter_parts()
    part.set_param("method", "REPLY")
    await talk.comes(receipt.encode(), calendar)
    assert is_untouched(talk)
    assert talk.events("task.accepted") == []


async def test_our_own_letter_comes_back(talk: Talk) -> None:
    """An alias leads back to the desk: its own brief is no answer, and Alex is not bothered with it."""
    (brief,) = talk.place.mails()
    await talk.comes(brief.as_bytes())
    assert is_untouched(talk)
    assert "ours" in talk.heard.one("reply.ignored")["reason"]
    assert talk.news(ALEX) == []


async def test_a_hard_bounce(talk: Talk) -> None:
    """Maya's server says that there is nobody: Ben is asked, and Alex reads why."""
    await talk.comes(bounce(talk, "5.1.1", "failed"))
    assert talk.task()["assistant"] == "ben"
    assert "could not be reached" in talk.hears(ALEX)
    assert talk.heard.one("mail.failed")["letter"] == "brief"


async def test_a_soft_bounce(talk: Talk) -> None:
    """Her mailbox is full for now: it is waited."""
    await talk.comes(bounce(talk, "4.2.2", "delayed"))
    assert is_untouched(talk)
    assert "still tried" in talk.heard.one("reply.ignored")["reason"]


async def test_a_forged_bounce(talk: Talk) -> None:
    """Somebody who knows no token reports Maya's brief as undeliverable: it is put aside."""
    forged = message_id(1, "brief", 1, "maya", "aaaaaaaa", "example.org", "aaaaaaaaaaaaaaaa")
    await talk.comes(bounce(talk, "5.1.1", "failed", about=forged))
    assert is_untouched(talk)
    assert "not known to be ours" in talk.put_aside()[0]["reason"]


async def test_two_desks_that_write_to_each_other(tmp_path: Path, heard: Heard) -> None:
    """Each has the other for an assistant, and a gateway makes answers of their letters: silence."""
    here, there = "desk@example.org", "desk@other.example"
    places = {here: small_home(tmp_path / "here", roster=WITH_DESK.format(desk=there))}
    places[there] = small_home(tmp_path / "there", roster=WITH_DESK.format(desk=here))
    settings = (places[there].path / "delegated.toml").read_text(encoding="utf-8")
    places[there].write("delegated.toml", settings.replace(here, there))
    gateway = Gateway(places)
    for place in places.values():
        place.drop()
    for _ in range(8):
        for desk, place in places.items():
            await place.run()
            gateway.carry(desk)
            place.clock.advance(timedelta(seconds=20))
    assert gateway.carried[here] <= 1 + 3, gateway.carried
    assert gateway.carried[there] <= 1 + 3, gateway.carried
    assert heard.all("service.failed") == []
    for place in places.values():
        assert place.status()["tasks"][0]["state"] == "offered"


class Gateway:
    """A ticket system between two desks: what one writes is handed to the other as an answer to its last letter."""

    def __init__(self, places: dict[str, Place]) -> None:
        self.carried = dict.fromkeys(places, 0)
        self._places = places
        self._answers_to: dict[str, str] = {}

    def carry(self, desk: str) -> None:
        """All that this desk has written to the other since."""
        (other,) = self._places.keys() - {desk}
        box = self._places[desk].path / "mail"
        for file in sorted(box.glob("*.eml")):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if str(letter["To"]).endswith(f"<{other}>"):
                self._hand_over(letter, desk, other)
            file.unlink()

    def _hand_over(self, letter: EmailMessage, desk: str, other: str) -> None:
        self.carried[desk] += 1
        answer = email.message.EmailMessage(policy=email.policy.default)
        answer["From"], answer["To"] = desk, self._answers_to.get(other, other)
        answer["Subject"], answer["Date"] = letter["Subject"], format_datetime(self._places[other].clock.at)
        answer["Message-ID"] = f"<{self.carried[desk]}.{desk}>"
        answer.set_content(f"Ticket {self.carried[desk]}\n\n{text_of(letter)}")
        self._answers_to[desk] = str(letter["Reply-To"])
        post(answer, self._places[other].path / "replies")


# --- broken, huge, poisoned ---------------------------------------------------------------------


BROKEN: Final = {
    "empty": b"",
    "nul": b"\x00" * 1000,
    "no end of the header": b"From: maya@example.net\nSubject: " + b"a" * 100_000,
    "a boundary that never comes": b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--y\n\naccept\n',
    "no boundary": b"MIME-Version: 1.0\nContent-Type: multipart/mixed\n\naccept\n",
    "a charset that is none": b"MIME-Version: 1.0\nContent-Type: text/plain; charset=klingon-8\n\n\xff\xfeaccept\n",
    "base64 that is none": b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\nContent-Type: text/plain\n\n!!!=\n",
    "nested": b"MIME-Version: 1.0\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth) for depth in range(500)
    ),
    "encoded words": b"From: =?x?q?=?= <maya@example.net>\nSubject: =?x?b?====?=\nMessage-ID: <<<>>>\nDate: -1\n\nyes",
    "utf-16": "From: maya@example.net\nSubject: hello\n\naccept\n".encode("utf-16"),
    "8 bit header": b"From: m\xe4ya <maya@example.net>\nSubject: \xff\xff\nReferences: \xff\n\n\xff\xff",
}  # fmt: skip


async def test_broken_mail(talk: Talk) -> None:
    """Each is kept and put aside or ignored; the next good one is heard."""
    token = f"To: {reply_to(talk)}\n".encode()
    await talk.comes(*BROKEN.values(), *(token + mail for mail in BROKEN.values()))
    assert talk.task()["assistant"] == "maya"
    assert talk.heard.all("service.failed") == []
    await talk.says(MAYA, "Question: are you still there?")
    assert talk.task()["state"] == "asked"
    assert list((talk.place.path / "replies/new").iterdir()) == []


async def test_ten_thousand_recipients(talk: Talk) -> None:
    """Hers is among them, and the mail is hers: it counts, once."""
    mail = talk.answer(MAYA, "accept").as_bytes()
    crowd = ",\n ".join(f"person.{number}@evil.example" for number in range(10_000))
    await talk.comes(f"Cc: {crowd}\n".encode() + mail)
    assert talk.task()["state"] == "working"


async def test_headers_cannot_be_injected(talk: Talk) -> None:
    """What she writes in subject, name and text ends up in letters to Alex; no header of those comes from her."""
    mail = talk.answer(MAYA, f"Question: which one?\r\nBcc: mallory@evil.example\r\n\r\n{BIDI}exe.tros")
    raw = mail.as_bytes().replace(b"Subject: Re: ", b"Subject: =?utf-8?q?x=0D=0ABcc:_mallory=40evil.example=0D=0A?= ")
    raw = raw.replace(f"From: {MAYA}".encode(), b"From: =?utf-8?q?M=0D=0ABcc:_m=40evil.example?= <maya@example.net>")
    await talk.comes(raw)
    assert talk.task()["state"] == "asked"
    (question,) = talk.news(ALEX)
    assert question["Bcc"] is None
    assert question["Cc"] is None
    assert str(question["To"]) == "Alex Rivera <alex@example.org>"
    assert all("\r" not in str(value) and "\n" not in str(value) for value in question.values())


async def test_names_of_files(talk: Talk) -> None:
    """Paths, controls, marks and 300 letters: every file lies with its task, inside the home, under a harmless name."""
    names = [
        "../../../../etc/cron.d/evil", "..\\..\\evil.bat", "/etc/passwd", "a\x00b.pdf", "a\r\nBcc: m@evil.example.pdf",
        f"invoice{BIDI}fdp.exe", "x" * 300 + ".pdf", "run me.lnk", "..", "", "CON", ".bashrc", "~/x", "inbox/a.md",
    ]  # fmt: skip
    raw = with_files(talk.answer(MAYA, "done 1h"), names)
    before = outside(talk.place)
    await talk.comes(raw)
    assert talk.task()["state"] == "delivered"
    assert outside(talk.place) == before
    kept = [path for path in (talk.place.path / "state/files").rglob("*") if path.is_file()]
    assert sorted(path.read_bytes() for path in kept) == sorted(f"file {place}".encode() for place in range(len(names)))
    for path in kept:
        assert path.name.isprintable()
        assert BIDI not in path.name
        assert not path.name.startswith(".")
        assert len(path.name.encode()) <= 255
        assert not path.stat().st_mode & 0o111
    (review,) = talk.news(ALEX)
    assert review["Bcc"] is None


async def test_a_zip_bomb(talk: Talk) -> None:
    """A hundred megabytes of nothing in a hundred kilobytes: kept as the file it is, and never opened."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros", b"\0" * 100_000_000)
    await talk.says(MAYA, "done 1h", files=(("work.zip", packed.getvalue()),))
    (kept,) = talk.place.path.glob("state/files/**/work.zip")
    assert kept.read_bytes() == packed.getvalue()
    assert talk.task()["state"] == "delivered"


def test_thirty_megabytes(tmp_path: Path) -> None:
    """Two mails of 30 MB, in a process of its own: they cost less than 200 MB of memory, and are put aside."""
    ran = subprocess.run(
        [sys.executable, __file__, tmp_path / "home"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    grown, state, aside = ran.stdout.split()
    assert int(grown) < MOST_GROWTH, f"{grown} KB"
    assert (state, aside) == ("working", "2")


async def live_through_thirty_megabytes(path: Path) -> None:
    """What the process of its own does: prints how many KB it has grown, and what has become of the task."""
    from delegated import logs  # noqa: PLC0415  only there

    heard = Heard()
    logs.configure("json", stream=heard, level="debug", strict=True)
    async with talking(small_home(path), heard) as talk:
        await talk.drops(FLIGHTS)
        await talk.says(MAYA, "The weather is lovely.")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        head = talk.answer(MAYA, "accept").as_bytes()
        for line in (b"Z" * 76 + b"\n", b"> " * 38 + b"\n"):
            place = path / "large.eml"
            with place.open("wb") as file:
                file.write(head)
                for _ in range(400):
                    file.write(line * 1000)
            place.rename(path / "replies/new" / f"large.{line[0]}")
        talk._came += 2
        await talk.heard.says("reply.received", times=talk._came, mailbox="replies")
        await talk.settles()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        await talk.says(MAYA, "accept")
        sys.stdout.write(f"{grown} {talk.task()['state']} {len(talk.put_aside())}\n")


REPORT: Final = """\
Return-Path: <>
From: Mail Delivery <mailer-daemon@example.net>
To: {to}
Subject: Read: [T-1] Book flights to Lisbon
Message-ID: <report.1@example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

{text}

--b
Content-Type: message/{kind}

{about}

--b--
"""
WITH_DESK: Final = """
owners:
  - {{id: alex, name: Alex Rivera, email: alex@example.org, time_zone: Europe/Madrid,
     goals: [{{id: launch, title: Launch}}]}}
assistants:
  - {{id: maya, name: The other desk, email: {desk}, kind: agency, skills: [travel booking], time_zone: Europe/Madrid,
     evidence: {{references: [carla@example.com]}}, trust: trusted}}
  - {{id: ben, name: Ben Okafor, email: ben@example.net, kind: freelancer, skills: [graphic design],
     time_zone: Europe/Madrid, evidence: {{references: [carla@example.com]}}, trust: trusted}}
groups: {{admins: [maya, ben]}}
"""


def reply_to(talk: Talk) -> str:
    """Where Maya's answers go."""
    return str(talk.place.last_letter(MAYA)["Reply-To"])


def bounce(talk: Talk, status: str, action: str, *, about: str = "") -> bytes:
    """What a mail server reports of Maya's brief (RFC 3464), or of a letter that is called so."""
    letter = talk.place.last_letter(MAYA)
    told = (
        f"Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; {MAYA}\nAction: {action}\nStatus: {status}\n"
    )
    report = REPORT.format(kind="delivery-status", text="It could not be delivered.", to="desk@example.org", about=told)
    returned = f"Message-ID: {about or letter['Message-ID']}\nSubject: {letter['Subject']}\nTo: {MAYA}\n"
    part = f"--b\nContent-Type: text/rfc822-headers\n\n{returned}\n--b--\n"
    return report.replace("--b--\n", part).replace("Read:", "Undelivered:").encode()


def with_files(mail: EmailMessage, names: list[str]) -> bytes:
    """A mail with a file of each name, written as only a hostile program writes it (RFC 2231)."""
    text = str(mail.get_content()).encode()
    mail.set_payload("")
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del mail[name]
    parts = [b"Content-Type: text/plain; charset=utf-8\n\n" + text]
    for place, name in enumerate(names):
        quoted = "".join(f"%{byte:02X}" for byte in name.encode())
        head = f"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''{quoted}"
        parts.append(f"{head}\n\nfile {place}".encode())
    top = mail.as_bytes().rstrip() + b'\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return top + b"".join(b"--b\n" + part + b"\n" for part in parts) + b"--b--\n"


def outside(place: Place) -> set[Path]:
    """Everything around the home, and in it but for the state and the mail."""
    inner = {
        path
        for path in place.path.rglob("*")
        if path.relative_to(place.path).parts[0] not in {"state", "mail", "replies"}
    }
    return inner | set(place.path.parent.iterdir())


if __name__ == "__main__":
    import asyncio

    asyncio.run(live_through_thirty_megabytes(Path(sys.argv[1])))
