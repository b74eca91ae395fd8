"""The dialog "Legg til vedlegg", in which a case worker hands in files for a case (F15)."""

from __future__ import annotations

from typing import Any, Final

from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Element, facts, modal
from handlers.views.inputs import field

FILES_MOST: Final = 10


def upload_form(case_id: str, case_title: str, translator: Translator) -> dict[str, Any]:
    """Draw the dialog; Slack takes ten files at a time."""
    element: Element = {"type": "file_input", "action_id": ids.VALUE, "max_files": FILES_MOST}
    hint = translator.say("Du kan legge til inntil ti filer om gangen. Ingen ansvarlig ser dem før du gir tilgang.")
    return modal(
        translator.say("Legg til vedlegg"),
        [facts([(translator.say("Sak"), case_title)]), field(ids.FILES, translator.say("Filer"), element, hint=hint)],
        submit=translator.say("Legg til"),
        close=translator.say("Avbryt"),
        callback_id=ids.CASE_UPLOAD,
        metadata={"case": case_id},
    )
