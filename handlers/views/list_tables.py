"""Lists as tables for a file: the columns of each, in the reader's language; nothing that the list does not show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from domain import lists
from domain.answer_forms import Kind, Question
from domain.errors import N_
from domain.lists import Cell, Gathered, ListKind, Table, WantedList
from domain.namesakes import named
from domain.overview import Listing, PlacedCase
from domain.round_forms import GivenAnswer, Stand
from domain.search import Hit
from domain.search_pages import ON_HOLD, read
from domain.values import Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views.search_words import HELD
from handlers.views.standing import needed, standing
from handlers.views.status import (
    case_status,
    name_of,
    owner_and_stand_in,
    owner_name,
    placed_status,
    status,
    status_and_hold,
    with_stand_in,
)

_KEPT_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Column: TypeAlias = tuple[str, Callable[[Any, Gathered, Translator], Cell]]

NAMES: Final[Mapping[ListKind, str]] = {
    ListKind.MINE: N_("Mine deloppgaver"),
    ListKind.GIVEN: N_("Gitt til andre"),
    ListKind.SOLVED: N_("Løst"),
    ListKind.OWN_CASES: N_("Mine saker"),
    ListKind.UNDISTRIBUTED: N_("Saker til fordeling"),
    ListKind.OWNERLESS: N_("Saker uten sakseier"),
    ListKind.SEARCH: N_("Søk"),
    ListKind.ANSWERS: N_("Svarene"),
}
OF_OVERVIEW: Final[Mapping[Listing, str]] = {
    Listing.OWNERLESS: N_("Saker uten sakseier"),
    Listing.UNDISTRIBUTED: N_("Saker til fordeling"),
    Listing.LATE_CASES: N_("Saker over fristen"),
    Listing.LATE_SUBTASKS: N_("Deloppgaver over fristen"),
    Listing.UNOPENED: N_("Ikke åpnet på en uke"),
    Listing.WAITING: N_("Venter"),
    Listing.AWAY: N_("Borte i dag"),
    Listing.CASES: N_("Alle saker"),
    Listing.WORK: N_("Arbeid per person"),
}


def called(wanted: WantedList, translator: Translator) -> str:
    """What a list is called; never by words that somebody wrote."""
    if wanted.kind is ListKind.OVERVIEW and wanted.listing:
        return translator.say(OF_OVERVIEW[wanted.listing])
    if wanted.kind is ListKind.SEARCH and read(wanted.sought) == ON_HOLD:
        return translator.say(HELD)
    return translator.say(NAMES[wanted.kind])


def table(found: Gathered, translator: Translator) -> Table:
    """Draw a list as a table."""
    columns = _columns(found)
    rows = tuple(tuple(value(one, found, translator) for _, value in columns) for one in found.items)
    more = translator.say("Bare de {n} første er med. Det er flere i listen.", n=lists.MOST) if found.has_more else ""
    headings = tuple(translator.say(heading) for heading, _ in columns)
    if found.wanted.kind is ListKind.ANSWERS:
        return _answers(found, headings, rows, translator)
    return Table(called(found.wanted, translator), headings, rows, more)


def _columns(found: Gathered) -> Sequence[Column]:
    if found.wanted.kind is ListKind.OVERVIEW and found.wanted.listing:
        return _OVERVIEW[found.wanted.listing]
    if found.wanted.kind is ListKind.ANSWERS:
        return _ANSWER if found.runs_case else (_ANSWER[0], _ANSWER[1])
    return _HOME[found.wanted.kind]


def _answers(
    found: Gathered, headings: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], translator: Translator
) -> Table:
    """Draw the questions as columns of their own, and behind them what else was answered."""
    asked = tuple(_question(one) for one in found.form)
    answered = tuple(
        (*row, *(_answer(one, given.answers.get(one.key, "")) for one in found.form), given.conclusion.strip())
        for row, given in zip(rows, found.items, strict=True)
    )
    return Table(called(found.wanted, translator), (*headings, *asked, translator.say("Konklusjon")), answered)


def _question(question: Question) -> str:
    return f"{question.label} ({question.unit})" if question.unit else question.label


def _answer(question: Question, kept: str) -> Cell:
    return Decimal(kept) if question.kind is Kind.NUMBER and _KEPT_NUMBER.fullmatch(kept) else kept


# ---- cells ---------------------------------------------------------------------------------------


def _owner(one: SubtaskFacts, _: Gathered, translator: Translator) -> Cell:
    return owner_and_stand_in(one, translator)


def _assignee(one: SubtaskFacts, _: Gathered, translator: Translator) -> Cell:
    return with_stand_in(one.assignee, one.stand_in, translator)


def _solved_on(one: SubtaskFacts, _: Gathered, translator: Translator) -> Cell:
    return one.solved_at.astimezone(translator.zone).date() if one.solved_at else None


def _case_owner(one: PlacedCase, _: Gathered, translator: Translator) -> Cell:
    return owner_name(one, translator)


def _placed_status(one: PlacedCase, found: Gathered, translator: Translator) -> Cell:
    return placed_status(one, found.today, translator)


def _hit_assignee(one: Hit, _: Gathered, translator: Translator) -> Cell:
    return name_of(one.assignee, translator)


def _hit_status(one: Hit, _: Gathered, translator: Translator) -> Cell:
    if one.subtask is None:
        return translator.say("Sak: {status}", status=case_status(one.case.status, translator))
    return status_and_hold(one.subtask, translator)


def _hit_owner(one: Hit, _: Gathered, translator: Translator) -> Cell:
    return owner_name(one.subtask, translator) if one.subtask else name_of(one.case.owner, translator)


def _stand(one: GivenAnswer, _: Gathered, translator: Translator) -> Cell:
    if one.stand is Stand.OUT and not (one.subtask and one.subtask.is_solved):
        return translator.say("Svarer ikke")
    return status(one.subtask, translator) if one.subtask else ""


def _name(person: Person | None) -> Cell:
    return named(person) if person else None


# ---- columns -------------------------------------------------------------------------------------

_DUE: Final[Column] = (N_("Frist"), lambda one, _, __: one.deadline_on)
_SUBTASK: Final[Sequence[Column]] = (
    (N_("Sak"), lambda one, _, __: one.case_id),
    (N_("Sakstittel"), lambda one, _, __: one.case_title),
    (N_("Deloppgave"), lambda one, _, __: one.title),
    (N_("Status"), lambda one, _, translator: status_and_hold(one, translator)),
    _DUE,
    (N_("Ansvarlig"), _assignee),
    (N_("Sakseier"), _owner),
)
_NEEDED: Final[Column] = (N_("Merknad"), lambda one, found, translator: needed(one, found.today, translator))
_STANDING: Final[Column] = (N_("Merknad"), lambda one, found, translator: standing(one, found.today, translator))
_CASE: Final[Sequence[Column]] = (
    (N_("Sak"), lambda one, _, __: one.id),
    (N_("Tittel"), lambda one, _, __: one.title),
)
_LINE: Final[Sequence[Column]] = (
    *_CASE,
    (N_("Status"), lambda one, _, translator: case_status(one.status, translator)),
    _DUE,
    (N_("Uløste deloppgaver"), lambda one, _, __: one.open_subtasks),
    (N_("Sakseier"), lambda one, _, __: _name(one.owner)),
)
_PLACE: Final[Column] = (N_("Sted"), lambda one, _, __: one.place)
_APPLIED: Final[Column] = (N_("Søkt"), lambda one, _, __: one.applied_on)
_UNDISTRIBUTED: Final[Sequence[Column]] = (
    *_CASE,
    _PLACE,
    (N_("Søker"), lambda one, _, __: one.applicant),
    _APPLIED,
    _DUE,
    (N_("Vedlegg"), lambda one, _, __: one.new_attachments),
)
_OWNERLESS: Final[Sequence[Column]] = (
    *_CASE,
    _PLACE,
    (N_("Tidligere sakseier"), lambda one, _, __: _name(one.lost_owner)),
    _APPLIED,
    _DUE,
)
_PLACED: Final[Sequence[Column]] = (
    *_CASE,
    _PLACE,
    (N_("Sakseier"), _case_owner),
    _DUE,
    (N_("Uløste deloppgaver"), lambda one, _, __: one.open_subtasks),
    (N_("Status"), _placed_status),
)
_OVERSEEN: Final = (*_SUBTASK, _STANDING)
_HIT: Final[Sequence[Column]] = (
    (N_("Sak"), lambda one, _, __: one.case.id),
    (N_("Sakstittel"), lambda one, _, __: one.case.title),
    (N_("Deloppgave"), lambda one, _, __: one.subtask.title if one.subtask else None),
    (N_("Ansvarlig"), _hit_assignee),
    (N_("Status"), _hit_status),
    (N_("Frist"), lambda one, _, __: one.subtask.deadline_on if one.subtask else one.case.deadline_on),
    (N_("Sakseier"), _hit_owner),
)
_ANSWER: Final[Sequence[Column]] = (
    (N_("Navn"), lambda one, _, __: _name(one.person)),
    (N_("På vegne av"), lambda one, _, __: _name(one.behalf)),
    (N_("Status"), _stand),
)
_HOME: Final[Mapping[ListKind, Sequence[Column]]] = {
    ListKind.MINE: _SUBTASK,
    ListKind.GIVEN: (*_SUBTASK, _NEEDED),
    ListKind.SOLVED: (*_SUBTASK, (N_("Løst"), _solved_on)),
    ListKind.OWN_CASES: _LINE,
    ListKind.UNDISTRIBUTED: _UNDISTRIBUTED,
    ListKind.OWNERLESS: _OWNERLESS,
    ListKind.SEARCH: _HIT,
}
_OVERVIEW: Final[Mapping[Listing, Sequence[Column]]] = {
    Listing.OWNERLESS: _OWNERLESS,
    Listing.UNDISTRIBUTED: _UNDISTRIBUTED,
    Listing.LATE_CASES: _PLACED,
    Listing.LATE_SUBTASKS: _OVERSEEN,
    Listing.UNOPENED: _OVERSEEN,
    Listing.WAITING: _OVERSEEN,
    Listing.AWAY: (
        (N_("Navn"), lambda one, _, __: _name(one.person)),
        (N_("Til og med"), lambda one, _, __: one.until_on),
        (N_("Stedfortreder"), lambda one, _, __: _name(one.substitute)),
    ),
    Listing.CASES: _PLACED,
    Listing.WORK: (
        (N_("Navn"), lambda one, _, __: _name(one.person)),
        (N_("Åpne saker"), lambda one, _, __: one.cases),
        (N_("Uløste deloppgaver"), lambda one, _, __: one.subtasks),
    ),
}
