"""`Hele samtalen` and `Tidligere konklusjoner`: the whole record of a subtask, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.forms import Conclusions, Conversation, Passage, SavedConclusion, SentFile
from domain.values import InternalMessage
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.answers import whole_answers
from handlers.views.blocks import (
    TEXT,
    Block,
    Element,
    bold,
    clip,
    context,
    facts,
    line_of,
    modal,
    rich,
    section,
    words_of,
)
from handlers.views.conversation import body, heading
from handlers.views.pagination import older_and_newer
from handlers.views.status import name_of

_JSON_MOST: Final = 12_000  # fifteen such messages stay below the 250 kB of a view
_NAME_MOST: Final = 250


def whole_conversation(page: Conversation, addresses: Mapping[str, str], translator: Translator) -> dict[str, Any]:
    """Draw a page of all that was said; `addresses` says where files can be opened, by their id."""
    blocks = [rich(*_passage(one, addresses, translator)) for one in page.passages]
    older = page.page - 1 if page.page > 0 else None
    newer = page.page + 1 if page.page + 1 < page.pages else None
    number = context(translator.say("Side {page} av {pages}", page=page.page + 1, pages=page.pages))
    return modal(
        translator.say("Hele samtalen"),
        [
            facts([(translator.say("Deloppgave"), page.subtask.title)]),
            *([number] if page.pages > 1 else []),
            *(blocks or [section(translator.say("Det er ikke skrevet noen meldinger ennå."))]),
            *older_and_newer((ids.CONVERSATION_BACK_PAGE, older), (ids.CONVERSATION_PAGE, newer), translator),
        ],
        close=translator.say("Lukk"),
        metadata={"subtask": page.subtask.id},
    )


def _passage(passage: Passage, addresses: Mapping[str, str], translator: Translator) -> list[Element]:
    message = passage.message
    top = heading(message, translator)
    if passage.goes_on:
        top = [*top, words_of(f" · {translator.say('fortsetter')}", italic=True)]
    files = [_file(one, addresses) for one in passage.files]
    label = translator.count("Fil:", "Filer:", len(files))
    return [
        line_of(top),
        *_said(message, translator),
        *([line_of([words_of(f"{label} "), *_joined(files)])] if files else []),
    ]


def _said(message: InternalMessage, translator: Translator) -> list[Element]:
    """Give what was said, formatted where it is short, else in as many texts as it needs, one right after the other."""
    if message.deleted or len(message.text) <= TEXT:
        return body(message, translator, TEXT, _JSON_MOST)
    return [line_of(words_of(message.text[at : at + TEXT]) for at in range(0, len(message.text), TEXT))]


def _file(file: SentFile, addresses: Mapping[str, str]) -> Element:
    name = clip(file.name, _NAME_MOST)
    address = addresses.get(file.slack_file_id or "")
    return {"type": "link", "url": address, "text": name} if address else words_of(name)


def _joined(elements: list[Element]) -> list[Element]:
    return [part for one in elements for part in (words_of(", "), one)][1:]


def earlier_conclusions(page: Conclusions, translator: Translator) -> dict[str, Any]:
    """Draw what was saved before the conclusion that stands, newest first, each with who and when."""
    blocks = [block for one in page.saved for block in _saved(page, one, translator)]
    older, newer = page.page + 1 if page.has_more else None, page.page - 1 if page.page else None
    return modal(
        translator.say("Tidligere konklusjoner"),
        [
            facts([(translator.say("Deloppgave"), page.subtask.title)]),
            *(blocks or [section(translator.say("Det er ikke skrevet noen konklusjon."))]),
            *older_and_newer((ids.CONCLUSIONS_PAGE, older), (ids.CONCLUSIONS_BACK_PAGE, newer), translator),
        ],
        close=translator.say("Lukk"),
        metadata={"subtask": page.subtask.id},
    )


def _saved(page: Conclusions, one: SavedConclusion, translator: Translator) -> list[Block]:
    version = translator.say("Versjon {number}", number=one.number)
    who = f" · {name_of(one.author, translator)} · {translator.moment(one.saved_at)}"
    answers = whole_answers(page.subtask.answer_form, one.answers)
    text = section(one.text) if one.text.strip() else context(translator.say("Konklusjonen ble fjernet."))
    told = [text] if one.text.strip() or not answers else []
    return [rich(line_of([bold(version), words_of(who)])), *answers, *told]
