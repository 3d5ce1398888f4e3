"""The rows that go in and come out: the plain values of `delegated.ports`, under one roof with the store's own."""

from delegated.ports import (
    DecisionRow,
    Errand,
    ErrandRow,
    EventRow,
    Json,
    Lease,
    LetterRow,
    NewTask,
    Placed,
    TaskRow,
    Workload,
)

__all__ = [
    "DecisionRow",
    "Errand",
    "ErrandRow",
    "EventRow",
    "Json",
    "Lease",
    "LetterRow",
    "NewTask",
    "Placed",
    "TaskRow",
    "Workload",
]
