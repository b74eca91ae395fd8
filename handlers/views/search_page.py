"""The page of what was found, on Home, and the row there that leads to it.

The hits stand in a table, whose cells hold nothing to press (docs/decisions/0019-tables-and-lists.md), so that a menu
above it opens a hit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from domain.errors import N_
from domain.forms import Home
from domain.lists import ListKind
from domain.search import Hit
from domain.search_pages import MOST_HITS, SavedSearch, SearchPage
from handlers.translator import Translator
from handlers.views import button_values, ids
from handlers.views.blocks import (
    Block,
    Element,
    actions,
    button,
    clip,
    context,
    header,
    home_tab,
    menu,
    one_line,
    option,
    section,
)
from handlers.views.list_form import to_list
from handlers.views.search_results import where_found
from handlers.views.search_words import HELD, said, title
from handlers.views.status import SUBTASK, case_status, name_of, owner_name
from handlers.views.tables import CELLS, data_table, number_cell, text_cell
from handlers.views.ways import to_case, to_overview, to_subtask

ROWS: Final = 10  # on one page of the table
NAME: Final = 40
CASE_ID: Final = 40
TITLE: Final = 120
EXCERPTS: Final = 5  # of what was found in a text, below the table
NEAR: Final = 300  # days
HEADINGS: Final = (
    N_("Sak"), N_("Tittel"), N_("Ansvarlig"), N_("Status"), N_("Frist"), N_("Sakseier"),
)  # fmt: skip
_NUMBERED: Final = re.compile(r"(\d{4})-(\d{1,6})")
_NO_DEADLINE: Final = 99991231


def search_row(home: Home, translator: Translator) -> list[Block]:
    """Draw the row of Home that leads to what is looked for: to any search, to what is on hold, to the named ones.

    A distributor's overview is looked at from here, too.
    """
    ask = button(translator.say("Søk"), ids.SEARCH_ASK, "new")
    held = button(translator.say(HELD), ids.SEARCH_HELD, "held")
    overview = [to_overview(translator)] if home.waiting is not None else []
    return [actions(ask, held, *overview, *(_to_view(one) for one in home.saved))]


def search_page(page: SearchPage, translator: Translator) -> dict[str, Any]:
    """Draw what was found."""
    return home_tab(
        [
            header(title(page, translator)),
            context(said(page, translator)),
            actions(*_buttons(page, translator)),
            *_lost(page, translator),
            *_hits(page, translator),
        ]
    )


def _to_view(saved: SavedSearch) -> Element:
    return button(saved.name, ids.SEARCH_VIEW, str(saved.id))


def _buttons(page: SearchPage, translator: Translator) -> list[Element]:
    back = button(translator.say("Tilbake til Home"), ids.HOME_LEAVE, "main")
    change = button(translator.say("Endre søket"), ids.SEARCH_CHANGE_ASK, "change")
    if page.view and page.is_view:
        about = translator.say("Slett søket {name}", name=page.view.name)
        last = button(translator.say("Slett søket"), ids.SEARCH_REMOVE, str(page.view.id), about=about)
    else:
        last = button(translator.say("Lagre søket"), ids.SEARCH_NAME_ASK, "save")
    files = to_list(button_values.wanted_list_value(ListKind.SEARCH), translator)
    return [back, change, last, *([files] if page.found.hits else [])]


def _lost(page: SearchPage, translator: Translator) -> list[Block]:
    if not page.lost:
        return []
    told = translator.say("Stedet eller personen i søket finnes ikke lenger for deg. Velg på nytt med «Endre søket».")
    return [section(told)]


def _hits(page: SearchPage, translator: Translator) -> list[Block]:
    hits = page.found.hits[:MOST_HITS]
    if not hits:
        return [section(translator.say("Søket fant ingenting blant det du kan åpne nå."))]
    return [
        _opening(hits, page, translator),
        *_more(page, translator),
        _table(hits, page, translator),
        *_texts(hits, translator),
    ]


def _opening(hits: Sequence[Hit], page: SearchPage, translator: Translator) -> Block:
    """Draw the menu that opens a hit; its block is another one each time, so that nothing stays chosen in it."""
    options = [_option(hit, translator) for hit in hits]
    pick = menu(ids.SEARCH_HIT, options, "", translator.say("Åpne et treff"))
    return {"type": "actions", "block_id": f"hits:{page.drawn}", "elements": [pick]}


def _option(hit: Hit, translator: Translator) -> Element:
    number = hit.subtask.id if hit.subtask else None
    told = translator.say("{id} {title}", id=hit.case.id, title=_title(hit))
    return option(
        told, button_values.hit_value(hit.case.id, number), hit.case.title if hit.subtask else _status(hit, translator)
    )


def _more(page: SearchPage, translator: Translator) -> list[Block]:
    if not page.found.has_more:
        return []
    told = translator.say(
        "Viser de {n} første. Skriv flere ord, eller velg status, frist, sted eller ansvarlig, for å finne færre.",
        n=MOST_HITS,
    )
    return [context(told)]


# ---- the table -----------------------------------------------------------------------------------


def _table(hits: Sequence[Hit], page: SearchPage, translator: Translator) -> Block:
    told = [translator.say(one) for one in HEADINGS]
    numbered = all(_NUMBERED.fullmatch(hit.case.id) for hit in hits)
    rows = [_cells(hit, page.today, translator, numbered=numbered) for hit in hits]
    room = CELLS - sum(map(len, told)) - sum(len(cell["text"]) for row in rows for cell in row)
    for hit, row in zip(hits, rows, strict=True):
        row.insert(1, text_cell(one_line(_title(hit), max(10, min(TITLE, room // len(hits))))))
    return data_table(_caption(page, translator), [[text_cell(one) for one in told], *rows], page_size=ROWS, named_by=1)


def _caption(page: SearchPage, translator: Translator) -> str:
    if page.found.has_more:
        return translator.say("Mer enn {n} treff", n=MOST_HITS)
    return translator.count("{n} treff", "{n} treff", len(page.found.hits))


def _cells(hit: Hit, today: date, translator: Translator, *, numbered: bool) -> list[Element]:
    """Draw everything of a row but its title."""
    subtask = hit.subtask
    return [
        _case_id(hit.case.id, numbered=numbered),
        text_cell(clip(name_of(hit.assignee, translator), NAME)),
        text_cell(_status(hit, translator)),
        _deadline(subtask.deadline_on if subtask else hit.case.deadline_on, today, translator),
        text_cell(clip(owner_name(subtask, translator) if subtask else name_of(hit.case.owner, translator), NAME)),
    ]


def _case_id(case_id: str, *, numbered: bool) -> Element:
    """Draw a case's number; where all are a year and a number, 2026-99 stands before 2026-101."""
    found = _NUMBERED.fullmatch(case_id)
    if not numbered or not found:
        return text_cell(one_line(case_id, CASE_ID))
    return number_cell(int(found[1]) * 1_000_000 + int(found[2]), case_id)


def _deadline(day: date | None, today: date, translator: Translator) -> Element:
    """Draw a date, which sorts as one; with its year where that does not go without saying."""
    if day is None:
        return number_cell(_NO_DEADLINE, translator.say("Ingen frist"))
    is_near = abs((day - today).days) < NEAR
    return number_cell(int(f"{day:%Y%m%d}"), translator.near_day(day) if is_near else translator.day(day))


def _status(hit: Hit, translator: Translator) -> str:
    if hit.subtask is None:
        return translator.say("Sak: {status}", status=case_status(hit.case.status, translator))
    if hit.subtask.held_until_on:
        return translator.say("På vent til {day}", day=translator.near_day(hit.subtask.held_until_on))
    return translator.say(SUBTASK[hit.subtask.status])


def _title(hit: Hit) -> str:
    return hit.subtask.title if hit.subtask else hit.case.title


# ---- below the table -----------------------------------------------------------------------------


def _texts(hits: Sequence[Hit], translator: Translator) -> list[Block]:
    """Draw the sentences in which the words stand where no title has them, of the first hits."""
    found = [hit for hit in hits if hit.excerpt]
    rest = len(found) - EXCERPTS
    more = translator.count(
        "Og {n} treff til i det som er skrevet.", "Og {n} treff til i det som er skrevet.", max(rest, 0)
    )
    lines = [block for hit in found[:EXCERPTS] for block in _text(hit, translator)]
    return [*lines, *([context(more)] if rest > 0 else [])]


def _text(hit: Hit, translator: Translator) -> list[Block]:
    way = to_subtask(hit.subtask, translator) if hit.subtask else to_case(hit.case.id, hit.case.title, translator)
    return [section(one_line(_title(hit), 150), way), context(f"{hit.case.id} · {where_found(hit, translator)}")]
