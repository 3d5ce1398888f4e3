"""The words that count: how they are looked up, and the tables that come with the program."""
# ruff: noqa: RUF001  # apostrophes as phones write them

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from delegated.replies.almanac import folded
from delegated.replies.words import KNOWN_WORDS, Role, Vocabulary, Word

TABLES = sorted((Path(__file__).parents[2] / "config" / "words").glob("*.toml"))
ENGLISH = Vocabulary.of({})


def spoken(text: str, role: Role, vocabulary: Vocabulary = ENGLISH) -> tuple[Word, str] | None:
    """The word that a text begins with, and as which phrase."""
    found = vocabulary.spoken(folded(text), role)
    return (found.word, text[found.start : found.end]) if found else None


def test_the_longest_phrase_counts() -> None:
    """`No` alone declines; `no problem` does not."""
    assert spoken("no", Role.ASSISTANT) == (Word.DECLINE, "no")
    assert spoken("No problem at all, really", Role.ASSISTANT) == (Word.ACCEPT, "No problem at all")


def test_a_phrase_ends_where_a_word_ends() -> None:
    """In any script."""
    assert spoken("accepting's", Role.ASSISTANT) is None
    assert spoken("doneness", Role.ASSISTANT) is None
    assert spoken("donée", Role.ASSISTANT) is None
    assert spoken("doneж", Role.ASSISTANT) is None
    assert spoken("Done.", Role.ASSISTANT) == (Word.DONE, "Done")


def test_the_same_phrase_means_what_its_speaker_can_mean() -> None:
    """An assistant accepts what an owner approves."""
    assert spoken("yes", Role.ASSISTANT) == (Word.ACCEPT, "yes")
    assert spoken("yes", Role.OWNER) == (Word.APPROVE, "yes")
    assert spoken("cancel", Role.ASSISTANT) is None


@pytest.mark.parametrize("text", ["acepto", "ACEPTO", "Aceptó", "acepto."])
def test_capitals_and_accents_do_not_matter(text: str) -> None:
    """People write from phones."""
    spanish = Vocabulary.of({"es": {"accept": ["Acépto"]}})
    found = spanish.spoken(folded(text), Role.ASSISTANT)
    assert found is not None
    assert found.word is Word.ACCEPT


def test_apostrophes_are_all_the_same() -> None:
    """Phones write round ones."""
    assert spoken("I’m on it", Role.ASSISTANT) == (Word.ACCEPT, "I’m on it")


def test_the_settings_win_over_english() -> None:
    """An office may mean something else by a word."""
    own = Vocabulary.of({"en": {"keep": ["stop"], "nonsense": ["x"], "drop": ["", "..."]}})
    assert spoken("stop", Role.OWNER, own) == (Word.KEEP, "stop")
    assert spoken("x", Role.OWNER, own) is None


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_each_table_that_comes_along_is_whole(table: Path) -> None:
    """All words, each with phrases, none of them twice, and the first one is understood as what it stands for."""
    told = tomllib.loads(table.read_text(encoding="utf-8"))["words"]
    assert set(told) == {table.stem}
    words = told[table.stem]
    assert set(words) == set(KNOWN_WORDS)
    vocabulary = Vocabulary.of(told)
    for name, phrases in words.items():
        assert len(set(phrases)) == len(phrases), name
        if name != "private":
            found = [spoken(phrases[0], role, vocabulary) for role in Role]
            assert (Word(name), phrases[0]) in found


def test_what_the_settings_may_name() -> None:
    """All that can be said, but no rating: that is a figure."""
    assert "private" in KNOWN_WORDS
    assert "accept" in KNOWN_WORDS
    assert "rating" not in KNOWN_WORDS
