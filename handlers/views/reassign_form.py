"""The dialog "Bytt ansvarlig": who shall have the subtask instead, and why (A20)."""

from __future__ import annotations

from typing import Any

from domain.forms import ReassignForm
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import facts, modal
from handlers.views.disqualification_form import disqualified_line
from handlers.views.inputs import external_select, field, long_text_input
from handlers.views.status import assignee


def reassign_form(form: ReassignForm, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    subtask = form.subtask
    return modal(
        translator.say("Bytt ansvarlig"),
        [
            facts(
                [
                    (translator.say("Deloppgave"), subtask.title),
                    (translator.say("Sak"), subtask.case_title),
                    *assignee(subtask, translator),
                ]
            ),
            field(
                ids.ASSIGNEE,
                translator.say("Ny ansvarlig"),
                external_select(ids.ASSIGNEE_PICK, translator.say("Skriv et navn")),
                hint=translator.say(
                    "Den du velger, får deloppgaven med meldinger og vedlegg. Den forrige mister tilgangen."
                ),
            ),
            *disqualified_line(form.disqualified, translator),
            field(
                ids.REASON,
                translator.say("Begrunnelse"),
                long_text_input(),
                hint=translator.say("Begrunnelsen står i historikken."),
            ),
        ],
        submit=translator.say("Bytt ansvarlig"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_REASSIGN,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )
