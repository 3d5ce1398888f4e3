"""Where the owner's own templates run: values, loops and macros; no methods, no functions, and no work without an end.

Loops inside loops, macros that call themselves, and texts made of texts are all paid for from one purse for each
rendering; when it is empty, the template is at fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Template, Undefined, nodes, pass_context, pass_eval_context
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Macro
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

_PURSE = 50_000_000  # half a million rounds of a loop, or that many characters: a second of work at most
_ROUND = 100
_LONGEST_SEPARATOR = 100
_TOO_MUCH = "goes round too often, or makes too much text out of little"


class _Paid(CodeGenerator):
    """Compiles a template so that each round, each call and each value that is kept or shown is paid for."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  Jinja2's name
        for loop in list(node.find_all(nodes.For)):
            loop.iter = self._filtered(loop.iter, "rounds", _price(loop))
        for called in self._called(node):
            step = self._filtered(nodes.Const(0, lineno=called.lineno), "call", _price(called))
            called.body.insert(0, nodes.ExprStmt(step, lineno=called.lineno))
        for kept in list(node.find_all(nodes.Assign)):
            kept.node = self._filtered(kept.node, "value", 0)
        for shown in list(node.find_all(nodes.Output)):
            shown.nodes = [
                part if isinstance(part, nodes.TemplateData) else self._filtered(part, "value", 0)
                for part in shown.nodes
            ]
        super().visit_Template(node, frame)

    @staticmethod
    def _called(node: nodes.Template) -> list[Any]:
        """What has a body that can be run again: the template itself, its macros, its blocks."""
        return [node, *node.find_all((nodes.Macro, nodes.CallBlock, nodes.Block))]

    def _filtered(self, node: Any, what: str, price: int) -> Any:
        paid = nodes.Filter(node, f"paid {what}", [nodes.Const(price)], [], None, None)
        return paid.set_lineno(node.lineno).set_environment(self.environment)


class Sandbox(SandboxedEnvironment):
    """Renders what somebody else wrote, within bounds. One rendering at a time."""

    intercepted_binops = frozenset({"*", "**", "%"})
    code_generator_class = _Paid

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._purse = _PURSE

    def rendered(self, template: Template, facts: Mapping[str, object]) -> str:
        """The text of the template. Raises whatever a template may raise; SecurityError where it takes too much."""
        self._purse = _PURSE
        return template.render(facts)

    def pay(self, price: int) -> None:
        """Takes so much from the purse of this rendering. Raises SecurityError when it is empty."""
        self._purse -= price
        if self._purse < 0:
            raise SecurityError(_TOO_MUCH)

    def is_safe_callable(self, obj: object) -> bool:
        """Whether it is a part of a template; or nothing: calling that tells its name, as using it would."""
        return isinstance(obj, (Macro, BlockReference, Undefined))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers can be multiplied; nothing else can, and nothing is raised to a power."""
        if operator == "**" or not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
            raise SecurityError(f"`{operator}` cannot be used in a letter's template")
        return super().call_binop(context, operator, left, right)


def joined(join: Any) -> Any:
    """Jinja2's `join`, but for separators so long that a text would be multiplied with another."""

    @pass_eval_context
    def within_bounds(eval_context: Any, value: Any, d: str = "", attribute: Any = None) -> Any:
        if len(d) > _LONGEST_SEPARATOR:
            raise SecurityError(_TOO_MUCH)
        return join(eval_context, value, d, attribute)

    return within_bounds


def _price(node: nodes.Node) -> int:
    """Of one round: the text in it, and the round itself."""
    return _ROUND + sum(len(text.data) for text in node.find_all(nodes.TemplateData))


@pass_context
def _rounds(context: Context, items: Iterable[object], price: int) -> Iterator[object]:
    environment: Any = context.environment
    for item in items:
        environment.pay(price)
        yield item


@pass_context
def _call(context: Context, _nothing: int, price: int) -> None:
    environment: Any = context.environment
    environment.pay(price)


@pass_context
def _value(context: Context, value: object, _price: int) -> object:
    environment: Any = context.environment
    if isinstance(value, (str, tuple, list)):
        environment.pay(len(value))
    return value


PAID = {"paid rounds": _rounds, "paid call": _call, "paid value": _value}
"""The filters that do the paying. Their names have a blank in them: no template can name them."""
