"""`run`: the service itself."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from delegated.cli.printing import Home, fail, home_of, refuse


def run(
    home: Home = None,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Do all that is due, and stop.")] = False,
) -> None:
    """Take tasks from the inbox and carry them on, until SIGTERM. Rules, roster and letters count when saved."""
    from delegated import app  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415
    from delegated.logs import configure  # noqa: PLC0415

    read = app.read_home(home_of(home))
    if isinstance(read, Unreadable):
        refuse(read)
    configure(read.settings.log.format, level=read.settings.log.level)
    try:
        asyncio.run(app.run(read, until_idle=until_idle))
    except app.CannotRun as error:
        fail(str(error))
