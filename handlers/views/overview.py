"""The distributor's overview on App Home: how much stands in each list, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.absences import Absence
from domain.bulk_moves import Listed
from domain.errors import N_
from domain.lists import ListKind
from domain.overview import Listing, Overview, PlacedCase
from domain.values import Need, SubtaskFacts
from handlers.translator import Translator
from handlers.views import button_values, ids
from handlers.views.absences import absent
from handlers.views.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    divider,
    header,
    home_tab,
    menu,
    one_line,
    option,
    section,
)
from handlers.views.list_form import to_list
from handlers.views.overview_tables import case_table, work
from handlers.views.pagination import turning
from handlers.views.standing import need, standing
from handlers.views.status import name_of, owner_and_stand_in, owner_name, unsolved_in_case
from handlers.views.waiting import undistributed, without_owner
from handlers.views.ways import NAMED, to_case, to_subtask

LABELS: Final[Mapping[Listing, str]] = {
    Listing.OWNERLESS: N_("Uten sakseier ({n})"),
    Listing.UNDISTRIBUTED: N_("Til fordeling ({n})"),
    Listing.LATE_CASES: N_("Saker over fristen ({n})"),
    Listing.LATE_SUBTASKS: N_("Deloppgaver over fristen ({n})"),
    Listing.UNOPENED: N_("Ikke åpnet på en uke ({n})"),
    Listing.WAITING: N_("Venter ({n})"),
    Listing.AWAY: N_("Borte i dag ({n})"),
    Listing.CASES: N_("Alle saker ({n})"),
    Listing.WORK: N_("Arbeid per person"),
}
ROWS: Final = (
    (Listing.OWNERLESS, Listing.UNDISTRIBUTED),
    (Listing.LATE_CASES, Listing.LATE_SUBTASKS),
    (Listing.UNOPENED, Listing.WAITING, Listing.AWAY),
    (Listing.CASES, Listing.WORK),
)
"""What is urgent first, then what is late, then what to keep an eye on, then all of it."""
PLACES_IN_ROW: Final = (ids.OVERVIEW_LIST, ids.OVERVIEW_LIST_SECOND, ids.OVERVIEW_LIST_THIRD)
ABOUT: Final[Mapping[Listing, str]] = {
    Listing.OWNERLESS: N_("Saker der sakseieren har sluttet eller ikke lenger kan være sakseier."),
    Listing.UNDISTRIBUTED: N_("Saker som venter på å bli fordelt, den eldste søknaden først."),
    Listing.LATE_CASES: N_("Saker som ikke er avsluttet, og der fristen har gått ut."),
    Listing.LATE_SUBTASKS: N_("Uløste deloppgaver der fristen har gått ut. De som er på vent, er ikke med."),
    Listing.UNOPENED: N_("Deloppgaver som er nye, og som ikke er åpnet på en uke eller mer."),
    Listing.WAITING: N_(
        "Deloppgaver som er på vent, eller som venter på svar fra sakseier eller på en annen deloppgave."
    ),
    Listing.AWAY: N_("Kolleger som er borte i dag, og hvem som er stedfortreder."),
    Listing.CASES: N_("Alle saker som er fordelt og ikke avsluttet, den med nærmeste frist først."),
    Listing.WORK: N_(
        "Teller bare det som er åpent nå ved stedene du ser: saker som ikke er avsluttet, og deloppgaver som ikke er "
        "løst. Navnene står alfabetisk."
    ),
}
NONE: Final[Mapping[Listing, str]] = {
    Listing.OWNERLESS: N_("Alle saker som er fordelt, har en sakseier."),
    Listing.UNDISTRIBUTED: N_("Ingen saker venter på å bli fordelt."),
    Listing.LATE_CASES: N_("Ingen saker er over fristen."),
    Listing.LATE_SUBTASKS: N_("Ingen deloppgaver er over fristen."),
    Listing.UNOPENED: N_("Ingen nye deloppgaver har ligget uåpnet i en uke."),
    Listing.WAITING: N_("Ingen deloppgaver venter."),
    Listing.AWAY: N_("Ingen er borte i dag."),
    Listing.CASES: N_("Ingen saker er fordelt."),
    Listing.WORK: N_("Ingen har en rolle ved disse stedene."),
}

MOVED_FROM: Final[Mapping[Listing, Listed]] = {
    Listing.OWNERLESS: Listed.OWNERLESS,
    Listing.UNDISTRIBUTED: Listed.UNDISTRIBUTED,
    Listing.LATE_SUBTASKS: Listed.OVERDUE,
    Listing.UNOPENED: Listed.UNOPENED,
    Listing.CASES: Listed.CASES,
}
"""From which list many are moved where one of these stands in front of the reader."""


def overview(page: Overview, translator: Translator) -> dict[str, Any]:
    """Draw the overview, with one page of one of its lists."""
    label = translator.say(LABELS[page.listing], n=page.counts.get(page.listing, 0))
    return home_tab(
        [
            header(translator.say("Oversikt")),
            context(_when(page, translator)),
            _buttons(page, translator),
            *_place(page, translator),
            *(_row(row, page, translator) for row in ROWS),
            divider(),
            header(label),
            context(translator.say(ABOUT[page.listing])),
            *(_listed(page, translator) or [section(translator.say(NONE[page.listing]))]),
            *_turns(page, translator),
        ]
    )


def _buttons(page: Overview, translator: Translator) -> Block:
    again = button(translator.say("Oppdater"), ids.OVERVIEW_REFRESH, "again")
    many = button(translator.say("Flytt flere"), ids.BULK_MOVE_ASK, MOVED_FROM.get(page.listing, "choose"))
    back = button(translator.say("Tilbake til Home"), ids.HOME_LEAVE, "main")
    value = button_values.wanted_list_value(ListKind.OVERVIEW, page.listing, page.place_id)
    return actions(again, many, back, to_list(value, translator))


def _when(page: Overview, translator: Translator) -> str:
    """Say of when this is: what many do in their subtasks does not have it drawn again under the reader's hands."""
    return translator.say(
        "Slik det var {when}. Trykk «Oppdater» for å se det som har skjedd siden.",
        when=translator.since(page.at, page.today),
    )


def _place(page: Overview, translator: Translator) -> list[Block]:
    if not page.places:
        return []
    everywhere = option(translator.say("Alle stedene mine"), "0")
    options = [everywhere, *(option(each.name, str(each.id)) for each in page.places)]
    choice = menu(ids.OVERVIEW_PLACE, options, str(page.place_id or 0), translator.say("Velg sted"))
    return [section(translator.say("Sted"), choice)]


def _row(row: tuple[Listing, ...], page: Overview, translator: Translator) -> Block:
    """Draw one row of the lists' buttons, each with how much stands in its list; the chosen one is marked."""
    return actions(*(_tab(one, at, page, translator) for one, at in zip(row, PLACES_IN_ROW, strict=False)))


def _tab(listing: Listing, action_id: str, page: Overview, translator: Translator) -> Element:
    label, value = translator.say(LABELS[listing], n=page.counts.get(listing, 0)), button_values.list_value(listing, 0)
    if listing is not page.listing:
        return button(label, action_id, value)
    return button(label, action_id, value, style="primary", about=translator.say("{list}, valgt", list=label))


def _listed(page: Overview, translator: Translator) -> list[Block]:
    """Draw the list's page; nothing where the list is empty."""
    match page.listing:
        case Listing.OWNERLESS:
            return [block for each in page.to_give for block in without_owner(each, page.today, translator)]
        case Listing.UNDISTRIBUTED:
            return [block for each in page.to_give for block in undistributed(each, page.today, translator)]
        case Listing.LATE_CASES:
            return [block for each in page.cases for block in _late_case(each, translator)]
        case Listing.LATE_SUBTASKS | Listing.UNOPENED | Listing.WAITING:
            return [block for each in page.subtasks for block in _subtask(each, page, translator)]
        case Listing.AWAY:
            return [_away(each, translator) for each in page.away]
        case Listing.CASES:
            return case_table(page, translator)
        case Listing.WORK:
            return work(page, translator)


def _late_case(case: PlacedCase, translator: Translator) -> list[Block]:
    told = translator.say(
        "Fristen gikk ut {deadline} · sakseier: {owner} · {unsolved} · {id} · {place}",
        deadline=case.deadline_on or "",
        owner=owner_name(case, translator),
        unsolved=unsolved_in_case(case.open_subtasks, translator),
        id=case.id,
        place=one_line(case.place, 200),
    )
    return [section(one_line(case.title, 255), to_case(case.id, case.title, translator)), context(told)]


def _subtask(subtask: SubtaskFacts, page: Overview, translator: Translator) -> list[Block]:
    told = translator.say(
        "{standing} · sakseier: {owner} · {case}",
        standing=_standing(subtask, page, translator),
        owner=owner_and_stand_in(subtask, translator),
        case=subtask.case_id,
    )
    return [section(one_line(subtask.title, 150), to_subtask(subtask, translator)), context(told)]


def _standing(subtask: SubtaskFacts, page: Overview, translator: Translator) -> str:
    why = {Listing.LATE_SUBTASKS: Need.OVERDUE, Listing.UNOPENED: Need.UNOPENED}.get(page.listing)
    if why is None or subtask.is_nobodys:
        return standing(subtask, page.today, translator)
    return need(why, subtask, page.today, translator)


def _away(absence: Absence, translator: Translator) -> Block:
    name = name_of(absence.person, translator)
    about = translator.say("Endre fraværet til {name}", name=one_line(name_of(absence.person, translator), NAMED))
    change = button(translator.say("Endre"), ids.HOME_ABSENCE_ASK, str(absence.person.id), about=about)
    return section(translator.say("{name}: {absence}", name=name, absence=absent(absence, translator)), change)


def _turns(page: Overview, translator: Translator) -> list[Block]:
    onward = button_values.list_value(page.listing, page.page + 1) if page.has_more else None
    back = button_values.list_value(page.listing, page.page - 1) if page.page else None
    labels = translator.say("Neste side"), translator.say("Forrige side")
    return turning(ids.OVERVIEW_PAGE, labels, onward=onward, back=back)
