"""Every row of the story that a mail can bring about: people answer the letters they get, and read what comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from homes import FLIGHTS, small_home
from letterbox import ALEX, BEN, MAYA, talking, text_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from email.message import EmailMessage
    from pathlib import Path

    from homes import Heard, Place
    from letterbox import Talk

RULES = """
rules:
  - name: printing needs a budget
    because: paper is dear
    when: {tags: [print]}
    ask: [budget, deliverables]
  - name: a question of taste
    because: nobody else knows
    when: {tags: [taste]}
    ask: Which colour do you want?
  - name: costly work needs a yes
    because: it costs
    when: {tags: [costly]}
    delegate: {to: admins, approve: always}
  - name: the admins do the rest
    because: they are good at it
    delegate: {to: admins}
"""
TASK = """\
---
title: {title}
tags: [{tag}]
skills: [travel booking]
due: 2026-12-03 17:00
estimate: 2h
stakes: low
deliverables: [two of them]
expectations: [one message when it is done]
---
"""
PRINT = "---\ntitle: Print cards\ntags: [print]\nskills: [travel booking]\n---\n"
COSTLY = TASK.format(title="Rent a hall", tag="costly")
TASTE = TASK.format(title="Paint the wall", tag="taste")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A home whose letters may carry a hundred thousand bytes of files."""
    place = small_home(tmp_path / "home", rules=RULES)
    settings = (place.path / "delegated.toml").read_text(encoding="utf-8")
    place.write("delegated.toml", settings.replace("[mail]", "[mail]\nattachments = 100_000"))
    return place


@pytest.fixture
async def talk(place: Place, heard: Heard) -> AsyncIterator[Talk]:
    """The home at work."""
    async with talking(place, heard) as talk:
        yield talk


# --- an assistant is asked ----------------------------------------------------------------------


async def test_a_yes(talk: Talk) -> None:
    """Maya accepts: it is hers, nobody is mailed for it, and `status` says what is waited for."""
    await talk.drops(FLIGHTS)
    talk.news(MAYA)
    await talk.says(MAYA, "Accept, with pleasure!")
    task = talk.task()
    assert (task["state"], task["folder"], task["assistant"]) == ("working", "delegated", "maya")
    assert task["waiting_for"] == "the work"
    assert talk.news(MAYA) == talk.news(ALEX) == []
    assert [row["assistant"] for row in talk.events("task.accepted")] == ["maya"]


async def test_a_no_goes_to_the_next_and_never_back(talk: Talk) -> None:
    """Both say no, each with a reason: Alex reads both; by nobody's rule Maya is asked again."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "decline I am full until March")
    assert "Book flights to Lisbon" in talk.hears(BEN)
    await talk.says(BEN, "Decline: flights are not what I do.")
    asked = talk.hears(ALEX)
    assert "Nobody can take it" in asked
    assert "Maya Santos: has declined: I am full until March" in asked
    assert "Ben Okafor: has declined: flights are not what I do." in asked
    assert talk.place.lies() == {"waiting": ["T-1 Book flights.md"]}
    assert len(talk.news(MAYA)) == 1  # the brief of the beginning


async def test_whoever_gives_it_back(talk: Talk) -> None:
    """Accepted, and given back: the next one has it, and Alex hears why."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "accept")
    await talk.says(MAYA, "decline: I have broken my arm")
    assert talk.task()["assistant"] == "ben"
    assert "has given it back: I have broken my arm" in talk.hears(ALEX)
    assert "Book flights to Lisbon" in talk.hears(BEN)


async def test_a_question_and_its_answer(talk: Talk) -> None:
    """It goes to Alex; his answer goes back with his file, and without what he wrote for nobody."""
    await talk.drops(FLIGHTS)
    talk.news(MAYA)
    await talk.says(MAYA, "Question: which airport do you like best?")
    assert talk.task()["state"] == "asked"
    assert "which airport do you like best?" in talk.hears(ALEX)
    words = "Barajas; see the plan.\nprivate: she asks this each time"
    await talk.says(ALEX, words, files=(("plan.pdf", b"%PDF-1.7 plan"),))
    (answer,) = talk.news(MAYA)
    assert "Barajas; see the plan." in text_of(answer)
    assert "each time" not in answer.as_string()
    assert files_of(answer) == {"plan.pdf": b"%PDF-1.7 plan"}
    assert talk.task()["state"] == "offered"
    await talk.says(MAYA, "accept")
    assert talk.task()["state"] == "working"


async def test_a_yes_with_a_question(talk: Talk) -> None:
    """Accepted and asked in one mail: after the answer it is at work, not on offer."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "accept. Which airport do you like best?")
    assert talk.task()["state"] == "asked"
    await talk.says(ALEX, "Barajas")
    assert talk.task()["state"] == "working"


async def test_an_answer_is_known_the_next_time(talk: Talk) -> None:
    """What was asked and answered once stands in the next brief of this kind, and not in one of another."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "Question: which airport do you like best?")
    await talk.says(ALEX, "Barajas, always")
    talk.news(MAYA)
    await talk.drops(FLIGHTS.replace("Book flights", "Book the flights"), "b.md")
    brief = talk.hears(BEN)  # who has less to do
    assert "which airport do you like best?" in brief
    assert "Barajas, always" in brief
    await talk.drops(TASK.format(title="Move the piano", tag="house").replace("travel booking", "calendar"), "c.md")
    assert "Barajas" not in talk.hears(MAYA)


async def test_a_note_goes_to_the_other_side(talk: Talk) -> None:
    """What is no word that counts changes nothing: it is passed on, and its writer learns once what can be said."""
    await talk.drops(FLIGHTS)
    talk.news(MAYA)
    for words in ("The weather is lovely here.", "And the mangoes are ripe."):
        await talk.says(MAYA, words)
        assert words in talk.hears(ALEX)
    assert talk.task()["state"] == "offered"
    (explained,) = talk.news(MAYA)
    assert "What can be said" in text_of(explained)


# --- she works ----------------------------------------------------------------------------------


async def test_late_and_agreed(talk: Talk) -> None:
    """A new date, agreed to: both know it, and `status` shows it."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "accept")
    await talk.says(MAYA, "late until 2026-12-10 17:00, the fares come on the 9th")
    assert "Maya Santos will need until Thursday 10 December 2026" in talk.hears(ALEX)
    talk.news(MAYA)
    await talk.says(ALEX, "approve: take the time")
    assert talk.task()["due"] == "2026-12-10T09:00:00+00:00"
    told = talk.hears(MAYA)
    assert "Thursday 10 December 2026, 17:00 (Asia/Manila" in told
    assert "take the time" in told


async def test_late_and_refused(talk: Talk) -> None:
    """The old date stands, and she learns it."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "accept")
    before = talk.task()["due"]
    await talk.says(MAYA, "late until 2026-12-20")
    talk.news(MAYA)
    await talk.says(ALEX, "refuse, the hotel is booked")
    assert talk.task()["due"] == before
    assert "the hotel is booked" in talk.hears(MAYA)
    assert [row["event"] for row in talk.events("due.kept")] == ["due.kept"]


async def test_late_without_a_date(talk: Talk) -> None:
    """She is asked until when; Alex hears of it, and what she says then is what he decides about."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "accept")
    talk.news(MAYA)
    await talk.says(MAYA, "late, sorry")
    assert "Until when?" in talk.hears(MAYA)
    assert "was asked until when" in talk.hears(ALEX)
    await talk.says(MAYA, "late until 2026-12-10")
    assert "Thursday 10 December 2026" in talk.hears(ALEX)


async def test_done_with_hours_links_and_files(talk: Talk) -> None:
    """The review letter tells the hours, what they cost and the links, and carries the file."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "accept")
    await talk.says(MAYA, "Done 1.5h https://example.com/flights", files=(("flights.pdf", b"%PDF-1.7 flights"),))
    (review,) = talk.news(ALEX)
    text = text_of(review)
    assert "https://example.com/flights" in text
    assert "1h30m" in text
    assert "27.00 EUR" in text
    assert files_of(review) == {"flights.pdf": b"%PDF-1.7 flights"}
    delivered = talk.events("work.delivered")[0]
    assert (delivered["hours"], delivered["files"]) == ("1.5", 1)


async def test_a_file_too_large_for_a_letter_is_kept(talk: Talk) -> None:
    """It is named, with where it lies on the server; the small one beside it arrives."""
    large = bytes(range(256)) * 1000
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "done 2h", files=(("film.mov", large), ("note.pdf", b"%PDF-1.7")))
    (review,) = talk.news(ALEX)
    assert files_of(review) == {"note.pdf": b"%PDF-1.7"}
    assert "film.mov" in text_of(review)
    (kept,) = talk.place.path.glob("state/files/**/film.mov")
    assert kept.read_bytes() == large


async def test_two_files_of_one_name(talk: Talk) -> None:
    """The second delivery does not overwrite the first."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "done 1h", files=(("list.pdf", b"%PDF-1.7 one"),))
    await talk.says(ALEX, "again please, with trains")
    talk.news(ALEX)
    await talk.says(MAYA, "done 1h", files=(("list.pdf", b"%PDF-1.7 two"),))
    (review,) = talk.news(ALEX)
    assert list(files_of(review).values()) == [b"%PDF-1.7 two"]
    kept = [path.read_bytes() for path in talk.place.path.glob("state/files/**/list*.pdf")]
    assert sorted(kept) == [b"%PDF-1.7 one", b"%PDF-1.7 two"]


# --- and is judged ------------------------------------------------------------------------------


async def test_again(talk: Talk) -> None:
    """She learns what to change, it is at work once more, and a second delivery is a second review."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "done 1h")
    talk.news(MAYA)
    await talk.says(ALEX, "again, with hand luggage only\nprivate: third time!")
    told = talk.hears(MAYA)
    assert "with hand luggage only" in told
    assert "third time" not in told
    assert talk.task()["state"] == "working"
    talk.news(ALEX)
    await talk.says(MAYA, "done 30 min")
    assert "30m" in talk.hears(ALEX)
    assert [row["round"] for row in talk.events("work.returned")] == [1]


async def test_a_rating_closes_it(talk: Talk) -> None:
    """It is done, and she reads the number and the words; what is private stays."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "done 1h")
    talk.news(MAYA)
    await talk.says(ALEX, "4 quick and tidy\nprivate: a little dear")
    told = talk.hears(MAYA)
    assert "4 of 5" in told
    assert "quick and tidy" in told
    assert "dear" not in told
    assert talk.place.lies() == {"done": ["T-1 Book flights.md"]}
    assert talk.events("feedback.given")[0]["rating"] == 4


async def test_praise_without_a_number(talk: Talk) -> None:
    """It is done all the same, and nobody makes up a number."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "done 1h")
    talk.news(MAYA)
    await talk.says(ALEX, "Perfect, thank you!")
    assert "Perfect, thank you!" in talk.hears(MAYA)
    assert talk.task()["state"] == "done"
    assert talk.events("feedback.given")[0].get("rating") is None


async def test_a_rating_after_it_was_closed(talk: Talk) -> None:
    """Nobody answered for weeks and it was closed unrated; a late word still counts, and is passed on."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "done 1h")
    for _ in range(10):
        await talk.waits(days=2)
    assert talk.task()["state"] == "done"
    talk.news(MAYA)
    await talk.says(ALEX, "5 it was excellent", to="How is it?")
    assert "5 of 5" in talk.hears(MAYA)
    assert talk.events("feedback.given")[0]["rating"] == 5


# --- the owner's word ---------------------------------------------------------------------------


async def test_facts_by_lines(talk: Talk) -> None:
    """What was missing comes as lines with its name, and it goes out with them."""
    await talk.drops(PRINT)
    asked = talk.hears(ALEX)
    assert "How much may it cost?" in asked
    assert "What should exist when it is done?" in asked
    await talk.says(
        ALEX, "budget: 50 EUR\ndeliverables: 500 cards\ndue: friday 17:00\nexpectations: by noon; matt paper"
    )
    brief = talk.hears(MAYA)
    for fact in ("50.00 EUR", "500 cards", "by noon", "matt paper", "28 November 2026, 00:00 (Asia/Manila"):
        assert fact in brief


async def test_facts_below_the_questions(talk: Talk) -> None:
    """Alex writes each answer below the question that he quotes, as people do; then he is asked for the rest."""
    await talk.drops(PRINT)
    letter = talk.place.last_letter(ALEX)
    body = letter.get_body(("plain",))
    assert body is not None
    answers = {"How much may it cost?": "50 EUR", "What should exist when it is done?": "500 cards"}
    mail = talk.answer(ALEX, "")
    mail.set_content(answered_below(str(body.get_content()), answers))
    talk.news(ALEX)
    await talk.comes(mail)
    assert [row["event"] for row in talk.events("facts.given")] == ["facts.given"]
    asked = talk.hears(ALEX)
    assert "How much may it cost?" not in asked
    assert "By when?" in asked


async def test_facts_behind_the_words(talk: Talk) -> None:
    """The letter says `write each answer behind its word`, and Alex does so, in the letter that he quotes."""
    await talk.drops(PRINT)
    mail = talk.answer(ALEX, "")
    text = str(mail.get_content()).replace("> budget:", "> budget: 50 EUR")
    mail.set_content(text.replace("> deliverables:\n", "> deliverables: 500 cards\n"))
    talk.news(ALEX)
    await talk.comes(mail)
    asked = talk.hears(ALEX)
    assert "By when?" in asked
    assert "How much may it cost?" not in asked
    assert "What should exist when it is done?" not in asked


async def test_a_fact_that_cannot_be_read(talk: Talk) -> None:
    """Nothing is guessed: Alex learns what is wrong with it, and it waits on."""
    await talk.drops(PRINT)
    talk.news(ALEX)
    await talk.says(ALEX, "budget: a lot\ndeliverables: 500 cards")
    assert talk.task()["state"] == "waiting"
    assert "budget" in talk.hears(ALEX)


async def test_a_question_in_free_words(talk: Talk) -> None:
    """A rule asks something that is no field: the answer is kept with the task, and goes out with it."""
    await talk.drops(TASTE)
    assert "Which colour do you want?" in talk.hears(ALEX)
    await talk.says(ALEX, "Green, like the door.")
    assert "Which colour do you want? Green, like the door." in talk.hears(MAYA)


async def test_approved(talk: Talk) -> None:
    """Alex reads what it costs, and says yes: Maya is asked."""
    await talk.drops(COSTLY)
    assert talk.news(MAYA) == []
    assert "36.00 EUR" in talk.hears(ALEX)
    await talk.says(ALEX, "approve")
    assert "Rent a hall" in talk.hears(MAYA)
    assert talk.events("task.approved")[0]["cost"] == "36.00 EUR"


async def test_approved_up_to_an_amount(talk: Talk) -> None:
    """The limit counts: too little is nobody's, and enough is hers, with the limit in her brief."""
    await talk.drops(COSTLY)
    talk.news(ALEX)
    await talk.says(ALEX, "approve, but not more than 20 EUR")
    assert "the task may cost 20.00 EUR at most" in talk.hears(ALEX)
    assert talk.news(MAYA) == []
    await talk.says(ALEX, "approve up to 50 EUR")
    assert "50.00 EUR" in talk.hears(MAYA)


@pytest.mark.parametrize(
    ("words", "state", "folder"),
    [
        ("refuse, far too dear", "yours", "yours"),
        ("keep", "yours", "yours"),
        ("drop", "dropped", "dropped"),
        ("cancel", "dropped", "dropped"),
        ("defer until 2026-12-01", "later", "later"),
        ("done", "done", "done"),
    ],
)
async def test_what_waits_ends_as_told(talk: Talk, words: str, state: str, folder: str) -> None:
    """A word of the owner's, and the file lies where it belongs; nobody else ever heard of it."""
    await talk.drops(COSTLY, "hall.md")
    await talk.says(ALEX, words)
    assert talk.task()["state"] == state
    assert talk.place.lies() == {folder: ["T-1 hall.md"]}
    assert talk.news(MAYA) == talk.news(BEN) == []


async def test_deferred_and_back(talk: Talk) -> None:
    """Put off until a day: on its morning it is decided anew."""
    await talk.drops(FLIGHTS.replace("2026-12-03", "2026-12-23"))
    await talk.says(MAYA, "decline")
    await talk.says(BEN, "decline")
    await talk.says(ALEX, "defer until 2026-12-01")
    assert "1 December 2026, 09:00" in talk.task()["next"]
    talk.news(ALEX)
    await talk.waits(days=9)
    assert talk.task()["state"] == "waiting"
    assert "has declined" in talk.hears(ALEX)


async def test_delegated_to_a_name(talk: Talk) -> None:
    """Alex wants Ben: Ben gets it, and Maya, who was asked, learns that it is not hers any more."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "Question: which airport?")
    talk.news(MAYA)
    await talk.says(ALEX, "delegate to Ben Okafor")
    assert talk.task()["assistant"] == "ben"
    assert "Book flights to Lisbon" in talk.hears(BEN)
    assert "taken T-1 back" in talk.hears(MAYA)


@pytest.mark.parametrize("words", ["cancel", "drop", "keep"])
async def test_whoever_has_it_is_told(talk: Talk, words: str) -> None:
    """Taken back while Maya works: she hears it once, and what she sends later is no delivery."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "accept")
    await talk.says(MAYA, "The fares look good.")
    talk.news(MAYA)
    await talk.says(ALEX, words, to="The fares look good.")
    assert "taken T-1 back" in talk.hears(MAYA)
    state = talk.task()["state"]
    talk.news(ALEX)
    await talk.says(MAYA, "done 3h")
    assert talk.task()["state"] == state
    assert "who does not have it any more, wrote: “done 3h”" in talk.hears(ALEX)


async def test_what_has_no_place_is_not_said_to_be_passed_on(talk: Talk) -> None:
    """A remark on a task that is closed reaches nobody, and Alex is not told that it did."""
    await talk.drops(FLIGHTS)
    await talk.says(MAYA, "done 1h")
    await talk.says(ALEX, "5")
    talk.news(ALEX)
    talk.news(MAYA)
    await talk.says(ALEX, "The weather was lovely there.", to="How is it?")
    assert talk.news(MAYA) == []
    assert "passed on to Maya" not in talk.hears(ALEX)


# --- several at once ----------------------------------------------------------------------------


async def test_one_answer_to_several_tasks(talk: Talk) -> None:
    """Three wait in one letter; Alex answers all of it in one mail, each with its number."""
    await three_wait(talk)
    await talk.says(ALEX, "T-1 approve\nT-2: drop\nT-3 keep, I like halls")
    assert [talk.task(number)["state"] for number in (1, 2, 3)] == ["offered", "dropped", "yours"]
    assert "Rent hall 1" in talk.hears(MAYA)


async def test_one_word_for_several_tasks(talk: Talk) -> None:
    """`T-1, T-2 and T-3: drop` is said of all of them."""
    await three_wait(talk)
    await talk.says(ALEX, "T-1, T-2 and T-3: drop")
    assert [talk.task(number)["state"] for number in (1, 2, 3)] == ["dropped"] * 3


async def test_an_answer_without_a_number(talk: Talk) -> None:
    """Nothing is guessed: Alex is asked which task he means, once a day."""
    await three_wait(talk)
    for _ in range(2):
        await talk.says(ALEX, "approve", to="T-3")
    assert [talk.task(number)["state"] for number in (1, 2, 3)] == ["waiting"] * 3
    assert "which" in talk.hears(ALEX).casefold()
    await talk.waits(days=1)
    talk.news(ALEX)
    await talk.says(ALEX, "approve", to="Rent hall 3")
    assert "which" in talk.hears(ALEX).casefold()


async def test_a_number_that_is_not_there(talk: Talk) -> None:
    """`T-99` is nobody's: what is said of the others is done."""
    await three_wait(talk)
    await talk.says(ALEX, "T-2 drop\nT-99 approve")
    assert talk.task(2)["state"] == "dropped"
    assert talk.heard.all("reply.ignored")[-1]["reason"] == "there is no T-99 of Alex Rivera's"


# --- secrets ------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["The password is hunter2-Xy9", "Use my card 4111 1111 1111 1111"])
async def test_a_secret_in_an_answer_stays(talk: Talk, secret: str) -> None:
    """Alex answers with one: Maya does not get it, and he is told so, without it."""
    await talk.drops(FLIGHTS)
    talk.news(MAYA)
    await talk.says(MAYA, "Question: how do I log in?")
    talk.news(ALEX)
    await talk.says(ALEX, f"Barajas. {secret}")
    assert talk.news(MAYA) == []
    told = talk.hears(ALEX)
    assert "was not passed on" in told
    assert "hunter2" not in told
    assert "4111" not in told
    assert talk.task()["state"] == "asked"
    log = str(talk.heard.lines)
    assert "hunter2" not in log
    assert "4111" not in log


async def three_wait(talk: Talk) -> None:
    """Three halls, and one letter about them."""
    for number in (1, 2, 3):
        talk.place.drop(f"{number}.md", COSTLY.replace("a hall", f"hall {number}"), folder="")
    for number in (1, 2, 3):
        (talk.place.path / f"tasks/{number}.md").rename(talk.place.path / f"tasks/inbox/{number}.md")
    await talk.heard.says("task.decided", times=3)
    await talk.settles()
    assert all(f"Rent hall {number}" in text for text in [talk.hears(ALEX)] for number in (1, 2, 3))
    talk.place.clock.advance(timedelta(minutes=5))


def answered_below(letter: str, answers: dict[str, str]) -> str:
    """The quoted letter with an answer below each of these lines, and nothing above it."""
    lines: list[str] = []
    for line in letter.splitlines():
        lines.append(f"> {line}".rstrip())
        lines += [answer for question, answer in answers.items() if question in line]
    return "On Monday, the desk wrote:\n" + "\n".join(lines) + "\n"


def files_of(letter: EmailMessage) -> dict[str, bytes]:
    """What is attached, but for the calendar entry."""
    parts = [part for part in letter.iter_attachments() if part.get_content_type() != "text/calendar"]
    return {str(part.get_filename()): bytes(part.get_payload(decode=True)) for part in parts}
