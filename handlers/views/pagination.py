"""Turning the pages of a list: one button for the next page, one for the one before."""

from __future__ import annotations

from handlers.translator import Translator
from handlers.views.blocks import Block, actions, button


def turning(action_id: str, labels: tuple[str, str], *, onward: str | None, back: str | None) -> list[Block]:
    """Draw the buttons with what they stand for, None for no such page, under `labels` in the same order.

    Each has a row of its own: within one row Slack demands different action ids.
    """
    values = zip(labels, (onward, back), strict=True)
    return [actions(button(label, action_id, value)) for label, value in values if value is not None]


def turning_by_number(action_id: str, labels: tuple[str, str], page: int, *, has_more: bool) -> list[Block]:
    """Draw them where a page is known by its number alone."""
    onward, back = str(page + 1) if has_more else None, str(page - 1) if page > 0 else None
    return turning(action_id, labels, onward=onward, back=back)


def older_and_newer(
    older: tuple[str, int | None], newer: tuple[str, int | None], translator: Translator
) -> list[Block]:
    """Draw one row for what is ordered by time: each button's action id, and the page it turns to, None for none."""
    found = [(translator.say("Eldre"), *older), (translator.say("Nyere"), *newer)]
    buttons = [button(label, action_id, str(page)) for label, action_id, page in found if page is not None]
    return [actions(*buttons)] if buttons else []


def subtask_turns(translator: Translator) -> tuple[str, str]:
    """The labels where subtasks are listed."""
    return translator.say("Flere deloppgaver"), translator.say("Forrige side med deloppgaver")
