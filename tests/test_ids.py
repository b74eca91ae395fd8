"""Every id that can be pressed, typed into or submitted has somebody who answers it, and the manifest agrees.

What an id is for is seen from where the views draw it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from handlers.listeners import all_listeners
from handlers.views import ids
from tests.world import manifest

VIEWS = Path(ids.__file__).parent
SEARCHES = {"external_select", "external_selects", "several"}
IN_EVERY_FORM_AND_ROW = {"VALUE", "MORE"}  # what is typed is read from the form, the entry of a menu is its button
SHORTCUTS = {"CREATE_SUBTASK", "CREATE_SUBTASK_FROM_MESSAGE"}


@cache
def drawn() -> dict[str, set[str]]:
    """The names of all ids that the views draw, by what each is there: a button, a field, a search or a modal."""
    found: dict[str, set[str]] = {"button": set(), "field": set(), "search": set(), "modal": set()}
    for file in sorted(VIEWS.glob("*.py")):
        for what, name in _named(ast.parse(file.read_text("utf-8")), "button"):
            found[what].add(name)
    return found


def _named(node: ast.AST, what: str) -> Iterator[tuple[str, str]]:
    """The names of the ids in a piece of code, each with what it is there."""
    match node:
        case ast.Attribute(value=ast.Name(id="ids"), attr=name) if name.isupper() and name not in IN_EVERY_FORM_AND_ROW:
            yield what, name
    for part, is_there in _parts(node, what):
        yield from _named(part, is_there)


def _parts(node: ast.AST, what: str) -> list[tuple[ast.AST, str]]:
    """The parts of a piece of code, each with what an id is in it: the same as around it, or what the piece says."""
    match node:
        case ast.Call(func=ast.Name(id="field"), args=[block_id, *others], keywords=keywords):
            return [(block_id, "field"), *((one, what) for one in (*others, *keywords))]
        case ast.Call(func=ast.Name(id=function)) if function in SEARCHES:
            return [(one, "search") for one in ast.iter_child_nodes(node)]
        case ast.keyword(arg="callback_id", value=value):
            return [(value, "modal")]
        case ast.Dict(keys=[*keys], values=[*values]):
            return [
                (value, "field" if key and ast.unparse(key) == "'block_id'" else what)
                for key, value in zip(keys, values, strict=True)
            ]
    return [(one, what) for one in ast.iter_child_nodes(node)]


def values(names: set[str]) -> set[str]:
    """The ids themselves."""
    return {getattr(ids, name) for name in names}


def test_every_button_has_a_listener_and_every_listener_a_button() -> None:
    assert all_listeners().names("block_actions") == values(drawn()["button"])


def test_every_menu_that_searches_has_a_listener() -> None:
    assert all_listeners().names("block_suggestion") == values(drawn()["search"])


def test_every_modal_that_is_sent_has_a_listener() -> None:
    assert all_listeners().names("view_submission") == values(drawn()["modal"])


def test_every_id_is_drawn_somewhere_and_as_one_thing_only() -> None:
    names = [name for of_one_kind in drawn().values() for name in of_one_kind]
    known = {name for name in vars(ids) if name.isupper() and not name.startswith("_")}

    assert len(names) == len(set(names))
    assert set(names) == known - IN_EVERY_FORM_AND_ROW - SHORTCUTS


def test_the_manifest_names_what_is_listened_to_and_nothing_else() -> None:
    routes, said = all_listeners(), manifest()
    commands = {one["command"] for one in said["features"]["slash_commands"]}
    assert commands == routes.names("command")
    shortcuts = {one["callback_id"] for one in said["features"]["shortcuts"]}
    assert shortcuts == routes.names("shortcut") | routes.names("message_action")
    events = {one.partition(".")[0] for one in said["settings"]["event_subscriptions"]["bot_events"]}
    assert events == routes.names("event")
