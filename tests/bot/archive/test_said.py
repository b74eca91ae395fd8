"""What was written, on paper: in the form that it had in Slack."""

from __future__ import annotations

from typing import Any

from bot.archive.paper import Items, Quote, Span
from bot.archive.said import parts_of
from domain.case_record import VersionRecord
from handlers.views.rich_text import plain
from tests.institution import MONDAY


def items(style: str, *said: str) -> dict[str, Any]:
    sections = [{"type": "rich_text_section", "elements": [{"type": "text", "text": one}]} for one in said]
    return {"type": "rich_text_list", "style": style, "elements": sections}


def test_numbers_after_bullets_begin_at_one_and_after_numbers_go_on() -> None:
    lists = [items("bullet", "x", "y"), items("ordered", "a", "b"), items("ordered", "c")]
    blocks = ({"type": "rich_text", "elements": lists},)
    version = VersionRecord(1, MONDAY, plain(blocks), blocks)

    assert [part.first for part in parts_of(version) if isinstance(part, Items)] == [None, 1, 3]


def test_a_list_that_was_quoted_is_a_quotation() -> None:
    blocks = ({"type": "rich_text", "elements": [items("ordered", "a", "b") | {"border": 1}, items("bullet", "x")]},)
    quoted, own = parts_of(VersionRecord(1, MONDAY, plain(blocks), blocks))

    assert quoted == Quote(((Span("1. a"),), (Span("2. b"),)))
    assert isinstance(own, Items)
