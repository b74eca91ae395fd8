"""The dialog "Legg til vedlegg", in which a case worker hands in files for a case (F15)."""

from __future__ import annotations

from typing import Any, Final

from handlers.views import ids
from handlers.views.blocks import Element, facts, modal
from handlers.views.inputs import field
from handlers.words import Words

FILES_MOST: Final = 10


def upload_form(case_id: str, case_title: str, words: Words) -> dict[str, Any]:
    """Draw the dialog; Slack takes ten files at a time."""
    element: Element = {"type": "file_input", "action_id": ids.VALUE, "max_files": FILES_MOST}
    hint = words.say("Du kan legge til inntil ti filer om gangen. Ingen ansvarlig ser dem før du gir tilgang.")
    return modal(
        words.say("Legg til vedlegg"),
        [facts([(words.say("Sak"), case_title)]), field(ids.FILES, words.say("Filer"), element, hint=hint)],
        submit=words.say("Legg til"),
        close=words.say("Avbryt"),
        callback_id=ids.CASE_UPLOAD,
        metadata={"case": case_id},
    )
