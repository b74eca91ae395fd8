"""The dialog "Send tilbake": why the assignee does not take the subtask."""

from __future__ import annotations

from typing import Any

from domain.forms import DeclineForm, Reason
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import facts, modal, option, section
from handlers.views.inputs import field, long_text_input, radio_buttons
from handlers.views.status import REASONS, name_of


def decline_form(form: DeclineForm, translator: Translator) -> dict[str, Any]:
    """Draw the dialog for the one who has the subtask, or stands in for that one."""
    subtask, offered = form.subtask, [Reason.CONFLICT] if form.stands_in else list(REASONS)
    reasons = [option(translator.say(REASONS[reason]), reason.value) for reason in offered]
    return modal(
        translator.say("Send tilbake"),
        [
            facts(
                [
                    (translator.say("Deloppgave"), subtask.title),
                    (translator.say("Sakseier"), name_of(subtask.owner, translator)),
                ]
            ),
            section(
                translator.say("Du mister tilgangen til deloppgaven og vedleggene med en gang. Sakseieren får beskjed.")
            ),
            field(
                ids.REASON,
                translator.say("Årsak"),
                radio_buttons(reasons),
                hint=translator.say(
                    "Er du inhabil, mister du tilgangen til hele saken. Bare en fordeler kan oppheve det."
                ),
            ),
            field(
                ids.TEXT,
                translator.say("Nærmere begrunnelse"),
                long_text_input(),
                hint=translator.say("Du må skrive noe her hvis du velger «Annet»."),
                optional=True,
            ),
        ],
        submit=translator.say("Send tilbake"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_DECLINE,
        metadata={"subtask": subtask.id},
    )
