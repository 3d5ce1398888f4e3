"""`schema`: JSON Schema of what people write, for editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from delegated.cli.printing import fail

if TYPE_CHECKING:
    from pydantic import BaseModel

SCHEMAS: Final = ("task", "roster", "rules", "settings")


def schema(what: Annotated[str, typer.Argument(help="task, roster, rules or settings")]) -> None:
    """Print the JSON Schema of task files, roster, rules or settings."""
    if what not in SCHEMAS:
        from delegated.core.errors import did_you_mean  # noqa: PLC0415

        fail(f"there is no schema `{what}`; {did_you_mean(what, SCHEMAS)}", code=2)
    typer.echo(schema_text(what), nl=False)


def schema_text(what: str) -> str:
    """The schema, with `x-` keys allowed where the owner may have her own."""
    from delegated.core.people import RosterFile  # noqa: PLC0415  pydantic takes a while to load
    from delegated.core.rules import RuleFile  # noqa: PLC0415
    from delegated.core.task import TaskFile  # noqa: PLC0415
    from delegated.settings import Settings  # noqa: PLC0415

    models: dict[str, type[BaseModel]] = {
        "task": TaskFile,
        "roster": RosterFile,
        "rules": RuleFile,
        "settings": Settings,
    }
    document: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    document |= models[what].model_json_schema(mode="validation")
    if what == "task":
        document["patternProperties"] = {"^x-": {}}
    if what == "rules":
        document["$defs"]["RuleEntry"]["properties"]["when"] = _when()
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _when() -> dict[str, Any]:
    """What may stand in a `when`: the fields and facts, each with the operators that fit it."""
    from delegated.core.vocabulary import BLOCKS, FACTS, FIELDS, OPERATORS  # noqa: PLC0415

    fields: dict[str, Any] = {}
    for name, sort in {**FIELDS, **FACTS}.items():
        operators = {
            "type": "object",
            "properties": {op: {} for op in sorted(OPERATORS[sort])},
            "additionalProperties": False,
        }
        fields[name] = {
            "description": f"{sort.value[0].upper()}{sort.value[1:]}",
            "anyOf": [operators, {"type": ["string", "number", "boolean", "array"]}],
        }
    blocks = {name: {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]} for name in BLOCKS}
    return {
        "description": "Fields and facts and what they must be; all must hold. Left out: always",
        "anyOf": [
            {
                "type": "object",
                "properties": {**fields, **blocks},
                "patternProperties": {"^x-": {}},
                "additionalProperties": False,
            },
            {"type": "null"},
        ],
    }
