"""Runs the story: what comes from outside is kept in one transaction, and only then acted upon.

    service    the life of the office: files and errands in, the next step of a story, start and end
    intake     from a settled file to a task that can be decided, or to a rejected file with the reason
    mailroom   letters to the postman, and what became of them
    records    the rows that are kept, from what the story says

A crash at any point repeats work: what was kept is done again by its errands, what was not kept still lies
in the inbox. Nothing is done before it is kept.
"""

from delegated.service.records import restored
from delegated.service.service import HalfAnOffice, Service

__all__ = ["HalfAnOffice", "Service", "restored"]
