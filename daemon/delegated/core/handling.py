"""What a task takes of its owner's own time: for the brief, for answers, for looking at what was delivered.

Nobody watches her: it is reckoned from what she has written, at rates that stand in the settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from delegated.core.task import Task


@dataclass(frozen=True, slots=True)
class Handling:
    """How fast she writes, what each answer takes beside the writing, and what looking at a delivery takes.

    Nobody writes for longer than `writing_at_most`: a longer text was pasted, or is a mail that was passed on.
    """

    words_per_minute: float = 30
    answer: timedelta = timedelta(minutes=1)
    review: timedelta = timedelta(minutes=5)
    writing_at_most: timedelta = timedelta(minutes=20)

    def of_brief(self, task: Task) -> timedelta:
        """For writing the task down."""
        texts = (task.title, task.details, *task.deliverables, *task.expectations, task.private or "")
        return self._writing(" ".join(texts))

    def of_answer(self, text: str) -> timedelta:
        """For reading a letter and answering it so."""
        return self.answer + self._writing(text)

    def _writing(self, text: str) -> timedelta:
        return min(timedelta(minutes=len(text.split()) / self.words_per_minute), self.writing_at_most)


USUAL_HANDLING: Final = Handling()
