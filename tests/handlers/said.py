"""Finds every sentence that the code says, for the test that compares them with the catalogues."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ONE = {"say", "pieces", "N_"}
TWO = {"count"}

Said = str | tuple[str, str]


def sentences() -> set[Said]:
    """Give every message id, and for plurals the pair, that handlers and cases hold."""
    return {found for tree in _trees() for call in _calls(tree) if (found := _literal(call)) is not None}


def hidden() -> list[str]:
    """Give the calls whose sentence stands inside an expression, where no search would find it."""
    return [ast.unparse(call) for tree in _trees() for call in _calls(tree) if _hides(call)]


def _trees() -> Iterator[ast.Module]:
    for folder in ("handlers", "api", "cases", "domain"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in ONE | TWO and node.args:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _literal(call: ast.Call) -> Said | None:
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if _name(call) in TWO:
        return (texts[0], texts[1]) if len(texts) == 2 else None
    return texts[0] if texts else None


def _hides(call: ast.Call) -> bool:
    first = call.args[0]
    inside = [node for node in ast.walk(first) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return _name(call) in ONE and not isinstance(first, ast.Constant) and bool(inside)
