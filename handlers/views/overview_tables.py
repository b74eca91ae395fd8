"""What a distributor looks through: the table of all cases, and how much everybody has now, drawn and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain import page_sizes
from domain.errors import N_
from domain.namesakes import named
from domain.overview import Load, Overview, PlacedCase
from domain.values import Person
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, Element, clip, menu, one_line, option, section
from handlers.views.charts import bars, distinct_labels
from handlers.views.status import placed_status
from handlers.views.tables import data_table, number_cell, text_cell

CASES_SHOWN: Final = 10  # rows at a time; the reader turns to the others in the client
PEOPLE_SHOWN: Final = 20
# With the numbers beside them a hundred rows keep below the 20,000 characters that Slack takes.
CASE_NUMBER: Final = 20
CASE_TITLE: Final = 60
PLACE: Final = 30
NAME: Final = 45
_NO_DEADLINE: Final = date.max.toordinal()


def case_table(page: Overview, translator: Translator) -> list[Block]:
    """Draw a page of cases as a table that the reader sorts, and below it the way into one of them."""
    if not page.cases:
        return []
    headings = [
        text_cell(translator.say(heading))
        for heading in (
            N_("Sak"), N_("Tittel"), N_("Sted"), N_("Sakseier"), N_("Frist"), N_("Uløste"), N_("Status"),
        )
    ]  # fmt: skip
    rows = [_case(case, page, translator) for case in page.cases]
    table = data_table(translator.say("Saker"), [headings, *rows], page_size=CASES_SHOWN, named_by=0)
    options = [option(f"{case.id} {one_line(case.title)}", case.id) for case in page.cases]
    choice = menu(ids.OVERVIEW_CASE, options, "", translator.say("Velg sak"))
    opening = section(translator.say("Åpne en sak fra tabellen"), choice)
    opening["block_id"] = f"cases:{page.at.timestamp():.0f}"  # another one each time: nothing stays chosen
    return [opening, table]


def _case(case: PlacedCase, page: Overview, translator: Translator) -> list[Element]:
    owner = _person(case.owner, NAME) if case.owner else translator.say("Ingen")
    return [
        _words(case.id, CASE_NUMBER),
        _words(case.title, CASE_TITLE),
        _words(case.place, PLACE),
        _words(translator.say("Ingen ({name})", name=owner) if case.owner_lost else owner, NAME),
        _deadline(case.deadline_on, translator),
        _number(case.open_subtasks),
        _words(placed_status(case, page.today, translator), PLACE),
    ]


def _words(text: str, limit: int) -> Element:
    return text_cell(one_line(text, limit))


def _number(value: int) -> Element:
    return number_cell(value, str(value))


def _deadline(on: date | None, translator: Translator) -> Element:
    """Draw a deadline so that it sorts as a day."""
    return number_cell(on.toordinal(), translator.figures(on)) if on else number_cell(_NO_DEADLINE, "–")


def work(page: Overview, translator: Translator) -> list[Block]:
    """Draw how much everybody has, in as many charts as are needed, and the same numbers as a table."""
    if not page.work:
        return []
    labels = distinct_labels([load.person.name for load in page.work])
    cases, subtasks = translator.say("Saker"), translator.say("Deloppgaver")
    rows = [
        [_words(_called(load.person, label), NAME), _number(load.cases), _number(load.subtasks)]
        for load, label in zip(page.work, labels, strict=True)
    ]
    headings = [text_cell(translator.say(one)) for one in (N_("Navn"), N_("Åpne saker"), N_("Uløste deloppgaver"))]
    return [
        *(
            bars(
                _title(labels[part], translator),
                labels[part],
                {
                    cases: [load.cases for load in page.work[part]],
                    subtasks: [load.subtasks for load in page.work[part]],
                },
                translator.say("Antall nå"),
            )
            for part in _parts(page.work)
        ),
        data_table(translator.say("Åpent arbeid nå"), [headings, *rows], page_size=PEOPLE_SHOWN, named_by=0),
    ]


def _parts(people: Sequence[Load]) -> list[slice]:
    """Divide people into as few charts as hold them, as evenly as they can be."""
    charts = -(-len(people) // page_sizes.CHART)
    size = -(-len(people) // charts)
    return [slice(at, at + size) for at in range(0, len(people), size)]


def _title(labels: Sequence[str], translator: Translator) -> str:
    return translator.say("Åpent nå: {first} – {last}", first=clip(labels[0], 18), last=clip(labels[-1], 18))


def _called(person: Person, label: str) -> str:
    """What a person is called in the table: as in the chart, where the chart has numbered namesakes."""
    has_number = label != one_line(person.name) and label[-1].isdecimal()
    return f"{label} ({person.email})" if has_number else _person(person, NAME)


def _person(person: Person, limit: int) -> str:
    """What a person is called in a narrow column: of a namesake rather the address than half of both."""
    called = named(person)
    return called if len(called) <= limit or not person.namesake else person.email
