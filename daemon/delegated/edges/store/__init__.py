"""The database: every change is a command, every command is on the disk before it is answered.

`Store` opens it; `commands` change and `queries` ask, each on a connection that `Store.do`, `read` or `ask` hands them:

    await store.do(lambda connection: commands.add_task(connection, row, events=history))
    task = store.read(lambda connection: queries.task(connection, 12))
"""

from delegated.edges.store import commands, queries
from delegated.edges.store.errors import DuplicateTask, StoreError
from delegated.edges.store.rows import (
    DecisionRow,
    Errand,
    ErrandRow,
    EventRow,
    Lease,
    LetterRow,
    NewTask,
    Placed,
    TaskRow,
    Workload,
)
from delegated.edges.store.store import Store

__all__ = [
    "DecisionRow",
    "DuplicateTask",
    "Errand",
    "ErrandRow",
    "EventRow",
    "Lease",
    "LetterRow",
    "NewTask",
    "Placed",
    "Store",
    "StoreError",
    "TaskRow",
    "Workload",
    "commands",
    "queries",
]
