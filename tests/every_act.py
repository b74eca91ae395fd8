"""Every act that a person can do, and which relations to a case and its subtask allow it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from cases import inbox
from cases.acts import (
    access,
    begin_now,
    bulk_doing,
    case_files,
    closing,
    conclusions,
    deadlines,
    disqualification,
    distribution,
    editing,
    endings,
    fetching,
    holding,
    messages,
    needing_more,
    notification_settings,
    nudging,
    offers,
    ready_sets,
    reassigning,
    reopening,
    rounds,
    searches,
    subtasks,
    waiting,
)
from cases.acts.messages import Change, Heard, SentFile
from cases.archive import downloads
from cases.context import Context
from cases.pages import history_pages, lists, overview, previews, round_pages, subtask_pages
from domain.access import Access
from domain.bulk_moves import Wanted as WantedMove
from domain.endings import Closing, Edit, Reopening
from domain.forms import Distribution, Hold, Reason
from domain.lists import ListKind, WantedList
from domain.notification_settings import Wanted
from domain.search import Sought
from domain.search_pages import Naming
from domain.values import CaseStatus, Role
from store import tables
from tests import moves
from tests.institution import MONDAY
from tests.relations import LATER, PEOPLE, Scene, new_scene

DISTRIBUTORS = {"distributor at the place", "distributor above it"}
OWNERS = {"owner", "the owner's substitute"}
ASSIGNEES = {"assignee", "the assignee's substitute"}
RUNS = OWNERS | DISTRIBUTORS
KNOWN = PEOPLE.keys() - {"deactivated"}
ALLOWED: dict[str, set[str]] = {
    "create": RUNS,
    "create from set": RUNS,
    "ask several": RUNS,
    "nudge round": RUNS,
    "sum up round": RUNS,
    "read answers": RUNS,
    "read answers afterwards": RUNS | ASSIGNEES | {"other case worker at the place"},
    "enter": RUNS | ASSIGNEES,
    "save conclusion": RUNS | ASSIGNEES,
    "solve": RUNS | ASSIGNEES,
    "end as not needed": RUNS,
    "edit": RUNS,
    "begin now": RUNS,
    "nudge": RUNS,
    "need more": ASSIGNEES,
    "end wait": RUNS | ASSIGNEES,
    "undo solving": {"owner"},
    "reopen": RUNS,
    "write message": OWNERS | ASSIGNEES,
    "thread message": OWNERS | ASSIGNEES,
    "close": RUNS,
    "distribute": DISTRIBUTORS,
    "redistribute": RUNS,
    "move case with others": DISTRIBUTORS,
    "move subtask with others": DISTRIBUTORS,
    "undo move": {"distributor at the place"},
    "end offers": {"distributor at the place"},
    "take case": {"former owner", "other case worker at the place"},
    "take subtask": {"former assignee", "expert at the place", "the assignee's substitute"},
    "reassign": RUNS,
    "decline": ASSIGNEES,
    "hold": RUNS | ASSIGNEES,
    "resume": RUNS | ASSIGNEES,
    "move deadline": RUNS,
    "move late deadlines": RUNS,
    "change access": RUNS,
    "upload": RUNS,
    "fetch attachments": RUNS,
    "fetch granted attachment": ASSIGNEES,
    "download package": OWNERS,
    "download list": {*DISTRIBUTORS, "distributor beside it", "disqualified"},
    "see as assignee": RUNS,
    "see new one as assignee": RUNS,
    "be disqualified": KNOWN,
    "lift disqualification": DISTRIBUTORS,
    "choose wishes": KNOWN,
    "search": KNOWN,
    "save search": KNOWN,
    "look at the overview": {*DISTRIBUTORS, "distributor beside it", "disqualified"},
    "read case page": RUNS,
    "read history of case": RUNS,
    "read history of subtask": RUNS | ASSIGNEES,
}
Act = Callable[[Scene, str, datetime], object]


def _distribute(to: str, *, instead_of: str | None) -> Act:
    def act(scene: Scene, actor: str, now: datetime) -> None:
        before = scene.people[instead_of] if instead_of else None
        given = Distribution(scene.people[to], None, before)
        distribution.distribute(scene.context, scene.case_id, given, actor=actor, key=scene.key, now=now)

    return act


def _hear(scene: Scene, actor: str, now: datetime) -> None:
    """Write into the thread under the assignee's card, which is in her own conversation."""
    heard = Heard(Change.WRITTEN, "DCARD", scene.key, scene.case_id, actor, "Hei", (), (), now, now)
    inbox.keep(scene.context, scene.key, {}, ordering_key="DCARD", ts="1", now=now)
    messages.hear(scene.context, heard, inbox.KeptEvent(scene.key, {}, "DCARD", 0), now=now)


# What is done by the distributor at the place before these.
MOVED_BEFORE: dict[str, Callable[[Scene], WantedMove]] = {
    "undo move": lambda s: moves.cases_to(s, "other case worker at the place"),
    "end offers": lambda s: moves.to_role(s, Role.CASE_WORKER, of_case=True),
    "take case": lambda s: moves.to_role(s, Role.CASE_WORKER, of_case=True),
    "take subtask": lambda s: moves.to_role(s, Role.EXPERT, of_case=False),
}
ACTS: dict[str, Act] = {
    "move case with others": lambda s, actor, now: moves.move(
        s, moves.cases_to(s, "other case worker at the place"), actor, now
    ),
    "move subtask with others": lambda s, actor, now: moves.move(
        s, moves.subtasks_to(s, "expert at the place"), actor, now
    ),
    "undo move": lambda s, actor, now: bulk_doing.undo(s.context, moves.last_move(s), actor=actor, now=now),
    "end offers": lambda s, actor, now: bulk_doing.end_offers(s.context, moves.last_move(s), actor=actor, now=now),
    "take case": lambda s, actor, now: offers.take(s.context, moves.last_offer(s), actor=actor, now=now),
    "take subtask": lambda s, actor, now: offers.take(s.context, moves.last_offer(s), actor=actor, now=now),
    "create": lambda s, actor, now: subtasks.create(
        s.context, s.case_id, s.new_subtask(), actor=actor, key=s.key, now=now
    ),
    "create from set": lambda s, actor, now: ready_sets.create(
        s.context, s.case_id, s.new_set(), actor=actor, key=s.key, now=now
    ),
    "ask several": lambda s, actor, now: rounds.ask(
        s.context, s.case_id, s.new_round(), actor=actor, key=s.key, now=now
    ),
    "nudge round": lambda s, actor, now: rounds.nudge(s.context, s.round_id, actor=actor, now=now),
    "sum up round": lambda s, actor, now: rounds.sum_up(s.context, s.round_id, "Begge sier ja.", actor=actor, now=now),
    "read answers": lambda s, actor, now: round_pages.answers(s.context, s.round_id, actor=actor, now=now),
    "read answers afterwards": lambda s, actor, now: round_pages.answers(s.context, s.round_id, actor=actor, now=now),
    "enter": lambda s, actor, now: subtasks.enter(s.context, s.subtask_id, actor=actor, now=now),
    "save conclusion": lambda s, actor, now: conclusions.save(s.context, s.subtask_id, "Ja.", actor=actor, now=now),
    "solve": lambda s, actor, now: subtasks.solve(s.context, s.subtask_id, actor=actor, now=now),
    "end as not needed": lambda s, actor, now: endings.not_needed(
        s.context, s.subtask_id, "Trengs ikke.", actor=actor, key=s.key, now=now
    ),
    "edit": lambda s, actor, now: editing.edit(
        s.context, s.subtask_id, Edit("Vurder alt", "Se på alt."), actor=actor, key=s.key, now=now
    ),
    "begin now": lambda s, actor, now: begin_now.begin_now(s.context, s.subtask_id, actor=actor, now=now),
    "nudge": lambda s, actor, now: nudging.nudge(s.context, s.subtask_id, actor=actor, now=now),
    "need more": lambda s, actor, now: needing_more.ask(
        s.context, s.subtask_id, "Hva med emne 3?", actor=actor, key=s.key, now=now
    ),
    "end wait": lambda s, actor, now: waiting.end(s.context, s.subtask_id, actor=actor, now=now),
    "undo solving": lambda s, actor, now: endings.undo(s.context, s.subtask_id, actor=actor, now=now),
    "reopen": lambda s, actor, now: reopening.reopen(
        s.context, s.subtask_id, Reopening("Fordi.", LATER), actor=actor, key=s.key, now=now
    ),
    "write message": lambda s, actor, now: messages.write(
        s.context, s.subtask_id, "Hei", actor=actor, key=s.key, now=now
    ),
    "thread message": _hear,
    "close": lambda s, actor, now: closing.close(
        s.context, s.case_id, Closing(s.subtask_id), actor=actor, key=s.key, now=now
    ),
    "distribute": _distribute("other case worker at the place", instead_of=None),
    "redistribute": _distribute("other case worker at the place", instead_of="owner"),
    "reassign": lambda s, actor, now: reassigning.reassign(
        s.context, s.subtask_id, s.people["expert at the place"], "Fordi.", actor=actor, key=s.key, now=now
    ),
    "decline": lambda s, actor, now: reassigning.decline(
        s.context, s.subtask_id, Reason.CONFLICT, "", actor=actor, key=s.key, now=now
    ),
    "hold": lambda s, actor, now: holding.hold(
        s.context, s.subtask_id, Hold(LATER, "Venter."), actor=actor, key=s.key, now=now
    ),
    "resume": lambda s, actor, now: holding.end(s.context, s.subtask_id, actor=actor, now=now),
    "move deadline": lambda s, actor, now: deadlines.move(
        s.context, s.subtask_id, LATER + timedelta(days=1), "Fordi.", actor=actor, key=s.key, now=now
    ),
    "move late deadlines": lambda s, actor, now: deadlines.move_all(
        s.context, s.case_id, [s.subtask_id], actor=actor, key=s.key, now=now
    ),
    "change access": lambda s, actor, now: access.change(
        s.context, s.subtask_id, Access((s.attachment_id,)), actor=actor, key=s.key, now=now
    ),
    "upload": lambda s, actor, now: access.upload(
        s.context, s.case_id, [SentFile("F1", "ny.pdf", "application/pdf", 5)], actor=actor, key=s.key, now=now
    ),
    "fetch attachments": lambda s, actor, now: case_files.fetch(s.context, s.case_id, actor=actor, now=now),
    "fetch granted attachment": lambda s, actor, now: fetching.fetch(s.context, s.grant_id, actor=actor, now=now),
    "download list": lambda s, actor, now: lists.download(
        s.context, WantedList(ListKind.UNDISTRIBUTED), actor=actor, key=s.key, now=now
    ),
    "download package": lambda s, actor, now: downloads.download(s.context, s.case_id, actor=actor, now=now),
    "see as assignee": lambda s, actor, now: previews.of_subtask(s.context, s.subtask_id, actor=actor, now=now),
    "see new one as assignee": lambda s, actor, _: previews.of_new(s.context, s.case_id, s.new_subtask(), actor=actor),
    "be disqualified": lambda s, actor, now: disqualification.declare(
        s.context, s.case_id, actor=actor, key=s.key, now=now
    ),
    "lift disqualification": lambda s, actor, now: disqualification.lift(
        s.context, s.case_id, s.people["disqualified"], "Fordi.", actor=actor, key=s.key, now=now
    ),
    "choose wishes": lambda s, actor, now: notification_settings.choose(
        s.context, Wanted("morning", (), (), quiet_hours=True), actor=actor, now=now
    ),
    "search": lambda s, actor, now: searches.show(s.context, Sought("emnene"), actor=actor, now=now),
    "save search": lambda s, actor, now: searches.save(
        s.context, Naming("Emner", Sought("emnene"), None), actor=actor, key=s.key, now=now
    ),
    "look at the overview": lambda s, actor, now: overview.turn(s.context, lambda turned: turned, actor=actor, now=now),
    "read case page": lambda s, actor, now: subtask_pages.enter_case(s.context, s.case_id, actor=actor, now=now),
    "read history of case": lambda s, actor, _: history_pages.of_case(s.context, s.case_id, actor=actor),
    "read history of subtask": lambda s, actor, _: history_pages.of_subtask(s.context, s.subtask_id, actor=actor),
}


def scene_for(act: str, context: Context) -> Scene:
    """A scene in which this act is possible."""
    made = new_scene(
        context,
        distributed=act != "distribute",
        held=act == "resume",
        waits=act == "end wait",
        late=act == "move late deadlines",
        solved=act in ("undo solving", "reopen"),
        granted=act == "fetch granted attachment",
        later=act == "begin now",
        in_round="round" in act or "answers" in act,
        over=act == "read answers afterwards",
    )
    if act == "download package":
        with context.database.begin() as connection:
            closed = {"status": CaseStatus.CLOSED, "closed_at": MONDAY}
            connection.execute(tables.cases.update().where(tables.cases.c.id == made.case_id).values(closed))
    if act in MOVED_BEFORE:
        moves.move(made, MOVED_BEFORE[act](made))
    return made
