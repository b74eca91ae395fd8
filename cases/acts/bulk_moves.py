"""Giving many cases or subtasks to somebody at once (`Flytt flere`): what is chosen from, and what would happen.

Nothing is done before the person has seen what would become of each (cases/acts/bulk_doing.py does it). It is kept, so
that a choice of two hundred need not travel through the dialog, and so that exactly what was seen is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.engine import Connection

from cases import choosing, loading, transaction
from cases.acts import bulk_lines
from cases.acts.bulk_lines import Found
from cases.acts.reassigning import REASON_MISSING
from cases.context import Context
from domain import arriving, permissions, validation
from domain.absences import Choice
from domain.bulk_moves import MOST, Candidate, Candidates, DryRun, From, Wanted, roles_for
from domain.errors import N_, InvalidInputError, NotFoundError, Refused
from domain.permissions import Actor
from domain.places import Place
from domain.values import Person, Role
from store import absences as absence_rows
from store import bulk_moves as rows
from store import cases as case_rows
from store import people as people_rows
from store import places as place_rows
from store.bulk_moves import MoveRow

NOT_YOURS = N_("Bare fordelere kan flytte flere saker eller deloppgaver på én gang.")
GONE = N_("Dialogen er for gammel. Lukk den og åpne den på nytt.")
NOTHING_CHOSEN = N_("Kryss av for minst én.")
NOTHING_LEFT = N_("Det er ingenting igjen å flytte.")
NO_RECEIVER = N_("Velg hvem som skal få dem, eller en rolle i feltet under.")
TWO_RECEIVERS = N_("Velg enten en person eller en rolle, ikke begge deler.")
WHOSE = N_("Velg hvem som har dem nå.")


def require_reach(connection: Connection, actor: str) -> Actor:
    """Who acts. Refuses everybody who distributes nowhere."""
    who = loading.actor(connection, actor)
    permissions.require_distributes(who, NOT_YOURS)
    return who


def may_ask(context: Context, *, actor: str) -> None:
    """Refuse the dialog to everybody who distributes nowhere."""
    with context.database.read() as connection:
        require_reach(connection, actor)


def candidates(context: Context, wanted: From, *, actor: str, now: datetime) -> Candidates:
    """What there is to choose from. Raises InvalidInputError where it has to be said whose."""
    with context.database.read() as connection:
        who = require_reach(connection, actor)
        if wanted.listed.needs_person and wanted.person_id is None:
            raise InvalidInputError([Refused(WHOSE, field="person")])
        within = place_rows.within(connection, who.reach)
        place = next((one for one in within if one.id == wanted.place_id), None)
        found = _listed(connection, who, wanted, place.path if place else None, context.today(now))
        shown = tuple(found[:MOST])
        resting = sum(1 for one in shown if one.rests)
        whose = shown[0].holder if shown and wanted.person_id else None  # a number alone does not tell whose it is
        return Candidates(wanted, shown, len(found) > MOST, whose, place, resting)


def _listed(connection: Connection, who: Actor, wanted: From, path: str | None, today: date) -> list[Candidate]:
    me, holder = who.person.id, wanted.person_id if wanted.listed.may_be_of_person else None
    if wanted.listed.is_of_cases:
        found = rows.cases_from(connection, me, who.reach, wanted.listed, holder_id=holder, place=path, limit=MOST + 1)
        return [bulk_lines.of_case(row) for row in found]
    theirs = rows.subtasks_from(
        connection, me, who.reach, wanted.listed, holder_id=holder, place=path, today=today, limit=MOST + 1
    )
    around = {row.id: row.place_name for row in case_rows.several(connection, {row.case_id for row in theirs})}
    return [bulk_lines.of_subtask(row, around[row.case_id]) for row in theirs]


def holders(context: Context, words: str, *, actor: str) -> list[Choice]:
    """Whose cases or subtasks could be moved, by name: also of those who have left."""
    with context.database.read() as connection:
        who = require_reach(connection, actor)
        found = rows.holders(connection, who.person.id, who.reach, arriving.sought(words), choosing.MOST)
        return choosing.with_absences(connection, [Choice(one, ()) for one in found])


def places(context: Context, words: str, *, actor: str) -> list[Place]:
    """The places within the actor's reach, by name."""
    with context.database.read() as connection:
        who = require_reach(connection, actor)
        sought = arriving.sought(words)
        found = [one for one in place_rows.within(connection, who.reach) if arriving.is_found(sought, one.name)]
        return found[: choosing.MOST]


def receivers(context: Context, words: str, *, is_of_cases: bool, actor: str) -> list[Choice]:
    """Who may be given them, by name: owners of cases in the whole institution, assignees within the actor's reach."""
    with context.database.read() as connection:
        who = require_reach(connection, actor)
        if not is_of_cases:
            return choosing.offered(connection, choosing.choices(absence_rows.in_reach(connection, who.reach)), words)
        return choosing.possible_owners(connection, words)


# ---- before anything is done


def plan(context: Context, wanted: Wanted, *, actor: str, now: datetime) -> DryRun:
    """What would become of each, kept so that exactly this is done afterwards. Raises InvalidInputError."""
    with transaction.begin(context, now=now) as act:
        who = require_reach(act.connection, actor)
        wanted = _checked(wanted)
        found = bulk_lines.found(act.connection, who, wanted)
        if not found:
            raise InvalidInputError([Refused(NOTHING_LEFT, field="every")])
        number = rows.plan(act.connection, who.person.id, _planned(wanted, found), now)
        return _dry_run(act.connection, number, wanted, found)


def _checked(wanted: Wanted) -> Wanted:
    faults = []
    if not wanted.keys:
        faults.append(Refused(NOTHING_CHOSEN, field="every"))
    if not wanted.receiver_id and not wanted.role:
        faults.append(Refused(NO_RECEIVER, field="receiver"))
    if wanted.receiver_id and wanted.role:
        faults.append(Refused(TWO_RECEIVERS, field="role"))
    if faults:
        raise InvalidInputError(faults)
    reason = "" if wanted.is_of_cases else validation.require_text("reason", wanted.reason, REASON_MISSING)
    keys, role = tuple(dict.fromkeys(wanted.keys))[:MOST], wanted.role
    role = role if role in roles_for(is_of_cases=wanted.is_of_cases) else None
    return Wanted(wanted.is_of_cases, keys, wanted.receiver_id, role, wanted.with_resting, reason)


def _planned(wanted: Wanted, found: Sequence[Found]) -> dict[str, object]:
    return {
        "cases": wanted.is_of_cases,
        "keys": list(wanted.keys),
        "to": wanted.receiver_id,
        "role": wanted.role,
        "resting": wanted.with_resting,
        "reason": wanted.reason,
        "shown": shown(found),
    }


def shown(found: Sequence[Found]) -> list[object]:
    """What the person sees of each: another one of these, and something else would be done than was seen."""
    return [[one.thing.key, one.outcome.value, one.thing.holder.id if one.thing.holder else None] for one in found]


def wanted_of(planned: dict[str, Any]) -> Wanted:
    """What was chosen, as it was kept."""
    role = Role(planned["role"]) if planned["role"] else None
    keys = tuple(planned["keys"])
    return Wanted(planned["cases"], keys, planned["to"], role, planned["resting"], planned["reason"])


def _dry_run(
    connection: Connection, number: int, wanted: Wanted, found: Sequence[Found], *, again: bool = False
) -> DryRun:
    row = people_rows.by_id(connection, wanted.receiver_id or 0)
    receiver: Person | None = row.person if row else None
    away = absence_rows.of_people(connection, [receiver.id]).get(receiver.id) if receiver else None
    lines = tuple(one.line for one in found)
    absence = choosing.absence(away) if away else None
    return DryRun(number, wanted.is_of_cases, receiver, wanted.role, absence, lines, shown_again=again)


def show_again(context: Context, move_id: int, *, actor: str, now: datetime) -> DryRun:
    """What would become of each now, in place of what was shown before."""
    with transaction.begin(context, now=now) as act:
        who = require_reach(act.connection, actor)
        wanted = wanted_of(own(act.connection, move_id, who).planned)
        found = bulk_lines.found(act.connection, who, wanted)
        rows.plan_anew(act.connection, move_id, _planned(wanted, found))
        return _dry_run(act.connection, move_id, wanted, found, again=True)


def own(connection: Connection, move_id: int, who: Actor) -> MoveRow:
    """A move of the actor's, locked. Raises NotFoundError for any other."""
    row = rows.get(connection, move_id, lock=True)
    if row is None or row.moved_by != who.person.id:
        raise NotFoundError(GONE)
    return row
