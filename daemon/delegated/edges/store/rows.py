"""The rows that go in and come out: the plain values of `delegated.ports`, under one roof with the store's own."""

from delegated.ports import (
    AnswerRow,
    DecisionRow,
    Errand,
    ErrandRow,
    EventRow,
    Json,
    Lease,
    LetterRow,
    NewTask,
    PersonRow,
    Placed,
    ReplyMark,
    ReplyRow,
    TaskRow,
    Workload,
)

__all__ = [
    "AnswerRow",
    "DecisionRow",
    "Errand",
    "ErrandRow",
    "EventRow",
    "Json",
    "Lease",
    "LetterRow",
    "NewTask",
    "PersonRow",
    "Placed",
    "ReplyMark",
    "ReplyRow",
    "TaskRow",
    "Workload",
]
