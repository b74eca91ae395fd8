"""What the people of a case are called on a paper: by name, and two of the same name by name and address."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from domain.case_record import CaseRecord, Who
from domain.values import Person
from handlers.translator import Translator
from handlers.views.status import name_of


class People:
    """Everybody whom the record of a case names."""

    def __init__(self, record: CaseRecord, translator: Translator) -> None:
        self._translator = translator
        self._known = {one.id: one for one in _met(record)}
        self._of_name: defaultdict[str, set[int]] = defaultdict(set)
        for one in self._known.values():
            self._of_name[one.name.casefold()].add(one.id)

    def person(self, who: Who | None) -> Person | None:
        """The same as views know people."""
        if who is None:
            return None
        return Person(who.id, who.name, who.email, namesake=len(self._of_name[who.name.casefold()]) > 1)

    def name(self, who: Who | None) -> str:
        """What somebody is called; "Ingen" for nobody."""
        return name_of(self.person(who), self._translator)

    def with_address(self, who: Who | None) -> str:
        """The same with the address, for who has a part in the case."""
        return f"{who.name} ({who.email})" if who and who.email else self.name(who)

    def in_details(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """The details of a line of the history, its people by the names that they had then."""
        told = dict(details)
        numbers = told.pop("people", {})
        for name, number in numbers.items() if isinstance(numbers, Mapping) else ():
            if number in self._known and isinstance(told.get(name), str):
                told[name] = self.person(dataclasses.replace(self._known[number], name=told[name]))
        return told


def _met(value: Any) -> Iterator[Who]:
    if isinstance(value, Who):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _met(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _met(getattr(value, field.name))
