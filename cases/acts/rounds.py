"""One question to several: asked in one round, ended by the clock or the last answer, reminded of, and summed up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import loading, transaction
from cases import rounds as standings
from cases.acts import access, assigning, nudging, subtasks
from cases.context import Context
from cases.pages import round_pages
from cases.transaction import Transaction
from domain import arriving, permissions, validation
from domain.errors import N_, InvalidInputError, NotAllowedError, NotFoundError, Refused
from domain.history import Act
from domain.permissions import Actor
from domain.round_forms import MOST, NewRound, RoundPage
from domain.values import NewSubtask
from store import people as people_rows
from store import rounds as round_rows
from store import together
from store.cases import CaseRow
from store.rounds import RoundRow

NOBODY_LEFT = N_("Det er ingen å purre på nå. Enten har alle svart, eller så er det allerede purret.")


def ask(context: Context, case_id: str, new: NewRound, *, actor: str, key: str, now: datetime) -> None:
    """Put the same question to several people: a subtask for each, all of them or none.

    One person alone gets an ordinary subtask. `key` names the dialog: the same submission again does nothing more.
    Raises InvalidInputError that names every wrong field.
    """
    new = replace(new, title=arriving.line(new.title), description=arriving.tidy(new.description))
    digest = hashlib.sha256(repr(new).encode()).hexdigest()
    with transaction.once(context, key, digest=digest, now=now, if_other=_already_asked) as act:
        if act is None:
            return
        who = act.actor(actor)
        case, relation = loading.case_for(act.connection, case_id, who, lock="share")
        permissions.require_may_create(relation, status=case.status, owner_id=case.owner_id)
        names = _require(context, act.connection, case, new, now)
        titles = access.require_own(act.connection, case_id, new.attachment_ids)
        _store(context, act, case, new, who, names, titles)


def _already_asked() -> InvalidInputError:
    words = N_("Spørsmålet er allerede sendt fra denne dialogen. Lukk dialogen og se det på sakssiden.")
    return InvalidInputError([Refused(words, field="title")])


def _require(context: Context, connection: Connection, case: CaseRow, new: NewRound, now: datetime) -> dict[int, str]:
    """The names of those who are asked. Raises InvalidInputError that names every wrong field."""
    faults = validation.new_subtask_faults(
        _subtask(new, next(iter(new.assignee_ids), None)),
        today=context.today(now),
        case_deadline_on=case.deadline_on,
    )
    names, unwanted = _people(connection, case, new)
    if found := [*faults, *unwanted, *new.question.faults()]:
        raise InvalidInputError(found)
    return names


def _people(connection: Connection, case: CaseRow, new: NewRound) -> tuple[dict[int, str], list[Refused]]:
    wanted = new.assignee_ids
    if len(wanted) > MOST:
        words = N_("Velg høyst {most} personer. Du har valgt {count}.")
        return {}, [Refused(words, field="assignee", most=MOST, count=len(wanted))]
    if len(set(wanted)) < len(wanted):
        return {}, [Refused(N_("Den samme personen er valgt to ganger."), field="assignee")]
    names: dict[int, str] = {}
    faults: list[Refused] = []
    for number in wanted:
        try:
            names[number] = assigning.require_assignable(connection, case, number)
        except InvalidInputError:
            person = people_rows.by_id(connection, number)
            words = N_("{name} kan ikke velges i denne saken. Velg en annen.")
            faults.append(Refused(words, field="assignee", name=person.person.name if person else str(number)))
    return names, faults


def _subtask(new: NewRound, assignee_id: int | None) -> NewSubtask:
    form = () if new.question.faults() else new.question.form()
    return NewSubtask(new.title, new.deadline_on, assignee_id, new.description, new.attachment_ids, form)


def _store(
    context: Context,
    act: Transaction,
    case: CaseRow,
    new: NewRound,
    who: Actor,
    names: Mapping[int, str],
    titles: Mapping[int, str],
) -> None:
    round_id = None
    if len(names) > 1:
        asked, by = len(names), who.person.id
        round_id = round_rows.add(
            act.connection, case.id, asked=asked, shows_answers=new.shows_answers, by=by, at=act.now
        )
        act.did_in_case(Act.ROUND_ASKED, case.id, {"title": new.title, "count": asked}, homes=())
    together.mark(  # its owner is called once, and not for each who is asked
        act.connection,
        [
            subtasks.store(act, case, _subtask(new, number), who, name, titles, {"round_id": round_id})
            for number, name in names.items()
        ],
    )


def end_some(context: Context, *, now: datetime) -> bool:
    """End a round whose day is past; False when there was none any more. No colleague's act is behind it."""
    today = context.today(now)
    with context.database.read() as connection:
        number = round_rows.due(connection, today)
    if number is None:
        return False
    with transaction.begin(context, now=now, unhurried=True) as act:
        row = round_rows.get(act.connection, number, for_update=True)
        if row is not None and row.standing.ended_at is None and round_rows.is_due(act.connection, number, today):
            asked = round_rows.members(act.connection, number)
            standings.end_in(act, row, asked, by_day=not row.standing.is_settled)
            standings.show(act, asked)
    return True


def nudge(context: Context, round_id: int, *, actor: str, now: datetime) -> RoundPage:
    """Remind all who have not answered and can be reminded now. Raises NotAllowedError where there is nobody."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        _round_for(act.connection, round_id, who)
        round_rows.lock_members(act.connection, round_id)
        asked = [row for row in round_rows.members(act.connection, round_id) if row.solved_at is None]
        wanted = nudging.nudgeable(context, act.connection, asked, who, now)
        if not wanted:
            raise NotAllowedError(NOBODY_LEFT)
        for row in asked:
            if row.id in wanted:
                nudging.nudge_in(act, context, row, who)
        return round_pages.page_in(context, act.connection, round_id, who, now)


def sum_up(context: Context, round_id: int, text: str, *, actor: str, now: datetime) -> RoundPage:
    """Keep what the case's owner makes of the answers; what stood there before stays in the history.

    The same text again changes nothing; one dialog may be sent in several times, each time with another one.

    Raises InvalidInputError for an empty or too long text, TooLateError once the case has ended.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, case = _round_for(act.connection, round_id, who, for_update=True)
        permissions.require_open_case(case.status)
        text = validation.require_text("text", text, N_("Skriv en oppsummering."))
        if text != row.summary:
            round_rows.sum_up(act.connection, round_id, text, by=who.person.id, at=act.now)
            details = {"title": row.title, "before": [row.summary] if row.summary else []}
            act.did_in_case(Act.ROUND_SUMMED_UP, row.case_id, details, homes=case.owners)
        return round_pages.page_in(context, act.connection, round_id, who, now)


def _round_for(
    connection: Connection, round_id: int, who: Actor, *, for_update: bool = False
) -> tuple[RoundRow, CaseRow]:
    """A round and its case. Raises NotFoundError unless the actor runs the case."""
    row = round_rows.get(connection, round_id, for_update=for_update)
    if row is None:
        raise NotFoundError(round_pages.NO_SUCH_ROUND)
    case, _ = loading.case_for(connection, row.case_id, who)
    return row, case
