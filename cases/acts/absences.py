"""Being away (borte) from a day to a day, with a substitute or without: noted, changed, ended; begun by the clock.

Who stands in where follows from it (cases/standing_in.py). A distributor notes it for somebody who is ill.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.engine import Connection

from cases import choosing, effects, loading, transaction
from cases.context import Context
from cases.transaction import Transaction
from domain import validation
from domain.absence_notices import AbsenceEnded, AbsenceSet, NobodyStandsIn, StandsIn
from domain.absences import Absence, AbsenceForm, Choice, Covered, WantedAbsence
from domain.errors import N_, InvalidInputError, NotAllowedError, Refused, TooLateError
from domain.permissions import Actor
from domain.values import Person, SubtaskFacts
from store import absences as rows
from store import people as people_rows
from store import stand_ins
from store import subtasks as subtask_rows
from store.absences import AbsenceRow

NOT_THEIRS = N_("Bare fordelere ved samme sted kan registrere at andre er borte.")
CHANGED_MEANWHILE = N_("Fraværet er endret i mellomtiden. Lukk dialogen og åpne den på nytt.")
NOT_AWAY = N_("Det er ikke registrert noe fravær å avslutte.")


def form(context: Context, person_id: int | None, *, actor: str, now: datetime) -> AbsenceForm:
    """What the dialog "Borte" shows about the actor, or about somebody at a place where the actor distributes."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        person = _whom(connection, who, person_id)
        found = rows.of_people(connection, [person.id]).get(person.id)
        current = choosing.absence(found) if found else None
        return AbsenceForm(person, person.id == who.person.id, context.today(now), current)


def people(context: Context, words: str, *, actor: str) -> list[Choice]:
    """The people of whom the actor may note that they are away, by name."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        return choosing.offered(connection, choosing.choices(rows.in_reach(connection, who.reach)), words)


def substitutes(context: Context, person_id: int | None, words: str, *, actor: str) -> list[Choice]:
    """Who may be chosen to stand in for somebody: those at the same places, by name."""
    with context.database.read() as connection:
        person = _whom(connection, loading.actor(connection, actor), person_id)
        return choosing.offered(connection, choosing.choices(rows.colleagues(connection, person.id)), words)


def _whom(connection: Connection, who: Actor, person_id: int | None) -> Person:
    """The actor, or somebody at a place where the actor distributes. Raises NotAllowedError for anybody else."""
    if person_id in (None, who.person.id):
        return who.person
    for row in rows.in_reach(connection, who.reach):
        if row.person.id == person_id:
            return row.person
    raise NotAllowedError(NOT_THEIRS)


def choose(
    context: Context, person_id: int | None, wanted: WantedAbsence, *, actor: str, key: str, now: datetime
) -> None:
    """Note that somebody is away, or will be, or change what is noted; from today on it holds at once.

    Raises InvalidInputError for days or a substitute that cannot be, NotAllowedError for somebody else's absence.
    """
    with transaction.once(context, key, digest=repr((person_id, wanted)), now=now) as act:
        if act is None:
            return
        who, today = act.actor(actor), context.today(now)
        person = _whom(act.connection, who, person_id)
        before = rows.of_people(act.connection, [person.id]).get(person.id)
        since_on = before.from_on if before and before.began_at else None
        from_on, until_on = validation.require_absence(wanted.from_on, wanted.until_on, today=today, since_on=since_on)
        _require_substitute(act.connection, person, wanted.substitute_id, from_on, until_on)
        values: dict[str, object] = {
            "from_on": from_on,
            "until_on": until_on,
            "substitute_id": wanted.substitute_id,
            "with_open": wanted.with_open,
        }
        number = _store(act, person, before, values, by=who.person.id)
        if from_on <= today and since_on is None:
            _begin(act, context, _standing(act.connection, number))
        _tell(act, _standing(act.connection, number), who.person.id)
        act.changed_absence(person.id)


def _store(act: Transaction, person: Person, before: AbsenceRow | None, values: dict[str, object], *, by: int) -> int:
    if before is None:
        number = rows.add(act.connection, {**values, "person_id": person.id, "set_by": by, "set_at": act.now})
        if number is None:
            raise TooLateError(CHANGED_MEANWHILE)
        return number
    since = {} if before.began_at else {"set_at": act.now}
    if not rows.change(act.connection, before, {**values, **since, "set_by": by}):
        raise TooLateError(CHANGED_MEANWHILE)
    return before.id


def _standing(connection: Connection, number: int) -> AbsenceRow:
    row = rows.standing(connection, number)
    if row is None:
        raise TooLateError(CHANGED_MEANWHILE)
    return row


def _require_substitute(
    connection: Connection, person: Person, substitute_id: int | None, from_on: date, until_on: date
) -> None:
    if substitute_id is None:
        return
    if not any(row.person.id == substitute_id for row in rows.colleagues(connection, person.id)):
        words = N_("Denne personen kan ikke være stedfortreder. Velg en annen.")
        raise InvalidInputError([Refused(words, field="substitute")])
    if _comes_back(rows.all_standing(connection), person.id, substitute_id, from_on, until_on):
        words = N_("{name} er borte samtidig, og stedfortrederen er til slutt den som selv er borte. Velg en annen.")
        name = people_rows.name(connection, substitute_id)
        raise InvalidInputError([Refused(words, field="substitute", name=name)])


def _comes_back(standing: list[AbsenceRow], person_id: int, at: int | None, from_on: date, until_on: date) -> bool:
    """Whether the chain of substitutes leads back to somebody, on a day on which all of them are away."""
    away = {row.person.id: row for row in standing if row.person.id != person_id}
    while at in away and at is not None:
        row = away.pop(at)
        from_on, until_on = max(from_on, row.from_on), min(until_on, row.until_on)
        if from_on > until_on:
            return False
        at = row.substitute.id if row.substitute else None
    return at == person_id


def _begin(act: Transaction, context: Context, row: AbsenceRow) -> None:
    """From the first moment of its first day, or from when it was noted: what is given after that is new."""
    midnight = datetime.combine(row.from_on, time(0), context.zone)
    rows.change(act.connection, row, {"began_at": max(midnight, row.set_at)})


def _tell(act: Transaction, row: AbsenceRow, by: int) -> None:
    """Who is away hears of it from others; a substitute when it begins, and before only what somebody else decided."""
    if row.person.id != by:
        act.show([effects.notice(AbsenceSet(row.id, by), row.person.id)])
    if row.substitute is None:
        return
    if row.began_at:
        _tell_substitute(act, row.id, row.substitute.id)
    elif row.person.id != by != row.substitute.id:
        act.show([effects.notice(AbsenceSet(row.id, by), row.substitute.id)])


def _tell_substitute(act: Transaction, number: int, substitute_id: int) -> None:
    once = f"stands_in:{number}:{substitute_id}"
    act.show([effects.notice(StandsIn(number), substitute_id, dedupe_key=once)])


def end(context: Context, person_id: int | None, *, actor: str, now: datetime) -> None:
    """Note that somebody is back, or will not be away after all: all that is theirs returns at once.

    Raises TooLateError when there is nothing to end.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        person = _whom(act.connection, who, person_id)
        row = rows.of_people(act.connection, [person.id]).get(person.id)
        if row is None or not rows.change(act.connection, row, {"ended_at": now}):
            raise TooLateError(NOT_AWAY)
        if person.id != who.person.id:
            act.show([effects.notice(AbsenceEnded(who.person.id), person.id)])
        act.changed_absence(person.id)


def turn(context: Context, *, now: datetime) -> None:
    """The clock's look: let what has come begin, and what is over end, as the day begins where the institution is."""
    today = context.today(now)
    with context.database.read() as connection:
        if not rows.due(connection, today):
            return
    with transaction.begin(context, now=now, unhurried=True) as act:
        for row in rows.due(act.connection, today):
            if row.until_on < today:
                rows.change(act.connection, row, {"ended_at": now})
            else:
                _begin(act, context, row)
                if row.substitute:
                    _tell_substitute(act, row.id, row.substitute.id)
            act.changed_absence(row.person.id)


# ---- what is shown of it


def of_person(connection: Connection, person_id: int) -> Absence | None:
    """When somebody is away, or will be."""
    row = rows.of_people(connection, [person_id]).get(person_id)
    return choosing.absence(row) if row else None


def covered(context: Context, absence_id: int, *, reader: str) -> Covered | None:
    """An absence that has begun, while the reader is its substitute, with what that covers."""
    with context.database.read() as connection:
        row = rows.standing(connection, absence_id)
        if row is None or row.substitute is None or row.substitute.slack_id != reader or not row.began_at:
            return None
        return Covered(choosing.absence(row), *stand_ins.covered(connection, row.substitute.id, row.person.id))


def noted(context: Context, told: AbsenceSet, *, reader: str) -> tuple[Absence, Person] | None:
    """An absence that a colleague has noted, and who; None once it has ended or is not about the reader."""
    with context.database.read() as connection:
        row = rows.standing(connection, told.absence)
        if row is None or reader not in (row.person.slack_id, row.substitute.slack_id if row.substitute else None):
            return None
        by = people_rows.by_id(connection, told.by)
        return (choosing.absence(row), by.person) if by else None


def ended_by(context: Context, told: AbsenceEnded) -> Person | None:
    """Who has noted that somebody is not away any more."""
    with context.database.read() as connection:
        by = people_rows.by_id(connection, told.by)
        return by.person if by else None


def without_anybody(
    context: Context, told: NobodyStandsIn, subtask_id: int, *, reader: str
) -> tuple[SubtaskFacts, Absence] | None:
    """A subtask whose assignee is away with nobody in their place, while that is so and the reader runs its case."""
    with context.database.read() as connection:
        row, absence = subtask_rows.get(connection, subtask_id), rows.standing(connection, told.absence)
        if row is None or absence is None or absence.person.id != row.assignee_id:
            return None
        try:
            is_owner = loading.relation_to(row, loading.actor(connection, reader)).owner
        except NotAllowedError:
            return None
        lies_still = row.stand_in is None and row.solved_at is None and row.declined_at is None
        return (loading.subtask(row), choosing.absence(absence)) if is_owner and lies_still else None
