"""What a letter offers as answers: the words that count, what each of them does, and buttons that begin a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from delegated.letters.wording import mailto

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Literal["assistant", "owner"]
"""On which side of a task somebody stands."""


_SPOKEN: Final[dict[Role, tuple[str, ...]]] = {
    "assistant": ("accept", "decline", "question", "done", "late"),
    "owner": ("approve", "refuse", "again", "cancel", "keep", "drop", "defer", "delegate"),
}
# After these the cursor waits for more.
_GOES_ON = frozenset({"decline", "question", "done", "late", "again", "defer", "delegate"})


@dataclass(frozen=True, slots=True)
class Words:
    """What an answer begins with, in the language of who answers: the assistant's five first, then the owner's."""

    accept: str = "accept"
    decline: str = "decline"
    question: str = "question"
    done: str = "done"
    late: str = "late"
    approve: str = "approve"
    refuse: str = "refuse"
    again: str = "again"
    cancel: str = "cancel"
    keep: str = "keep"
    drop: str = "drop"
    defer: str = "defer"
    delegate: str = "delegate"


@dataclass(frozen=True, slots=True)
class Button:
    """An answer that is begun with a touch: what stands on it, and what stands in the reply that it opens.

    A body that ends in a blank waits for more to be written.
    """

    label: str
    body: str


def fill_in(label: str, missing: Iterable[tuple[str, str]]) -> Button:
    """The button for facts that are missing: a reply with a line for each of them, `due: ` and the like."""
    return Button(label, "\n".join(f"{name}: " for name, _ in missing))


def links(buttons: Iterable[Button], address: str, subject: str) -> tuple[tuple[str, str], ...]:
    """For each button its label and its link."""
    return tuple((button.label, mailto(address, subject, button.body)) for button in buttons)


def by_hand(buttons: Iterable[Button]) -> tuple[tuple[str, str], ...]:
    """What does the same as a button when it is written by hand, and its label; forms to be filled in are left out."""
    written = ((button.body.strip(), button.label) for button in buttons)
    return tuple((said, label) for said, label in written if said and "\n" not in said)


def words_and_links(words: Words, role: Role, address: str, subject: str) -> dict[str, str]:
    """Each word by its name (`late`), and a reply that begins with it (`late_link`)."""
    spoken = {name: getattr(words, name) for name in _SPOKEN[role]}
    begun = {name: f"{word} " if name in _GOES_ON else word for name, word in spoken.items()}
    return spoken | {f"{name}_link": mailto(address, subject, body) for name, body in begun.items()}


def ways(words: Words, role: Role) -> tuple[tuple[str, str], ...]:
    """Each word that somebody on this side can say, with what it does."""
    return _assistants(words) if role == "assistant" else _owners(words)


def _assistants(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (words.accept, "you take it on"),
        (words.decline, "you do not; a reason helps, and is held against nobody"),
        (words.question, "and then what you need to know; the clock stands still until you have the answer"),
        (f"{words.done} 2h", "it is finished, with the hours it took, and with links or attachments"),
        (f"{words.late} friday", "it takes longer, and until when"),
    )


def _owners(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (words.approve, "yes, it may be done, and may cost what it costs"),
        (words.refuse, "no, not like this"),
        ("4 well done", "how good the work was, from 1 to 5, with a word for who did it"),
        (words.again, "it needs another round, and then what to change"),
        (words.keep, "you do it yourself"),
        (f"{words.delegate} maya", "it is handed to somebody, to whom you like"),
        (f"{words.defer} monday", "it is decided anew on that day"),
        (words.drop, "it will not be done"),
        (words.cancel, "it is taken back, and whoever has it is told"),
    )
