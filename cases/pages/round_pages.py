"""`Se svarene`: the answers of a round, as they are given for who runs the case, afterwards for those asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import loading
from cases.acts import nudging
from cases.context import Context
from domain import answer_forms, round_forms
from domain.errors import N_, NotAllowedError, NotFoundError
from domain.namesakes import named, told_apart
from domain.permissions import Actor
from domain.round_forms import GivenAnswer, RoundLine, RoundPage, Stand, SummaryForm
from domain.round_notices import RoundOver
from domain.values import WORKED_ON, Ending
from store import cases as case_rows
from store import rounds as round_rows
from store.whole_subtask import SubtaskRow

SHOWN = 3  # on the case page; every round is reached from each of its subtasks
NO_SUCH_ROUND = N_("Runden finnes ikke, eller du har ikke tilgang til den.")
TOO_EARLY = N_("Svarene kan leses når alle har svart, eller når fristen er ute.")
HIDDEN = N_("Bare den som spurte, leser svarene i denne runden.")


def answers(context: Context, round_id: int, *, actor: str, now: datetime) -> RoundPage:
    """The answers of a round. Raises for those who may not see them (yet)."""
    with context.database.read() as connection:
        return page_in(context, connection, round_id, loading.actor(connection, actor), now)


def page_in(context: Context, connection: Connection, round_id: int, who: Actor, now: datetime) -> RoundPage:
    """The same inside the transaction of an act."""
    row = round_rows.get(connection, round_id)
    asked = round_rows.members(connection, round_id)
    relations = [loading.relation_to(one, who) for one in asked]
    runs_case = any(one.runs_case for one in relations)
    if row is None or not (runs_case or any(one.assignee for one in relations)):
        raise NotFoundError(NO_SUCH_ROUND)
    if not runs_case and not row.standing.is_open:
        raise NotAllowedError(TOO_EARLY if row.standing.shows_answers else HIDDEN)
    given = [_given(one, runs_case=runs_case) for one in asked]
    works = runs_case and asked[0].case_status in WORKED_ON
    unsolved = [one for one in asked if one.solved_at is None]
    return RoundPage(
        standing=row.standing,
        title=asked[0].title,
        case_id=row.case_id,
        case_title=asked[0].case_title,
        reader=who.person,
        deadline_on=max(one.deadline_on for one in unsolved or asked),
        form=answer_forms.from_json(asked[0].answer_form),
        given=tuple(one for one in given if runs_case or one.stand is Stand.ANSWERED),
        runs_case=runs_case,
        may_nudge=works and bool(nudging.nudgeable(context, connection, unsolved, who, now)),
        may_sum_up=works and any(one.stand is Stand.ANSWERED for one in given),
        summary=(row.summary or "") if runs_case else "",
        summed_up_at=row.summed_up_at if runs_case else None,
    )


def _given(row: SubtaskRow, *, runs_case: bool) -> GivenAnswer:
    """What one of them has answered; what is not given yet is only for who runs the case."""
    stand = Stand.WAITING
    if row.ending in (Ending.ASSIGNEE, Ending.OWNER):
        stand = Stand.ANSWERED
    elif row.ending is Ending.NOT_NEEDED or row.declined_at:
        stand = Stand.OUT
    is_told = runs_case or stand is Stand.ANSWERED
    by = row.solver if stand is Stand.ANSWERED and row.solver else row.assignee
    return GivenAnswer(
        row.id,
        by,
        stand,
        (row.answers or {}) if is_told else {},
        (row.conclusion or "") if is_told else "",
        loading.subtask(row) if runs_case else None,
        behalf=row.assignee if by.id != row.assignee.id else None,
    )


def of_notice(context: Context, told: RoundOver, *, reader: str, now: datetime) -> RoundPage | None:
    """The round that a notice to its case's owner is about, while the case is theirs."""
    with context.database.read() as connection:
        case = case_rows.get(connection, told.case)
        try:
            who = loading.actor(connection, reader)
            is_theirs = case is not None and loading.relation_to_case(case, who).owner
            return page_in(context, connection, told.round, who, now) if is_theirs else None
        except (NotAllowedError, NotFoundError):
            return None


def taken_over(context: Context, round_id: int, chosen: Sequence[int], *, actor: str, now: datetime) -> SummaryForm:
    """The ticked answers as the text that the case's owner may keep. Raises unless the actor runs the case."""
    page = answers(context, round_id, actor=actor, now=now)
    if not page.runs_case:
        raise NotFoundError(NO_SUCH_ROUND)
    people = told_apart([one.person for one in page.given])
    return round_forms.taken_over(page, tuple(chosen), {one.id: named(one) for one in people})


def of_case(connection: Connection, case_id: str) -> tuple[tuple[RoundLine, ...], int]:
    """The newest rounds of a case as its page shows them, and how many more there are."""
    found = round_rows.of_case(connection, case_id)
    shown = tuple(RoundLine(one.standing, one.title or "", one.summary or "") for one in found[:SHOWN])
    return shown, len(found) - len(shown)


def summaries(connection: Connection, case_id: str) -> tuple[tuple[str, str], ...]:
    """What was made of the rounds of a case, each with its title, the oldest first."""
    found = reversed(round_rows.of_case(connection, case_id))
    return tuple((one.title or "", one.summary) for one in found if one.summary)
