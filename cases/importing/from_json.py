"""A case as another program says it, in JSON: entries and checks as of a file, each fault with its place.

The reader of entries knows where something stands by its line. Here each value has a line of its own, by which its
JSON pointer (RFC 6901) is found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from cases.importing.entries import as_entry
from cases.importing.faults import Fault, Faults
from cases.importing.records import CASE, CaseRecord, case_record
from domain import arriving
from domain.errors import N_

NOWHERE = Path()
KEYS = tuple(key for key in CASE if key != "attachments")
DEEPEST = 8  # far more than anything that is known here
_TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Body:
    """What was said, with the place of each value."""

    pointers: list[str] = field(default_factory=list)

    def place_of(self, fault: Fault) -> str:
        """Where a fault is, as a JSON pointer; empty for the whole."""
        return self.pointers[fault.line - 1] if 0 < fault.line <= len(self.pointers) else ""

    def node(self, value: object, pointer: str = "") -> yaml.Node:
        """A value as the reader of entries takes it."""
        mark = yaml.Mark("", 0, len(self.pointers), 0, None, 0)
        self.pointers.append(pointer)
        if pointer.count("/") > DEEPEST:
            return yaml.ScalarNode(f"{_TAG}str", "…", mark, mark)
        if isinstance(value, Mapping):
            pairs = [(key, one, f"{pointer}/{_escaped(key)}") for key, one in value.items()]
            inside = [(self._scalar("str", key, at), self.node(one, at)) for key, one, at in pairs]
            return yaml.MappingNode(f"{_TAG}map", inside, mark, mark)
        if isinstance(value, list):
            items = [self.node(one, f"{pointer}/{number}") for number, one in enumerate(value)]
            return yaml.SequenceNode(f"{_TAG}seq", items, mark, mark)
        return yaml.ScalarNode(f"{_TAG}{_kind(value)}", _written(value), mark, mark)

    def _scalar(self, kind: str, value: str, pointer: str) -> yaml.ScalarNode:
        mark = yaml.Mark("", 0, len(self.pointers), 0, None, 0)
        self.pointers.append(pointer)
        return yaml.ScalarNode(f"{_TAG}{kind}", value, mark, mark)


def read_case(case_id: str, said: Mapping[str, object], body: Body, faults: Faults) -> CaseRecord | None:
    """What is said of the case with this number, noting every fault that can be seen without the database."""
    entry = as_entry(body.node({**said, "id": case_id}), NOWHERE, faults, KEYS)
    other = said.get("id", case_id)
    if entry and (not isinstance(other, str) or arriving.case_number(other) != arriving.case_number(case_id)):
        entry.fault("id", N_("«{key}» er en annen sak enn den i adressen. Ta nøkkelen bort."), key="id")
    return case_record(entry, faults) if entry else None


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _kind(value: object) -> str:
    # What has a fraction here is no text: of the place 184.10 only 184.1 would be left.
    kinds = {type(None): "null", bool: "bool", int: "int", float: "fraction", str: "str"}
    return kinds[type(value)]


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
