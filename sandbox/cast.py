"""The files from which a workspace is set up: the app's manifest, and the people and channels that are there.

A file of people is YAML or JSON:

    people:
      - name: Alice Miller           # the one thing that everybody must have
        email: alice@example.com
        id: U0ALICE                  # made of the name where it is left out
        title: Team lead             # also: locale (en-US), tz (Etc/UTC), guest and stranger (true, false)
    channels:
      - name: general
        members: [Alice Miller]      # names, addresses or ids; everybody where it is left out
        bot: true                    # whether the bot has been invited; true where it is left out
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from sandbox.clock import SettableClock
from sandbox.locales import LOCALES
from sandbox.records import Json
from sandbox.state.installed_app import ManifestError
from sandbox.workspace import Workspace

TEXTS = ("name", "email", "id", "title", "locale", "tz")
FLAGS = ("guest", "stranger")
CHANNEL = re.compile(r"[\w-]{1,80}")
USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")


class CannotSetUp(ValueError):
    """A file does not say what it should; the message is one sentence for whoever wrote it."""


@dataclass(frozen=True)
class Cast:
    """Who is in the workspace, and its channels."""

    people: tuple[Mapping[str, Any], ...]
    channels: tuple[Mapping[str, Any], ...] = field(default=({"name": "general"},))


EVERYBODY = Cast(
    people=(
        {"id": "U0ALICE", "name": "Alice Miller", "email": "alice@example.com", "title": "Team lead"},
        {"id": "U0BOB", "name": "Bob Chen", "email": "bob@example.com", "title": "Developer"},
        {"id": "U0CAROL", "name": "Carol Okafor", "email": "carol@example.com", "title": "Designer"},
    ),
    channels=({"name": "general"}, {"name": "random", "bot": False}),
)


def workspace_from(manifest: Path, people: Path | None = None, clock: SettableClock | None = None) -> Workspace:
    """Make the workspace that these files describe, with people of ours where none are given; raises CannotSetUp."""
    return set_up(read(manifest), cast_of(read(people), people) if people else EVERYBODY, str(manifest), clock)


def set_up(manifest: Json, cast: Cast, name: str = "the manifest", clock: SettableClock | None = None) -> Workspace:
    """Make a workspace with this app and these people; raises CannotSetUp."""
    try:
        workspace = Workspace(manifest, clock)
    except ManifestError as error:
        raise CannotSetUp(f"{name}: {error}.") from error
    for one in cast.people:
        details = {"tz": "Etc/UTC"} | {key: value for key, value in one.items() if key != "id"}
        workspace.add_person(one.get("id") or _id_of(one["name"]), **details)
    for channel in cast.channels:
        members = [_found(workspace, one) for one in channel.get("members", workspace.people)]
        workspace.add_channel(channel["name"], members, has_bot=channel.get("bot", True))
    return workspace


def read(path: Path) -> Json:
    """Return the object in a YAML or JSON file; raises CannotSetUp."""
    try:
        text = path.read_text("utf-8")
        found = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except OSError as error:
        raise CannotSetUp(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CannotSetUp(f"{path} is neither YAML nor JSON: {reason}.") from error
    if not isinstance(found, dict):
        raise CannotSetUp(f"{path} does not hold an object with names and values.")
    return found


def cast_of(given: Json, path: Path) -> Cast:
    """Return the people and channels of a file; raises CannotSetUp for what it should not say."""
    if unknown := sorted(set(given) - {"people", "channels"}):
        raise CannotSetUp(f"{path} has people and channels, but not {unknown[0]!r}.")
    people = _several(given.get("people"), "people", path)
    channels = _several(given.get("channels", [{"name": "general"}]), "channels", path)
    for one in people:
        _check_person(one, path)
    for one in channels:
        _check_channel(one, people, path)
    ids = [one.get("id") or _id_of(one["name"]) for one in people]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise CannotSetUp(f"{path}: two people have the id {twice[0]}; give one of them another.")
    return Cast(tuple(people), tuple(channels))


def _several(given: Any, what: str, path: Path) -> list[Json]:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise CannotSetUp(f"{path}: {what} is to be a list, each with a name.")
    if what == "people" and not given:
        raise CannotSetUp(f"{path} names nobody.")
    return given


def _check_person(one: Json, path: Path) -> None:
    who = one.get("name")
    if not isinstance(who, str) or not who.strip():
        raise CannotSetUp(f"{path}: somebody has no name.")
    for key, value in one.items():
        proper = isinstance(value, str) if key in TEXTS else key in FLAGS and isinstance(value, bool)
        if not proper:
            raise CannotSetUp(f"{path}: {who} cannot have {key}: {value!r}.")
    if one.get("locale", "en-US") not in LOCALES:
        raise CannotSetUp(f"{path}: Slack has no locale {one['locale']!r}; {who} can have {', '.join(LOCALES)}.")
    if not USER_ID.fullmatch(one.get("id") or _id_of(who)):
        raise CannotSetUp(f"{path}: {who} needs an id of capitals and digits that begins with U.")
    try:
        ZoneInfo(one.get("tz", "Etc/UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CannotSetUp(f"{path}: there is no time zone {one['tz']!r}, which {who} has.") from None


def _check_channel(one: Json, people: list[Json], path: Path) -> None:
    name = one.get("name")
    if not isinstance(name, str) or not CHANNEL.fullmatch(name) or name != name.lower():
        raise CannotSetUp(f"{path}: a channel's name is small letters, digits and dashes, not {name!r}.")
    if unknown := sorted(set(one) - {"name", "members", "bot"}):
        raise CannotSetUp(f"{path}: #{name} has name, members and bot, but not {unknown[0]!r}.")
    known = {value for person in people for value in (*_names(person.get("id", ""), person), _id_of(person["name"]))}
    members = one.get("members", [])
    if not isinstance(members, list) or not isinstance(one.get("bot", True), bool):
        raise CannotSetUp(f"{path}: #{name} has a list of members, and for bot true or false.")
    if strangers := [member for member in members if member not in known]:
        raise CannotSetUp(f"{path}: {strangers[0]!r} in #{name} is none of the people.")


def _names(id: str, person: Mapping[str, Any]) -> Iterable[str]:
    return (id, person["name"], person.get("email", ""))


def _found(workspace: Workspace, member: str) -> str:
    return next(id for id, one in workspace.people.items() if member in (id, one.name, one.email))


def _id_of(name: str) -> str:
    letters = re.sub("[^A-Z0-9]", "", name.partition(" ")[0].upper())
    return f"U0{letters}"
