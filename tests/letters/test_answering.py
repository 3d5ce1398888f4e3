"""The words and buttons that letters offer as answers."""

from __future__ import annotations

from dataclasses import fields
from urllib.parse import unquote

import pytest

from delegated.letters.answering import Button, Role, Words, by_hand, fill_in, links, ways, words_and_links

ROLES: tuple[Role, ...] = ("assistant", "owner")


def test_every_word_is_on_one_side_and_explained_there() -> None:
    """The five of the assistant, and the owner's; none is forgotten when one is added."""
    told = [said.split()[0] for role in ROLES for said, _ in ways(Words(), role)]
    told.remove("4")
    assert sorted(told) == sorted(field.name for field in fields(Words))


@pytest.mark.parametrize(
    ("role", "name", "body"),
    [
        ("assistant", "accept", "accept"),
        ("assistant", "late", "late "),
        ("owner", "approve", "approve"),
        ("owner", "delegate", "delegate "),
    ],
)
def test_a_reply_begins_with_the_word_and_waits_where_more_is_needed(role: Role, name: str, body: str) -> None:
    """Late until when, delegated to whom."""
    told = words_and_links(Words(), role, "desk@example.org", "Re: x")
    assert told[name] == name
    assert unquote(told[f"{name}_link"]) == f"mailto:desk@example.org?subject=Re: x&body={body}"


def test_a_form_is_a_button_that_nobody_writes_by_hand() -> None:
    """Its lines stand in the letter already."""
    form, word, empty = (
        fill_in("Answer", (("due", "?"), ("budget", "?"))),
        Button("Yes", "approve"),
        Button("Answer", ""),
    )
    assert form.body == "due: \nbudget: "
    assert by_hand((form, word, empty)) == (("approve", "Yes"),)
    assert [label for label, _ in links((form, word, empty), "a@b", "s")] == ["Answer", "Yes", "Answer"]
