"""The dialog "Tilgang til vedlegg": which of the case's attachments the assignee may see (S14, A24)."""

from __future__ import annotations

from typing import Any

from domain.forms import AccessForm
from handlers.views import ids
from handlers.views.attachments import attachment_options
from handlers.views.blocks import OPTIONS, Block, context, facts, modal, section
from handlers.views.inputs import field, several
from handlers.views.status import name_of
from handlers.words import Words


def access_form(form: AccessForm, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; ticked is what is granted now. `under` is the callback id of the page it lies on."""
    subtask = form.subtask
    about = facts(
        [(words.say("Deloppgave"), subtask.title), (words.say("Ansvarlig"), name_of(subtask.assignee, words))]
    )
    metadata = {"subtask": subtask.id, "assignee": subtask.assignee.id, "case": subtask.case_id, "under": under}
    return modal(
        words.say("Tilgang til vedlegg"),
        [about, *_choice(form, words)],
        submit=words.say("Lagre") if form.attachments else None,
        close=words.say("Avbryt") if form.attachments else words.say("Lukk"),
        callback_id=ids.ACCESS_CHANGE,
        metadata=metadata,
    )


def _choice(form: AccessForm, words: Words) -> list[Block]:
    if not form.attachments:
        return [section(words.say("Saken har ingen vedlegg å gi tilgang til."))]
    first = sorted(form.attachments, key=lambda each: each.id not in form.granted)  # what is ticked must be offered
    element = several(
        attachment_options(form.attachments if len(form.attachments) <= OPTIONS else first, words),
        [str(number) for number in form.granted],
        words.say("Velg vedlegg"),
        ids.ACCESS_PICK,
    )
    hint = words.say("Den ansvarlige ser bare vedleggene du velger. Fjerner du et kryss, slettes kopien med en gang.")
    label = words.say("Gi tilgang til vedlegg")
    return [field(ids.ATTACHMENTS, label, element, hint=hint, optional=True), *_unseen(form, words)]


def _unseen(form: AccessForm, words: Words) -> list[Block]:
    more = len(form.granted) - OPTIONS
    if more <= 0:
        return []
    told = words.count(
        "Det er gitt tilgang til {n} vedlegg til. Det får ikke plass her, og tilgangen beholdes.",
        "Det er gitt tilgang til {n} vedlegg til. De får ikke plass her, og tilgangen beholdes.",
        more,
    )
    return [context(told)]
