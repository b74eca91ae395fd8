"""Doing at once what was shown line by line (`Flytt`), and taking it back (`Angre`).

What would become of each is found out again when it is done, and where it is something else by then, nothing is done
and that is shown instead. All of it is one transaction. Each person hears of it in one message, which stays current
(cases/pages/moves.py); of cards that nobody has yet none calls (cases/transaction.py, `quietly`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.engine import Connection

from cases import effects, transaction
from cases.acts import bulk_lines, bulk_moves, handing_over
from cases.acts.bulk_lines import Found
from cases.context import Context
from cases.transaction import Transaction
from domain import permissions
from domain.absences import first_who_is_there
from domain.bulk_moves import UNDO_FOR, Wanted
from domain.errors import N_, TooLateError
from domain.history import Act, CaseFact
from domain.permissions import Actor
from domain.values import WORKED_ON, SubtaskStatus
from store import absences as absence_rows
from store import bulk_moves as rows
from store import disqualifications, offers
from store import people as people_rows
from store.bulk_moves import MoveRow

TOO_LATE = N_("Det er mer enn fem minutter siden du flyttet dem. Flytt dem tilbake i stedet.")
UNDONE = N_("Flyttingen er allerede angret.")


class ShownAgainError(Exception):
    """Something else would become of them than was shown; nothing was done."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with each, as it is kept, and who hears of it."""

    lines: list[dict[str, object]]
    people: Collection[int | None]


def move(context: Context, move_id: int, *, actor: str, key: str, now: datetime) -> None:
    """Do what was shown, all of it or nothing; once, however often it is asked for.

    Raises ShownAgainError when something else would become of any of them by now.
    """
    with transaction.once(context, key, digest=str(move_id), now=now) as act:
        if act is None:
            return
        who = _distributor(act, actor)
        row = bulk_moves.own(act.connection, move_id, who)
        if row.moved_at is not None:
            return
        wanted = bulk_moves.wanted_of(row.planned)
        found = bulk_lines.found(act.connection, who, wanted, lock=True)
        if bulk_moves.shown(found) != row.planned["shown"]:
            raise ShownAgainError
        chosen = [one for one in found if one.outcome.is_done]
        done = _offer(act, move_id, wanted, chosen) if wanted.role else _give(act, move_id, wanted, chosen)
        _keep(act, move_id, found, done, who)


def _distributor(act: Transaction, actor: str) -> Actor:
    who = act.actor(actor)
    permissions.require_distributes(who, bulk_moves.NOT_YOURS)
    return who


def _keep(act: Transaction, move_id: int, found: Sequence[Found], done: Done, who: Actor) -> None:
    me = who.person.id
    people = sorted({me, *(one for one in done.people if one)})
    left = Counter(one.outcome.value for one in found if not one.outcome.is_done)
    rows.mark_moved(act.connection, move_id, {"lines": done.lines, "left": dict(left), "told": people}, act.now)
    act.show(effects.moved(move_id, people))
    act.show([effects.move_undo_over(move_id, me, act.now + UNDO_FOR)])


def _give(act: Transaction, move_id: int, wanted: Wanted, chosen: Sequence[Found]) -> Done:
    to = wanted.receiver_id or 0
    there = _who_is_there(act.connection, to)
    act.quietly()
    lines = _lines(act.connection, chosen)
    if wanted.is_of_cases:
        handing_over.cases_to(act, [one.case for one in chosen], to, {})
    elif chosen:
        found = [one.subtask for one in chosen if one.subtask is not None]
        handing_over.subtasks_to(act, found, to, {"reason": wanted.reason})
        if len(there) == 1:  # no letter for one who is away
            act.show_mail(found[0].id, to, move_id=move_id)
    owners = set() if wanted.is_of_cases else {one.case.acting_owner_id for one in chosen}
    formers = {_former(one) for one in chosen}
    return Done(lines, {*there, *owners, *formers} if chosen else set())


def _former(one: Found) -> int | None:
    """Who is told that it is theirs no more: nobody where nobody had it."""
    if one.subtask is None:
        return one.case.acting_owner_id
    return None if one.subtask.declined_at or not one.subtask.is_begun else one.subtask.acting_assignee_id


def _who_is_there(connection: Connection, person_id: int) -> list[int]:
    """The receiver, and who may come to stand in, while the receiver is away."""
    substitutes = {row.person_id: row.substitute_id for row in absence_rows.away(connection)}
    there = first_who_is_there(person_id, substitutes) if person_id in substitutes else None
    return [person_id, *([there] if there else [])]


def _lines(connection: Connection, chosen: Sequence[Found]) -> list[dict[str, object]]:
    """How each stood before, in what giving it to somebody else changes, and who had it."""
    numbers = [one.subtask.id for one in chosen if one.subtask]
    subtasks = rows.state_of_subtasks(connection, numbers)
    cases = rows.state_of_cases(connection, [one.case.id for one in chosen if not one.subtask])
    return [
        {
            "key": one.thing.key,
            "case": one.case.id,
            "former": _former(one),
            "was": _stored(subtasks[one.subtask.id] if one.subtask else cases[one.case.id]),
        }
        for one in chosen
    ]


def _stored(state: Mapping[str, Any]) -> dict[str, object]:
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in state.items()}


def _offer(act: Transaction, move_id: int, wanted: Wanted, chosen: Sequence[Found]) -> Done:
    """Offer each to everybody who may take it; what was offered to another role is not any more."""
    cases = [one.case.id for one in chosen if one.subtask is None]
    before = offers.open_for(act.connection, cases, [one.subtask.id for one in chosen if one.subtask])
    offers.end(act.connection, [one.id for one in before], act.now)
    offers.add(act.connection, [_offered(act, move_id, wanted, one) for one in chosen])
    for one in chosen:
        details = {"role": wanted.role, **({"reason": wanted.reason} if wanted.reason else {})}
        if one.subtask is None:
            act.did_in_case(Act.CASE_OFFERED, one.case.id, details, homes=())
        else:
            act.did_between(Act.SUBTASK_OFFERED, one.case.id, one.subtask.id, (), details)
    asked = set().union(*(one.asked for one in chosen)) if chosen else set()
    act.show(effects.homes(*sorted(asked)))
    for number in sorted({one.move_id for one in before}):
        act.show(effects.moved(number, rows.told_of(act.connection, number)))
    return Done([{"key": one.thing.key, "case": one.case.id} for one in chosen], asked)


def _offered(act: Transaction, move_id: int, wanted: Wanted, one: Found) -> dict[str, object]:
    holder = one.subtask.assignee_id if one.subtask else one.case.owner_id
    number = one.subtask.id if one.subtask else None
    where = {"case_id": one.case.id, "subtask_id": number, "place_id": one.case.place_id}
    return {**where, "move_id": move_id, "role": wanted.role, "held_by": holder, "offered_at": act.now}


# ---- taking it back


def undo(context: Context, move_id: int, *, actor: str, now: datetime) -> None:
    """Take back, within five minutes, what one has moved: all that is still as it was left goes back to who had it.

    What somebody has changed since stays, and so does what the actor distributes no more, or who had it is out of.
    Raises NotFoundError for anybody else's, TooLateError afterwards, and when it was taken back already.
    """
    with transaction.begin(context, now=now) as act:
        who = _distributor(act, actor)
        row = bulk_moves.own(act.connection, move_id, who)
        if row.moved is None or row.moved_at is None or now >= row.moved_at + UNDO_FOR:
            raise TooLateError(TOO_LATE)
        if row.undone_at is not None:
            raise TooLateError(UNDONE)
        wanted = bulk_moves.wanted_of(row.planned)
        before = {str(one["key"]): one for one in row.moved["lines"]}
        chosen = Wanted(wanted.is_of_cases, tuple(before), None, None, with_resting=True, reason="")
        found = bulk_lines.found(act.connection, who, chosen, lock=True)
        kept = _take_offers_back(act, row, found) if wanted.role else _take_back(act, wanted, row, found, before)
        rows.mark_undone(act.connection, move_id, {**row.moved, "kept": kept}, now)
        act.show(effects.moved(move_id, rows.told_of(act.connection, move_id)))


def end_offers(context: Context, move_id: int, *, actor: str, now: datetime) -> None:
    """Offer no more what nobody has taken yet. Raises NotFoundError for what somebody else has offered."""
    with transaction.begin(context, now=now) as act:
        row = bulk_moves.own(act.connection, move_id, _distributor(act, actor))
        _end_offers(act, row)


def _end_offers(act: Transaction, row: MoveRow) -> None:
    still = [one.id for one in offers.of_move(act.connection, row.id) if one.ended_at is None]
    offers.end(act.connection, still, act.now)
    told = rows.told_of(act.connection, row.id)
    act.show(effects.moved(row.id, told), effects.homes(*told))


def _take_offers_back(act: Transaction, row: MoveRow, found: Sequence[Found]) -> list[str]:
    _end_offers(act, row)
    taken = {one.subtask_id or one.case_id for one in offers.of_move(act.connection, row.id) if one.taken_by}
    return [one.thing.key for one in found if (one.subtask.id if one.subtask else one.case.id) in taken]


def _take_back(
    act: Transaction, wanted: Wanted, row: MoveRow, found: Sequence[Found], before: Mapping[str, dict[str, Any]]
) -> list[str]:
    act.quietly()
    out = {
        (one.case_id, one.person_id)
        for one in disqualifications.of_cases(act.connection, {one.case.id for one in found})
    }
    given = rows.state_of_subtasks(act.connection, [one.subtask.id for one in found if one.subtask])
    back = []
    for one in found:
        was = _read(before[one.thing.key]["was"])
        holder = was["owner_id"] if one.subtask is None else was["assignee_id"]
        is_as_left = _is_as_left(one, wanted.receiver_id, given, row.moved_at)
        if is_as_left and (one.case.id, holder) not in out:
            back.append((one, {"id": one.subtask.id if one.subtask else one.case.id, **was}))
    if wanted.is_of_cases:
        _cases_back(act, back)
    else:
        _subtasks_back(act, back)
    returned = {one.thing.key for one, _ in back}
    return [key for key in before if key not in returned]


def _read(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What `_stored` wrote."""
    kinds = {"_at": datetime.fromisoformat, "_on": date.fromisoformat}
    return {
        name: kinds[name[-3:]](value) if value is not None and name[-3:] in kinds else value
        for name, value in stored.items()
    }


def _is_as_left(one: Found, to: int | None, given: Mapping[int, Mapping[str, Any]], moved_at: datetime | None) -> bool:
    """Whether nobody has given it to somebody else since, ended it, or let it rest."""
    if one.case.status not in WORKED_ON:
        return False
    if one.subtask is None:
        return one.case.owner_id == to
    subtask, state = one.subtask, given[one.subtask.id]
    is_theirs = subtask.assignee_id == to and subtask.declined_at is None and state["given_at"] == moved_at
    return is_theirs and subtask.status is not SubtaskStatus.SOLVED and not bulk_lines.rests(subtask)


Back = Sequence[tuple[Found, dict[str, Any]]]


def _cases_back(act: Transaction, back: Back) -> None:
    rows.give_cases_back(act.connection, [was for _, was in back])
    names = _names(act.connection, (was["owner_id"] for _, was in back))
    over = handing_over.distributors_over(act.connection, [one.case for one, _ in back])
    for one, was in back:
        owner = was["owner_id"]
        details: dict[str, object] = {"to": names[owner], "people": {"to": owner}} if owner else {}
        homes = [*one.case.owners, owner, *over[one.case.place_path]]
        act.did_in_case(Act.CASE_MOVE_UNDONE, one.case.id, details, homes=homes, changed={CaseFact.OWNER})
    act.show(handing_over.cards_after(act.connection, [one.case for one, _ in back]))


def _subtasks_back(act: Transaction, back: Back) -> None:
    rows.give_subtasks_back(act.connection, [was for _, was in back])
    names = _names(act.connection, (was["assignee_id"] for _, was in back))
    for one, was in back:
        if one.subtask is not None:
            to = was["assignee_id"]
            details = {"to": names.get(to, ""), "people": {"to": to}}
            act.did(Act.SUBTASK_MOVE_UNDONE, one.subtask, details, came=[to] if one.subtask.is_begun else ())


def _names(connection: Connection, numbers: Iterable[int | None]) -> dict[int, str]:
    known = people_rows.with_numbers(connection, {one for one in numbers if one})
    return {one.id: one.name for one in known}
