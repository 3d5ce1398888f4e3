"""`schema`: JSON Schema of what people write, for editors.

Draft 07, as that is what editors read: the YAML language server behind VS Code, Neovim and others, and Taplo for TOML.
Each document holds all that it refers to, so that it can be copied anywhere.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

import typer

from delegated.cli.printing import fail

SCHEMAS: Final = ("task", "roster", "rules", "settings")


def schema(what: Annotated[str, typer.Argument(help="task, roster, rules or settings")]) -> None:
    """Print the JSON Schema of task files, roster, rules or settings."""
    if what not in SCHEMAS:
        from delegated.core.errors import did_you_mean  # noqa: PLC0415

        fail(f"there is no schema `{what}`; {did_you_mean(what, SCHEMAS)}", code=2)
    typer.echo(schema_text(what), nl=False)


def schema_text(what: str) -> str:
    """The schema: the same text for the same version of delegated, wherever it is asked for."""
    from delegated.cli import shaping  # noqa: PLC0415  pydantic takes a while to load

    makers: dict[str, Any] = {
        "task": shaping.task, "roster": shaping.roster, "rules": shaping.rules, "settings": shaping.settings,
    }  # fmt: skip
    return json.dumps(makers[what](), indent=2, ensure_ascii=False) + "\n"
