"""The task folders: files that have settled, files moved by hand, and the moves that keep the folders true.

From the outside in: `folders` has the whole, `watching` and `sweeping` tell what is there, `settling` waits until it is
complete, `files` reads and moves one file, `attachments` reads one beside a task, `names` knows what files are called.
"""

from delegated.edges.inbox.attachments import AttachmentFault
from delegated.edges.inbox.folders import Arrival, Sighting, TaskFolders
from delegated.edges.inbox.names import FOLDERS, number_in, placed_name
from delegated.edges.inbox.watching import can_watch

__all__ = ["FOLDERS", "Arrival", "AttachmentFault", "Sighting", "TaskFolders", "can_watch", "number_in", "placed_name"]
