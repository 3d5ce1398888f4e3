"""Pairs of tasks of which somebody has said whether they are alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAIRS = Path(__file__).parent / "samples" / "likeness"


@dataclass(frozen=True)
class Job:
    """What tells the kind of a task, and nothing else."""

    title: str = "Book flights to Lisbon"
    client: str | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    confidential: bool = False


@dataclass(frozen=True)
class Pair:
    """Two tasks, and whether who did the one well is the natural choice for the other."""

    language: str
    alike: bool
    one: Job
    other: Job


def labelled(name: str) -> list[Pair]:
    """`development`, by which the measure was made, or `holdout`, which was labelled before that."""
    lines = (PAIRS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [_pair(*line.split("\t")) for line in lines]


def _pair(language: str, alike: str, one: str, other: str, more_of_one: str, more_of_other: str) -> Pair:
    return Pair(language, alike == "yes", _job(one, more_of_one), _job(other, more_of_other))


def _job(title: str, more: str) -> Job:
    told = dict(part.split("=") for part in more.split(";") if part)
    tags, skills = (tuple(filter(None, told.get(name, "").split(","))) for name in ("tags", "skills"))
    return Job(title, told.get("client"), tags, skills)
