"""The dialog "Tilgang til vedlegg": which of the case's attachments the assignee may see (S14, A24)."""

from __future__ import annotations

from typing import Any

from domain.access import AccessForm
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.attachments import attachment_options
from handlers.views.blocks import OPTIONS, Block, context, facts, modal, section
from handlers.views.inputs import date_input, field, several
from handlers.views.status import name_of


def access_form(form: AccessForm, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; ticked is what is granted now. `under` is the callback id of the page it lies on."""
    subtask = form.subtask
    about = facts(
        [
            (translator.say("Deloppgave"), subtask.title),
            (translator.say("Ansvarlig"), name_of(subtask.assignee, translator)),
        ]
    )
    metadata = {"subtask": subtask.id, "assignee": subtask.assignee.id, "case": subtask.case_id, "under": under}
    return modal(
        translator.say("Tilgang til vedlegg"),
        [about, *_choice(form, translator)],
        submit=translator.say("Lagre") if form.attachments else None,
        close=translator.say("Avbryt") if form.attachments else translator.say("Lukk"),
        callback_id=ids.ACCESS_CHANGE,
        metadata=metadata,
    )


def _choice(form: AccessForm, translator: Translator) -> list[Block]:
    if not form.attachments:
        return [section(translator.say("Saken har ingen vedlegg å gi tilgang til."))]
    first = sorted(form.attachments, key=lambda each: each.id not in form.granted)  # what is ticked must be offered
    element = several(
        attachment_options(form.attachments if len(form.attachments) <= OPTIONS else first, translator),
        [str(number) for number in form.granted],
        translator.say("Velg vedlegg"),
        ids.ACCESS_PICK,
    )
    hint = translator.say(
        "Den ansvarlige ser bare vedleggene du velger. Fjerner du et kryss, slettes kopien med en gang."
    )
    label = translator.say("Gi tilgang til vedlegg")
    attachments = field(ids.ATTACHMENTS, label, element, hint=hint, optional=True)
    return [attachments, *_unseen(form, translator), _last_day(form, translator)]


def _last_day(form: AccessForm, translator: Translator) -> Block:
    hint = translator.say("Etter denne dagen fjernes tilgangen, og kopien slettes. Feltet kan stå tomt.")
    if form.ends_differ:
        hint = translator.say("Vedleggene har ulike siste dager. Velger du en dag her, gjelder den alle du har valgt.")
    label = translator.say("Tilgang til og med")
    return field(ids.ENDS_ON, label, date_input(form.ends_on), hint=hint, optional=True)


def _unseen(form: AccessForm, translator: Translator) -> list[Block]:
    more = len(form.granted) - OPTIONS
    if more <= 0:
        return []
    told = translator.count(
        "Det er gitt tilgang til {n} vedlegg til. Det får ikke plass her, og tilgangen beholdes.",
        "Det er gitt tilgang til {n} vedlegg til. De får ikke plass her, og tilgangen beholdes.",
        more,
    )
    return [context(told)]
