"""The dialog "Gjenåpne": why a solved subtask goes on, until when, and which attachments its assignee sees again."""

from __future__ import annotations

from typing import Any

from domain.endings import ReopenForm
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.attachments import attachment_options
from handlers.views.blocks import Block, facts, modal
from handlers.views.inputs import date_input, field, long_text_input, several
from handlers.views.status import assignee, ending_reason, status
from handlers.views.subtask_form import deadline_hint


def reopen_form(form: ReopenForm, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    subtask = form.subtask
    return modal(
        translator.say("Gjenåpne"),
        [
            facts(
                [
                    (translator.say("Deloppgave"), subtask.title),
                    (translator.say("Sak"), subtask.case_title),
                    *assignee(subtask, translator),
                    (translator.say("Status"), status(subtask, translator)),
                    *ending_reason(subtask, translator),
                ]
            ),
            field(
                ids.REASON,
                translator.say("Begrunnelse"),
                long_text_input(),
                hint=translator.say("Den ansvarlige får beskjed med begrunnelsen. Den står også i historikken."),
            ),
            field(
                ids.DEADLINE,
                translator.say("Frist"),
                date_input(form.proposed_on),
                hint=deadline_hint(form, translator),
            ),
            *_attachments(form, translator),
        ],
        submit=translator.say("Gjenåpne"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_REOPEN,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )


def _attachments(form: ReopenForm, translator: Translator) -> list[Block]:
    """Offer what was open to the assignee before, none of it ticked."""
    if not form.attachments:
        return []
    options = attachment_options(form.attachments, translator)
    element = several(options, [], translator.say("Velg vedlegg"), ids.REOPEN_PICK)
    hint = translator.say("Den ansvarlige ser bare vedleggene du velger her, også av dem som var åpne før.")
    return [field(ids.ATTACHMENTS, translator.say("Gi tilgang til vedlegg"), element, hint=hint, optional=True)]
