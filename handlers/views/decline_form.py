"""The dialog "Send tilbake": why the assignee does not take the subtask."""

from __future__ import annotations

from typing import Any

from domain.values import SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import facts, modal, option, section
from handlers.views.inputs import field, long_text_input, radio_buttons
from handlers.views.status import REASONS, name_of
from handlers.words import Words


def decline_form(subtask: SubtaskFacts, words: Words) -> dict[str, Any]:
    """Draw the dialog for the one who has the subtask."""
    reasons = [option(words.say(sentence), reason.value) for reason, sentence in REASONS.items()]
    return modal(
        words.say("Send tilbake"),
        [
            facts([(words.say("Deloppgave"), subtask.title), (words.say("Sakseier"), name_of(subtask.owner, words))]),
            section(
                words.say("Du mister tilgangen til deloppgaven og vedleggene med en gang. Sakseieren får beskjed.")
            ),
            field(
                ids.REASON,
                words.say("Årsak"),
                radio_buttons(reasons),
                hint=words.say("Er du inhabil, mister du tilgangen til hele saken. Bare en fordeler kan oppheve det."),
            ),
            field(
                ids.TEXT,
                words.say("Nærmere begrunnelse"),
                long_text_input(),
                hint=words.say("Du må skrive noe her hvis du velger «Annet»."),
                optional=True,
            ),
        ],
        submit=words.say("Send tilbake"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_DECLINE,
        metadata={"subtask": subtask.id},
    )
