"""What the administrator's file (TEMPLATES) says of types of cases; without one, nothing that reads files is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from domain.retention import Retention
from domain.templates import Templates


class TypesOfCases(NamedTuple):
    """What the file says of types of cases."""

    templates: Templates = Templates()
    retention: Retention = Retention()


class FaultyTemplatesError(ValueError):
    """The file cannot be used; `faults` has a line for each thing to put right."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_templates(name: str) -> TypesOfCases:
    """What this file says; an empty name is no file. Raises FaultyTemplatesError with every fault."""
    if not name:
        return TypesOfCases()
    from bot.templates import read  # noqa: PLC0415 - it brings the whole import of cases, which takes 40 ms to load

    return read(Path(name))
