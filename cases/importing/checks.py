"""What only shows when the files are laid over what is known: references, cycles, owners, Slack ids."""

from __future__ import annotations

from collections.abc import Mapping

from cases.importing.current import Known
from cases.importing.faults import Faults
from cases.importing.records import CaseRecord, PersonRecord, PlaceRecord, Records
from domain.errors import N_
from domain.values import OWNING


def check(records: Records, known: Known, faults: Faults) -> None:
    """Note everything that does not fit together."""
    _check_tree(records, known, faults)
    holders = _slack_ids_outside(records, known)
    for person in records.people.values():
        _check_roles(person, records, known, faults)
        _check_slack_id(person, holders, faults)
    for case in records.cases.values():
        _check_case(case, records, known, faults)


def _check_tree(records: Records, known: Known, faults: Faults) -> None:
    under = {code: place.under for code, place in known.places.items()}
    under |= {code: place.under for code, place in records.places.items() if place.says_under or code not in under}
    told: set[str] = set()
    for place in records.places.values():
        if place.under and place.under not in under:
            faults.at(place.source, "under", N_("Stedet «{code}» finnes ikke."), code=place.under)
        elif place.code not in told and (circle := _circle(place.code, under)):
            told.update(circle)
            _tell_circle(place, circle, faults)


def _circle(code: str, under: Mapping[str, str | None]) -> list[str]:
    """The way up from a place that leads back to it; empty when it leads to a root."""
    way, at = [code], under.get(code)
    while at and at not in way:
        way.append(at)
        at = under.get(at)
    return way if at == code else []


def _tell_circle(place: PlaceRecord, circle: list[str], faults: Faults) -> None:
    words = N_("Stedet ligger under seg selv: {way}.")
    faults.at(place.source, "under", words, way=" → ".join([*circle, place.code]))


def _check_roles(person: PersonRecord, records: Records, known: Known, faults: Faults) -> None:
    for role in person.roles or ():
        if role.place and role.place not in records.places and role.place not in known.places:
            faults.at(role.source, "place", N_("Stedet «{code}» finnes ikke."), code=role.place)


def _slack_ids_outside(records: Records, known: Known) -> dict[str, str]:
    """Who keeps which Slack id, among those to whom the files give none."""
    given = {person.email for person in records.people.values() if person.slack_id}
    return {person.slack_id: email for email, person in known.people.items() if person.slack_id and email not in given}


def _check_slack_id(person: PersonRecord, holders: Mapping[str, str], faults: Faults) -> None:
    slack_id = person.slack_id or ""
    holder = holders.get(slack_id)
    if holder and holder != person.email:
        words = N_("Medlems-ID-en «{slack_id}» tilhører allerede {email}.")
        faults.at(person.source, "slack_id", words, slack_id=slack_id, email=holder)


def _check_case(case: CaseRecord, records: Records, known: Known, faults: Faults) -> None:
    if case.place and case.place not in records.places and case.place not in known.places:
        faults.at(case.source, "place", N_("Stedet «{code}» finnes ikke."), code=case.place)
    if case.id in known.erased:
        words = N_("Saken «{id}» er slettet etter bevaringsreglene, og tas ikke inn igjen. Ta den ut av filen.")
        faults.at(case.source, "id", words, id=case.id)
    earlier = known.cases.get(case.id)
    if case.owner and not (earlier and earlier.owner_by(case) == earlier.owner):
        _check_owner(case, case.owner, records, known, faults)


def _check_owner(case: CaseRecord, owner: str, records: Records, known: Known, faults: Faults) -> None:
    record, earlier = records.people.get(owner), known.people.get(owner)
    if not record and not earlier:
        faults.at(case.source, "owner", N_("Ingen person har e-postadressen «{email}»."), email=owner)
        return
    active = record.active if record and record.active is not None else not earlier or earlier.active
    roles = {role for _, role in earlier.roles} if earlier else set()
    if record and record.roles is not None:
        roles = {role.role for role in record.roles}
    if not active:
        faults.at(case.source, "owner", N_("{email} er ikke aktiv og kan ikke eie saker."), email=owner)
    elif not roles & set(OWNING):
        words = N_("{email} er verken saksbehandler eller fordeler og kan ikke eie saker.")
        faults.at(case.source, "owner", words, email=owner)
    elif (case.id, owner) in known.disqualified:
        words = N_("{email} er inhabil i saken og kan ikke eie den.")
        faults.at(case.source, "owner", words, email=owner)
