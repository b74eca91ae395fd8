"""The dialog "Gjenåpne": why a solved subtask goes on, until when, and which attachments its assignee sees again."""

from __future__ import annotations

from typing import Any

from domain.endings import ReopenForm
from handlers.views import ids
from handlers.views.attachments import attachment_options
from handlers.views.blocks import Block, facts, modal
from handlers.views.inputs import date_input, field, long_text_input, several
from handlers.views.status import assignee, ending_reason, status
from handlers.views.subtask_form import deadline_hint
from handlers.words import Words


def reopen_form(form: ReopenForm, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    subtask = form.subtask
    return modal(
        words.say("Gjenåpne"),
        [
            facts(
                [
                    (words.say("Deloppgave"), subtask.title),
                    (words.say("Sak"), subtask.case_title),
                    *assignee(subtask, words),
                    (words.say("Status"), status(subtask, words)),
                    *ending_reason(subtask, words),
                ]
            ),
            field(
                ids.REASON,
                words.say("Begrunnelse"),
                long_text_input(),
                hint=words.say("Ansvarlig får beskjed med begrunnelsen. Den står også i historikken."),
            ),
            field(ids.DEADLINE, words.say("Frist"), date_input(form.proposed_on), hint=deadline_hint(form, words)),
            *_attachments(form, words),
        ],
        submit=words.say("Gjenåpne"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_REOPEN,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )


def _attachments(form: ReopenForm, words: Words) -> list[Block]:
    """Offer what was open to her before, none of it ticked."""
    if not form.attachments:
        return []
    options = attachment_options(form.attachments, words)
    element = several(options, [], words.say("Velg vedlegg"), ids.REOPEN_PICK)
    hint = words.say("Ansvarlig ser bare vedleggene du velger her, også av dem som var åpne før.")
    return [field(ids.ATTACHMENTS, words.say("Gi tilgang til vedlegg"), element, hint=hint, optional=True)]
