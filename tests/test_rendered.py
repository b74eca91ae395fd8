"""Whatever a test lets be shown goes before the judges, and they would notice."""

from typing import Any

import pytest

from sandbox.workspace import Workspace
from tests.rendered import Rendered
from tests.sandbox.tiny_bot import MANIFEST
from tests.world import World, manifest

TINY, BOT = Workspace(MANIFEST), Workspace(manifest())
PARSED = [{"type": "section", "text": {"type": "mrkdwn", "text": "*hei*"}}]
LONG = [{"type": "header", "text": {"type": "plain_text", "text": "a" * 151, "emoji": False}}]


async def test_what_the_bot_shows_in_any_world_is_noted(sqlite_world: World, rendered: Rendered) -> None:
    await sqlite_world.create()
    assert {surface for _, surface, _ in rendered.waiting} == {"home", "modal", "options", "message"}


@pytest.mark.parametrize(
    ("surface", "given"),
    [
        ("message", LONG),
        ("home", {"type": "home", "blocks": LONG}),
        (
            "modal",
            {"type": "modal", "title": {"type": "plain_text", "text": "a" * 25}, "blocks": [{"type": "divider"}]},
        ),
        ("message", [{"type": "alert", "text": {"type": "plain_text", "text": "a"}}]),
        ("options", {"options": [{"text": {"type": "plain_text", "text": "a"}, "value": "1" * 151}]}),
    ],
)
def test_what_a_reference_refuses_would_be_noticed(surface: str, given: Any) -> None:
    rendered = Rendered()
    rendered.look(TINY, surface, given)
    with pytest.raises(AssertionError, match=surface):
        rendered.judge()


def test_the_bot_keeps_the_houses_rules_too() -> None:
    rendered = Rendered()
    rendered.look(TINY, "message", PARSED)
    rendered.judge()
    rendered = Rendered()
    rendered.look(BOT, "message", PARSED)
    with pytest.raises(AssertionError, match="parsed"):
        rendered.judge()


def test_a_block_is_judged_once() -> None:
    rendered = Rendered()
    divider = {"type": "divider"}
    rendered.look(TINY, "message", [divider])
    rendered.judge()
    rendered.look(TINY, "message", [divider, divider])
    rendered.judge()
    assert rendered.waiting == []
