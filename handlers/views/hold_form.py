"""The dialog "Sett på vent": until which day a subtask rests, and why."""

from __future__ import annotations

from typing import Any

from domain.forms import HoldForm
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, alert, facts, modal
from handlers.views.inputs import date_input, field, long_text_input


def hold_form(form: HoldForm, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog, filled with how it is now; `under` is the callback id of the page it lies on.

    Where the day that the person has chosen lies after the deadline, it says so and asks them to confirm it.
    """
    subtask = form.subtask
    is_held = subtask.held_until_on is not None
    accepts = {"accepts": subtask.deadline_on.isoformat()} if form.asked else {}
    return modal(
        translator.say("Endre ventetid") if is_held else translator.say("Sett på vent"),
        [
            *_question(form, translator),
            facts(
                [
                    (translator.say("Deloppgave"), subtask.title),
                    (translator.say("Sak"), subtask.case_title),
                    (translator.say("Frist"), translator.day(subtask.deadline_on)),
                ]
            ),
            *_fields(form, translator),
        ],
        submit=_submit(form, translator),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_HOLD,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under, **accepts},
    )


def _submit(form: HoldForm, translator: Translator) -> str:
    is_held = form.subtask.held_until_on is not None
    if form.asked:
        return translator.say("Lagre likevel") if is_held else translator.say("Sett på vent likevel")
    return translator.say("Lagre") if is_held else translator.say("Sett på vent")


def _question(form: HoldForm, translator: Translator) -> list[Block]:
    if form.asked is None:
        return []
    values = {"day": form.asked[0], "deadline": form.subtask.deadline_on}
    if form.deadline:
        told = translator.say(
            "Fristen er {deadline}, men deloppgaven blir på vent til {day}. Velg en ny frist, eller bekreft at fristen "
            "skal bli stående.",
            **values,
        )
    else:
        told = translator.say("Fristen er {deadline}, men deloppgaven blir på vent til {day}. Er det riktig?", **values)
    return [alert(told, "warning")]


def _fields(form: HoldForm, translator: Translator) -> list[Block]:
    subtask = form.subtask
    kept = (subtask.held_until_on, subtask.held_because if subtask.held_until_on else "")
    day, because = form.asked or kept
    hint = translator.say(
        "Ingen får påminnelser om deloppgaven før kl. 08.00 den dagen, eller neste arbeidsdag hvis det er en "
        "fridag. Senest {latest}.",
        latest=form.latest_on,
    )
    seen = translator.say("Den ansvarlige og sakseieren ser begrunnelsen. Den står også i historikken.")
    reason = long_text_input(because)
    return [
        field(ids.HELD_UNTIL, translator.say("På vent til"), date_input(day), hint=hint),
        *_deadline(form, translator),
        field(ids.REASON, translator.say("Begrunnelse"), reason, hint=seen),
    ]


def _deadline(form: HoldForm, translator: Translator) -> list[Block]:
    if form.deadline is None:
        return []
    hint = translator.say(
        "La feltet stå tomt hvis fristen {deadline} skal bli stående.", deadline=form.subtask.deadline_on
    )
    return [field(ids.DEADLINE, translator.say("Ny frist"), date_input(), hint=hint, optional=True)]
