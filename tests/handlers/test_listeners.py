"""Every listener answers: what is not acknowledged looks to a person as if nothing had happened."""

from __future__ import annotations

import ast
import inspect
import textwrap

import pytest

from handlers.listeners import all_listeners

LISTENERS = {f"{one.__module__}.{one.__name__}": one for one in all_listeners()}


@pytest.mark.parametrize("name", LISTENERS)
def test_every_way_through_a_listener_ends_with_an_answer(name: str) -> None:
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(LISTENERS[name]))).body
    assert isinstance(function, ast.AsyncFunctionDef)
    assert answers(function.body[-1])
    for body in bodies(function):
        returns = [at for at, statement in enumerate(body) if isinstance(statement, ast.Return)]
        assert all(at and answers(body[at - 1]) for at in returns), name


def answers(statement: ast.stmt) -> bool:
    """Whether a statement acknowledges, or leaves it to what it calls."""
    called = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(called, ast.Await) and isinstance(called.value, ast.Call)):
        return False
    names = [called.value.func, *called.value.args]
    return any(isinstance(one, ast.Name) and one.id == "ack" for one in names)


def bodies(function: ast.AsyncFunctionDef) -> list[list[ast.stmt]]:
    return [node.body for node in ast.walk(function) if hasattr(node, "body") and isinstance(node.body, list)]
