"""Runs the story: what comes from outside is kept in one transaction, and only then acted upon.

    service       the life of the office: files, answers and errands in, start and end
    intake        from a settled file to a task that can be decided, or to a rejected file with the reason
    reception     mail in, kept raw first
    understanding what a mail is, whose, and about which task
    listening     from a mail that was understood to what follows from it
    hearing       from what somebody has said to what happens in the story
    steps         the next step of one task, kept in one transaction with all that follows from it
    gathering     several things to one person are one letter
    mailroom      letters to the postman, and what became of them
    room          what all of these share
    records       the rows that are kept, from what the story says

A crash at any point repeats work: what was kept is done again by its errands, what was not kept still lies
in the inbox. Nothing is done before it is kept.
"""

from delegated.service.reception import Ear
from delegated.service.records import restored
from delegated.service.service import HalfAnOffice, Service

__all__ = ["Ear", "HalfAnOffice", "Service", "restored"]
