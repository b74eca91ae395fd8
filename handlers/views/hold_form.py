"""The dialog "Sett på vent": until which day a subtask rests, and why."""

from __future__ import annotations

from typing import Any, Final

from cases.screens import HoldForm
from handlers.views import ids
from handlers.views.blocks import facts, modal
from handlers.views.inputs import date_input, field, text_input
from handlers.words import Words

REASON_MOST: Final = 3000


def hold_form(form: HoldForm, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog, filled with how it is now; `under` is the callback id of the page it lies on."""
    subtask = form.subtask
    is_held = subtask.held_until_on is not None
    hint = words.say(
        "Ingen får påminnelser om deloppgaven før kl. 08.00 den dagen, eller neste arbeidsdag hvis det er en "
        "fridag. Senest {latest}.",
        latest=form.latest_on,
    )
    return modal(
        words.say("Endre ventetid") if is_held else words.say("Sett på vent"),
        [
            facts(
                [
                    (words.say("Deloppgave"), subtask.title),
                    (words.say("Sak"), subtask.case_title),
                    (words.say("Frist"), words.day(subtask.deadline_on)),
                ]
            ),
            field(ids.HELD_UNTIL, words.say("På vent til"), date_input(subtask.held_until_on), hint=hint),
            field(
                ids.REASON,
                words.say("Begrunnelse"),
                text_input(most=REASON_MOST, initial=subtask.held_because if is_held else "", multiline=True),
                hint=words.say("Ansvarlig og sakseier ser begrunnelsen. Den står også i historikken."),
            ),
        ],
        submit=words.say("Lagre") if is_held else words.say("Sett på vent"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_HOLD,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )
