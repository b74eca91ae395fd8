"""An entry of a file: a mapping whose values are taken out by name, each checked for its kind as it is taken.

What is wrong is noted with its line, and something harmless is handed out in its place, so that the
reading goes on and finds the other faults too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeGuard

import yaml

from cases.importing.faults import Faults, Source
from domain import arriving
from domain.arriving import tidy
from domain.errors import N_

_TAG = "tag:yaml.org,2002:"
_NULL = f"{_TAG}null"
_WRITTEN_AS_TEXT = {f"{_TAG}{kind}" for kind in ("str", "int", "float", "bool", "timestamp")}
_BOOL = f"{_TAG}bool"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEARS = range(2000, 2100)


class Entry:
    """One mapping; `source` says where it stands."""

    def __init__(self, node: yaml.MappingNode, file: Path, faults: Faults, known: Sequence[str]) -> None:
        """Look through the keys: unknown ones and repeated ones are faults."""
        self._faults = faults
        self._values: dict[str, yaml.Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = tidy(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name not in known:
                words = N_("Ukjent nøkkel «{key}». Her kan det stå: {known}.")
                faults.add(file, line, words, key=name, known=", ".join(known))
            elif name in self._values:
                words = N_("Nøkkelen «{key}» står to ganger. Den står også på linje {line}.")
                faults.add(file, line, words, key=name, line=str(lines[name]))
            else:
                self._values[name] = value
                lines[name] = value.start_mark.line + 1
        self.source = Source(file, node.start_mark.line + 1, lines)

    def names(self, key: str) -> bool:
        """Whether the key stands there at all, even with nothing after it."""
        return key in self._values

    def has(self, key: str) -> bool:
        """Whether something stands there."""
        node = self._values.get(key)
        return node is not None and node.tag != _NULL

    def fault(self, key: str, words: str, /, **values: str | int) -> None:
        """Note a fault at this key."""
        self._faults.at(self.source, key, words, **values)

    def text(self, key: str, limit: int, *, lines: bool = False) -> str:
        """A text that must be there, without blanks around it; empty when it is not there or not usable.

        `lines` allows more than one line.
        """
        if not self.has(key):
            self.fault(key, N_("«{key}» mangler."), key=key)
            return ""
        return self._tidied(key, limit, lines=lines)

    def optional_text(self, key: str, limit: int, *, lines: bool = False) -> str | None:
        """A text that may be left out: then None."""
        return self._tidied(key, limit, lines=lines) or None if self.has(key) else None

    def _tidied(self, key: str, limit: int, *, lines: bool) -> str:
        written = self._scalar(key)
        text = tidy(written)
        if "\n" in text and not lines:
            self.fault(key, N_("«{key}» må stå på én linje."), key=key)
        elif len(text) > limit:
            words = N_("«{key}» er for lang: {length} tegn. Det er plass til {limit}.")
            self.fault(key, words, key=key, length=len(text), limit=limit)
        elif any("\ud800" <= letter <= "\udfff" for letter in written):
            self.fault(key, N_("Her står et tegn som ikke er tekst. Ta det bort."))
        else:
            return text
        return ""

    def _scalar(self, key: str) -> str:
        """The text as it was written: `184.10` is a code and no number."""
        node = self._values[key]
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _WRITTEN_AS_TEXT:
            self.fault(key, N_("«{key}» må være en tekst."), key=key)
            return ""
        if not tidy(node.value):
            self.fault(key, N_("«{key}» er tom."), key=key)
        return str(node.value)

    def day(self, key: str) -> date | None:
        """A date; None when it is left out or not usable."""
        if not self.has(key):
            return None
        written = arriving.day(self._scalar(key))
        try:
            day = date.fromisoformat(written) if _DAY.fullmatch(written) else None
        except ValueError:
            day = None
        if day and day.year in _YEARS:
            return day
        if day:  # many programs write a day that never comes for none at all
            self.fault(key, N_("«{key}» må være i årene 2000 til 2099, og ikke {written}."), key=key, written=written)
        elif written:
            words = N_("«{key}» er ikke en dato: «{written}». Skriv år-måned-dag, for eksempel 2026-12-18.")
            self.fault(key, words, key=key, written=written)
        return None

    def flag(self, key: str) -> bool | None:
        """True or false; None when it is left out or not usable."""
        if not self.has(key):
            return None
        node = self._values[key]
        if isinstance(node, yaml.ScalarNode) and node.tag == _BOOL:
            return node.value.lower() in ("true", "yes", "on")
        self.fault(key, N_("«{key}» må være true eller false."), key=key)
        return None

    def number(self, key: str, *, most: int) -> int:
        """A whole number from 0 that must be there; 0 when it is not there or not usable."""
        if not self.has(key):
            self.fault(key, N_("«{key}» mangler."), key=key)
            return 0
        written = tidy(self._scalar(key))
        if written.isascii() and written.isdigit() and int(written) <= most:
            return int(written)
        self.fault(key, N_("«{key}» må være et helt tall fra 0 til {most}."), key=key, most=most)
        return 0

    def texts(self, key: str, limit: int, *, most: int) -> tuple[str, ...]:
        """A list of short texts; empty when it is left out or not usable."""
        if not self.has(key):
            return ()
        node = self._values[key]
        items = node.value if isinstance(node, yaml.SequenceNode) else [None]
        found = [tidy(one.value) if _is_text(one) else "" for one in items]
        if len(found) <= most and all(0 < len(one) <= limit for one in found):
            return tuple(found)
        words = N_("«{key}» må være en liste med høyst {most} korte ord.")
        self.fault(key, words, key=key, most=most)
        return ()

    def plain(self, key: str) -> object:
        """What stands there as YAML means it, however deep it is."""
        return yaml.SafeLoader("").construct_document(self._values[key])

    def entry(self, key: str, known: Sequence[str]) -> Entry | None:
        """A mapping inside this one that must be there; None when it is not there or none."""
        if not self.has(key):
            self.fault(key, N_("«{key}» mangler."), key=key)
            return None
        return as_entry(self._values[key], self.source.file, self._faults, known)

    def entries(self, key: str, known: Sequence[str]) -> list[Entry]:
        """The mappings of a list; empty when it is left out or no list."""
        if not self.has(key):
            return []
        node = self._values[key]
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, N_("«{key}» må være en liste, der hver linje begynner med en strek."), key=key)
            return []
        found = [as_entry(item, self.source.file, self._faults, known) for item in node.value]
        return [entry for entry in found if entry]


def _is_text(node: yaml.Node | None) -> TypeGuard[yaml.ScalarNode]:
    return isinstance(node, yaml.ScalarNode) and node.tag in _WRITTEN_AS_TEXT


def as_entry(node: yaml.Node, file: Path, faults: Faults, known: Sequence[str]) -> Entry | None:
    """This node as an entry with these keys; None when it is none, which is then noted."""
    if isinstance(node, yaml.MappingNode):
        return Entry(node, file, faults, known)
    words = N_("Her må det stå nøkler med verdier: {known}.")
    faults.add(file, node.start_mark.line + 1, words, known=", ".join(known))
    return None
