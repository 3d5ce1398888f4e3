"""The database: every change is a command, every command is on the disk before it is answered.

`Store` opens it; `commands` change, `queries` ask, `conversation` does both for what people wrote; each works on a
connection that `Store.do`, `read` or `ask` hands it:

    await store.do(lambda connection: commands.add_task(connection, row, events=history))
    task = store.read(lambda connection: queries.task(connection, 12))
"""

from delegated.edges.store import commands, conversation, queries
from delegated.edges.store.errors import DuplicateTask, StoreError
from delegated.edges.store.rows import (
    AnswerRow,
    DecisionRow,
    Errand,
    ErrandRow,
    EventRow,
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
from delegated.edges.store.store import Store

__all__ = [
    "AnswerRow",
    "DecisionRow",
    "DuplicateTask",
    "Errand",
    "ErrandRow",
    "EventRow",
    "Lease",
    "LetterRow",
    "NewTask",
    "PersonRow",
    "Placed",
    "ReplyMark",
    "ReplyRow",
    "Store",
    "StoreError",
    "TaskRow",
    "Workload",
    "commands",
    "conversation",
    "queries",
]
