"""The command `delegated`. Each module holds a group of commands; what they need is loaded when they run."""

from __future__ import annotations

import sys

import typer

from delegated import __version__
from delegated.cli import asking, explaining, homes, rules, running, schemas, telling

app = typer.Typer(
    name="delegated",
    help="Drop a task file into a folder; the right assistant gets a complete brief by mail.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init")(homes.init)
app.command("run")(running.run)
app.command("check")(homes.check)
app.command("explain")(explaining.explain)
app.command("preview")(asking.preview)
app.command("status")(asking.status)
app.command("events")(asking.events)
app.command("tell")(telling.tell)
app.command("schema")(schemas.schema)
app.add_typer(rules.app, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"delegated {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Drop a task file into a folder; the right assistant gets a complete brief by mail."""


def main() -> None:
    """Run the command line."""
    try:
        app()
    except BrokenPipeError:  # `delegated events | head`: whoever read it has enough.
        sys.stderr.close()
        sys.exit(0)
