"""The history of a case or of a subtask: one whole sentence for each thing that was done, newest first."""

from __future__ import annotations

from typing import Any

from domain.forms import HistoryPage
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, facts, modal, one_line, section
from handlers.views.history_sentences import sentence
from handlers.views.pagination import older_and_newer


def history_page(page: HistoryPage, translator: Translator) -> dict[str, Any]:
    """Draw one page of at most twenty lines, with the way to older and newer ones."""
    about: dict[str, object] = {"case": page.case_id} if page.subtask_id is None else {"subtask": page.subtask_id}
    label = translator.say("Sak") if page.subtask_id is None else translator.say("Deloppgave")
    lines = [section(one_line(sentence(line, translator))) for line in page.lines]
    return modal(
        translator.say("Historikk"),
        [
            facts([(label, page.title)]),
            *(lines or [section(translator.say("Det er ikke registrert noe i historikken ennå."))]),
            *_turning(page, translator),
        ],
        close=translator.say("Lukk"),
        metadata=about,
    )


def _turning(page: HistoryPage, translator: Translator) -> list[Block]:
    older, newer = page.page + 1 if page.has_more else None, page.page - 1 if page.page > 0 else None
    return older_and_newer((ids.HISTORY_PAGE, older), (ids.HISTORY_BACK_PAGE, newer), translator)
