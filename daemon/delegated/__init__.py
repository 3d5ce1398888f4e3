"""delegated: drop a task file into a folder; the right assistant gets a complete brief by mail, and answers by mail.

The map of the package, from the top down; nothing imports upwards.

    cli/              the command `delegated`, one module a group of commands
    app/              the composition root: from a home to a running service; alone in importing edges
    service/          runs the story: keeps what comes from outside in one transaction, then acts upon it
    edges/            the world, a part for each thing: inbox, maildir, imap, store, postman, cabinet, clock, systemd
    ports             what the service asks of the world, and the rows that go over that counter
    correspondence/   which letter goes to whom, in which thread, under which Message-ID
    explaining        why something was decided, as one value
    story/            PURE. What may happen to a task, as one table; a module a chapter
    core/             PURE. Knows and decides: reading, rules, facts, choosing, calendar, patience, money

    letters/          leaf: values in, the exact bytes of a mail out
    replies/          leaf, PURE: the bytes of a mail in, what somebody has said out
    events            leaf: the catalogue of what the log says
    logs              leaf: the log itself
    settings          leaf: `delegated.toml`, variables and credentials
    shipped           leaf: rules, settings and units that come with the program

The way of a task through these, with a picture: docs/map.md.
"""

__version__ = "0.1.0"
