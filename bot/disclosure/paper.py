"""The papers of a disclosure: for the person, and for the case worker who looks through the rest first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from bot.archive.paper import Apart, Facts, Heading, Paper, Part, Table, pdf, text
from bot.disclosure import words
from cases.archive.as_json import bytes_of
from domain.case_record import Who
from domain.disclosure import Disclosure, Section
from domain.values import CaseStatus, SubtaskStatus
from handlers.translator import Translator
from handlers.views.status import SUBTASK, case_status

LONG: Final = frozenset({
    "text", "description", "details", "event", "blocks", "answers", "answer_form", "planned", "moved", "summary",
    "ending_text", "declined_text", "held_because", "sought", "page_state", "counts", "error",
})  # fmt: skip
"""Columns that a table has no room for."""
NARROW: Final = 6  # columns, as many as a page has room for beside each other


def given_pdf(found: Disclosure, translator: Translator) -> bytes:
    """What the person is given; nothing internal."""
    parts = [part for section in found.given for part in _section(section, translator)]
    title = "Innsyn i personopplysninger"
    return pdf(_paper(title, title, found, (*_head(found), *parts), translator))


def internal_pdf(found: Disclosure, translator: Translator) -> bytes:
    """The rest; each page says that it is looked through first."""
    parts = [part for section in found.internal for part in _section(section, translator)]
    inside = (text(words.WHY_INTERNAL, note=True), *(parts or [text(words.NOTHING, note=True)]))
    title = "Innsyn i personopplysninger: intern del"
    return pdf(_paper(title, words.INTERNAL, found, (_who(found), Apart(words.INTERNAL, inside)), translator))


def _paper(title: str, footer: str, found: Disclosure, parts: tuple[Part, ...], translator: Translator) -> Paper:
    return Paper(
        title=title,
        above=found.address,
        footer=footer,
        page=translator.say("Side {page} av {pages}", page="{page}", pages="{pages}"),
        at=found.at,
        parts=parts,
        language=translator.language,
    )


def _who(found: Disclosure) -> Facts:
    return Facts((("Navn", found.name), ("Adresser", ", ".join(found.addresses))))


def _head(found: Disclosure) -> Iterator[Part]:
    yield _who(found)
    yield Heading("Om opplysningene (personvernforordningen artikkel 15)")
    for heading, said in words.about(found):
        yield Heading(heading, 2)
        yield text(said)


def _section(section: Section, translator: Translator) -> Iterator[Part]:
    yield Heading(words.SECTIONS[section.name])
    if len(section.columns) <= NARROW and not LONG & {*section.columns}:
        head = tuple(words.COLUMNS[name] for name in section.columns)
        yield Table(
            head, tuple(tuple(_said(row[name], translator) for name in section.columns) for row in section.rows)
        )
        return
    for number, row in enumerate(section.rows, 1):
        is_one_of_many = len(section.rows) > 1
        yield Heading(f"{number} av {len(section.rows)}" if is_one_of_many else "", 2)
        yield from _row(row, translator, level=3 if is_one_of_many else 2)


def _row(row: Mapping[str, Any], translator: Translator, *, level: int) -> Iterator[Part]:
    """The facts of a row that are not empty, and its longer words below them."""
    said = {name: _said(value, translator) for name, value in row.items() if value not in (None, "", [], {})}
    yield Facts(tuple((words.COLUMNS[name], one) for name, one in said.items() if name not in LONG))
    for name, one in said.items():
        if name in LONG:
            yield Heading(words.COLUMNS[name], level)
            yield text(one)


def _said(value: Any, translator: Translator) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nei"
        case CaseStatus():
            return case_status(value, translator)
        case SubtaskStatus():
            return translator.say(SUBTASK[value])
        case str() | StrEnum():
            return str(value)
        case Who():
            return f"{value.name} ({value.email})"
        case datetime():
            return value.astimezone(translator.zone).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case dict() | list():
            return json.dumps(json.loads(bytes_of(value)), ensure_ascii=False)
    return str(value)
