"""Who works in the large sample's institution, and where: the small sample's people first, then many more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.sample.large.telling import read
from domain.values import OWNING, Role

LEAVERS = ("grethe.ulvund", "anders.kjaer")
"""Who leave before anybody looks."""
_SMALL = Path(__file__).parent.parent / "sample.yaml"


@dataclass(frozen=True)
class Colleague:
    """Somebody with roles; `key` is the first part of the address, `slack_id` the login in the workspace."""

    key: str
    name: str
    slack_id: str
    roles: Mapping[Role, Sequence[str]]

    @property
    def email(self) -> str:
        """The address."""
        return f"{self.key}@uni.example"

    def is_at(self, place: str, *roles: Role) -> bool:
        """Whether they have one of these roles at this very place."""
        return any(place in self.roles.get(role, ()) for role in roles)

    def entry(self) -> dict[str, Any]:
        """What an import file says of them."""
        held = [{"place": place, "role": role.value} for role, places in self.roles.items() for place in places]
        return {"email": self.email, "name": self.name, "slack_id": self.slack_id, "roles": held}


@cache
def places() -> list[dict[str, str]]:
    """What an import file says of the places."""
    found: list[dict[str, str]] = [*_small()["places"], *read("people")["places"]]
    return found


@cache
def everybody() -> dict[str, Colleague]:
    """All of them by their key, those of the small sample first."""
    found = [_from_entry(entry) for entry in _small()["people"]]
    found += [_from_row(row) for row in read("people")["people"]]
    return {one.key: one for one in found}


@cache
def owners_at(place: str) -> list[Colleague]:
    """Who may be given the cases of a place."""
    return [one for one in everybody().values() if one.is_at(place, *OWNING)]


@cache
def solvers_at(place: str) -> list[Colleague]:
    """Who may be given the subtasks of a place, and experts twice as often as others."""
    there = [one for one in everybody().values() if one.is_at(place, *Role)]
    return there + [one for one in there if one.is_at(place, Role.EXPERT)]


@cache
def distributor_of(place: str) -> Colleague:
    """Who distributes the cases of a place."""
    above = place.rpartition(".")[0]
    return next(one for one in everybody().values() if one.is_at(above, Role.DISTRIBUTOR))


@cache
def _small() -> Any:
    return yaml.safe_load(_SMALL.read_text("utf-8"))


def _from_entry(entry: Any) -> Colleague:
    roles: dict[Role, list[str]] = {}
    for one in entry["roles"]:
        roles.setdefault(Role(one["role"]), []).append(one["place"])
    return Colleague(entry["email"].partition("@")[0], entry["name"], entry["slack_id"], roles)


def _from_row(row: Any) -> Colleague:
    login = "U0" + re.sub("[^A-Z0-9]", "", row["email"].upper())
    return Colleague(row["email"], row["name"], login, {role: row[role] for role in Role if role in row})
