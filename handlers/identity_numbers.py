"""The question before a text is kept that holds what looks like somebody's national identity number.

Asked once for all dialogs, before the listener hears of what was sent in: the same dialog comes back, with the question
below the field, and Slack keeps what was typed wherever the ids of block and element stay the same
(https://docs.slack.dev/reference/methods/views.update, bolt-js 290). Ticked, or without the number, it is let through.
"""

from __future__ import annotations

from typing import Any, Final

from slack_bolt.context.ack.async_ack import AsyncAck

from domain.errors import N_, InvalidInputError, Refused
from domain.identity_numbers import numbers_in
from handlers import forms
from handlers.request import Request, kind_and_name
from handlers.services import Services
from handlers.views import ids
from handlers.views.identity_number import asked_about

# Buttons that take along what stands in the fields of their modal.
TAKES_ALONG: Final = ("block_actions", ids.TASK_SOLVE)
# What these dialogs are sent in with is not kept.
KEEPS_NOTHING: Final = frozenset(
    {
        ids.SUBTASK_CHOOSE_CASE,
        ids.ABSENCE_CHOOSE_PERSON,
        ids.SETS_CHOOSE,
        ids.SETS_TICK,
        ids.ROUND_CHOOSE,
        ids.BULK_MOVE_CHOOSE,
        ids.BULK_MOVE,
        ids.LIST_DOWNLOAD,
    }
)
# What stands in these at first was not kept before, so it is asked about like what is typed.
PROPOSES: Final = frozenset({ids.SUBTASK_CREATE, ids.SETS_CREATE})


def to_ask_about(request: Request) -> list[str]:
    """The fields with a number that the person has neither been asked about nor confirmed, by their ids."""
    kind, name = kind_and_name(request.body)
    if (kind != "view_submission" or name in KEEPS_NOTHING) and (kind, name) != TAKES_ALONG:
        return []
    if forms.ticked_words(request.view, ids.KEEP_NUMBER):
        return []
    is_asked = _is_asked(request.view)
    before = is_asked or name in PROPOSES
    return [
        str(block["block_id"])
        for block in request.view.get("blocks") or []
        if block.get("type") == "input" and _has_new_number(request.view, block, any_counts=before)
    ]


async def ask(ack: AsyncAck, request: Request, services: Services, fields: list[str]) -> None:
    """Show the dialog again with the question. Raises InvalidInputError when it stands there already, unanswered."""
    if _is_asked(request.view):
        words = N_("Ta nummeret bort, eller kryss av for at det må stå der.")
        raise InvalidInputError([Refused(words, field=ids.KEEP_NUMBER)])
    view = asked_about(request.view, fields, await services.translators.of_person(request.actor))
    if kind_and_name(request.body)[0] == "view_submission":
        await ack(response_action="update", view=view)
        return
    services.modals.replace(request.view["id"], view, actor=request.actor)
    await ack()


def _is_asked(view: dict[str, Any]) -> bool:
    return any(block.get("block_id") == ids.KEEP_NUMBER for block in view.get("blocks") or [])


def _has_new_number(view: dict[str, Any], block: dict[str, Any], *, any_counts: bool) -> bool:
    """Whether a number was typed into a field; what stood there when the dialog was drawn is kept already."""
    known = "" if any_counts else str((block.get("element") or {}).get("initial_value") or "")
    return bool(numbers_in(forms.text(view, str(block["block_id"]))) - numbers_in(known))
