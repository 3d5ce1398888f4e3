"""`rules test`: the examples that stand in the rules."""

from __future__ import annotations

import typer

from delegated.cli.printing import At, Home, Json, home_of, moment, print_json, refuse

app = typer.Typer(help="Try the rules out.", no_args_is_help=True)


@app.callback()
def _rules() -> None:
    """Try the rules out."""


@app.command("test")
def try_examples(home: Home = None, at: At = None, as_json: Json = False) -> None:
    """Run every example; exit 1 where one does not come as expected, with the rule that took it instead."""
    from delegated.app import read_home  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415
    from delegated.core.examples import run_examples  # noqa: PLC0415

    read = read_home(home_of(home))
    if isinstance(read, Unreadable):
        refuse(read, as_json=as_json)
    ran = list(run_examples(read.office.book, read.office, moment(at)))
    failed = [one for one in ran if not one.passed]
    if as_json:
        rows = [
            {
                "rule": one.rule,
                "example": one.example,
                "expected": one.expected,
                "got": one.got,
                "taken_by": one.taken_by,
                "place": one.place,
                "why": one.why,
            }
            for one in failed
        ]
        print_json({"passed": len(ran) - len(failed), "failed": rows})
    else:
        for one in failed:
            said = f"example   {one.example}\n    expected  {one.expected}\n    but it    {one.why}\n"
            typer.echo(f"{one.place}: `{one.rule}`\n    {said}", err=True)
        untested = sum(1 for rule in read.office.book.rules if not rule.entry.examples)
        told = f", {untested} rules have no example" if untested else ""
        typer.echo(f"{len(ran) - len(failed)} examples passed, {len(failed)} failed{told}")
    if failed:
        raise typer.Exit(1)
