"""What the modules of the store hold: their statements, also those that stand ready, and those in dicts and lists."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import sqlalchemy as sa

import store
from store.ready import Ready


def modules() -> list[ModuleType]:
    """All modules of the store."""
    names = [found.name for found in pkgutil.iter_modules(store.__path__) if not found.ispkg]
    return [importlib.import_module(f"store.{name}") for name in names]


def _each(value: Any) -> Iterator[Any]:
    yield from value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]


def _named(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    for number, one in enumerate(_each(value)):
        yield name + (f"[{number}]" if number else ""), one


def ready() -> dict[str, Ready[Any]]:
    """The statements that stand ready, by their names."""
    return {name: one for name, one in _all() if isinstance(one, Ready)}


def selects() -> dict[str, sa.Select[Any]]:
    """The selects, by their names."""
    found = {name: one.statement if isinstance(one, Ready) else one for name, one in _all()}
    return {name: one for name, one in found.items() if isinstance(one, sa.Select)}


def _all() -> Iterator[tuple[str, Any]]:
    for module in modules():
        for name, value in vars(module).items():
            yield from _named(value, f"{module.__name__}.{name}")
