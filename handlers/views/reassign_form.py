"""The dialog "Bytt ansvarlig": who shall have the subtask instead, and why (A20)."""

from __future__ import annotations

from typing import Any

from domain.forms import ReassignForm
from handlers.views import ids
from handlers.views.blocks import facts, modal
from handlers.views.disqualification_form import disqualified_line
from handlers.views.inputs import external_select, field, long_text_input
from handlers.views.status import assignee
from handlers.words import Words


def reassign_form(form: ReassignForm, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    subtask = form.subtask
    return modal(
        words.say("Bytt ansvarlig"),
        [
            facts(
                [
                    (words.say("Deloppgave"), subtask.title),
                    (words.say("Sak"), subtask.case_title),
                    *assignee(subtask, words),
                ]
            ),
            field(
                ids.ASSIGNEE,
                words.say("Ansvarlig"),
                external_select(ids.ASSIGNEE_PICK, words.say("Skriv et navn")),
                hint=words.say(
                    "Den du velger, får deloppgaven med meldinger og vedlegg. Den forrige mister tilgangen."
                ),
            ),
            *disqualified_line(form.disqualified, words),
            field(
                ids.REASON,
                words.say("Begrunnelse"),
                long_text_input(),
                hint=words.say("Begrunnelsen står i historikken."),
            ),
        ],
        submit=words.say("Bytt ansvarlig"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_REASSIGN,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )
