"""The dialog "Fjern vedlegg", in which one who runs a case takes attachments out of it, with a reason."""

from __future__ import annotations

from typing import Any

from cases.acts.taking_out import TakingOut
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.attachments import attachment_options
from handlers.views.blocks import Block, facts, modal, section
from handlers.views.inputs import field, long_text_input, several


def take_out_form(form: TakingOut, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on."""
    return modal(
        translator.say("Fjern vedlegg"),
        [facts([(translator.say("Sak"), form.case_title)]), *_fields(form, translator)],
        submit=translator.say("Fjern") if form.attachments else None,
        close=translator.say("Avbryt") if form.attachments else translator.say("Lukk"),
        callback_id=ids.CASE_TAKE_OUT,
        metadata={"case": form.case_id, "under": under},
    )


def _fields(form: TakingOut, translator: Translator) -> list[Block]:
    if not form.attachments:
        return [section(translator.say("Saken har ingen vedlegg."))]
    pick = several(
        attachment_options(form.attachments, translator), [], translator.say("Velg vedlegg"), ids.TAKE_OUT_PICK
    )
    hint = translator.say("Etterpå kan ingen se det du fjerner. Filene og alle kopier slettes. Det kan ikke angres.")
    kept = translator.say("Begrunnelsen står i historikken.")
    return [
        field(ids.ATTACHMENTS, translator.say("Vedlegg"), pick, hint=hint),
        field(ids.REASON, translator.say("Begrunnelse"), long_text_input(), hint=kept),
    ]
