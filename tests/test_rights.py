"""Every act against every relation that a person can have to a case and its subtask: allowed, or refused in words.

A refusal is a sentence and changes no row. The table is the institution's rule; a few refusals go through Slack, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest

from cases.acts import (
    access,  # fmt: skip
    closing,
    deadlines,
    disqualification,
    distribution,
    editing,
    holding,
    needing_more,
    notification_settings,
    ready_sets,
    reassigning,
    reopening,
    subtasks,
)
from cases.acts.messages import UnknownAuthorError
from cases.context import Context
from cases.pages import subtask_pages
from domain.errors import Refused
from store import disqualifications
from tests.every_act import ACTS, ALLOWED, ASSIGNEES, OWNERS, RUNS, scene_for
from tests.institution import MONDAY
from tests.relations import RELATIONS, UNKNOWN, everything, furnish_anew, furnished_on, new_scene, slack_id

CHANGES_NOTHING = {
    "read history of case",
    "read history of subtask",
    "see as assignee",
    "read answers",
    "read answers afterwards",
    "see new one as assignee",
}


# The rules themselves know no database: on the second one a few relations show that the rows say the same there.
ON_POSTGRES = (
    "owner",
    "assignee",
    "former assignee",
    "distributor above it",
    "the owner's substitute",
    "the assignee's substitute",
    "stranger",
    "disqualified",
    "deactivated",
)
CELLS = [("sqlite", relation) for relation in RELATIONS] + [("postgres", relation) for relation in ON_POSTGRES]
on_each_database = pytest.mark.parametrize(("context", "relation"), CELLS, indirect=["context"])


@pytest.fixture(scope="module")
def sqlite_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give one institution for the whole table; every cell has a case of its own in it."""
    with furnished_on("sqlite", tmp_path_factory, away=True) as made:
        yield made


@pytest.fixture(scope="module")
def postgres_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give another one on PostgreSQL."""
    with furnished_on("postgres", tmp_path_factory, away=True) as made:
        yield made


@pytest.fixture
def context(request: pytest.FixtureRequest) -> Iterator[Context]:
    """Give one of the two. They stay when the other one's turn comes: a wider fixture with parameters would not.

    What a cell left goes: every cell compares all rows, and would else read those of all cells before it.
    """
    made: Context = request.getfixturevalue(f"{request.param}_context")
    yield made
    furnish_anew(made.database, away=True)


def test_the_table_knows_every_act() -> None:
    assert ALLOWED.keys() == ACTS.keys()
    assert all(allowed <= set(RELATIONS) for allowed in ALLOWED.values())


@on_each_database
@pytest.mark.parametrize("act", [act for act in ACTS if act != "thread message"])
def test_each_act_is_allowed_or_refused_with_a_sentence_and_no_effect(
    context: Context, act: str, relation: str
) -> None:
    there = scene_for(act, context)
    before = everything(context.database)
    if relation in ALLOWED[act]:
        ACTS[act](there, slack_id(relation), MONDAY)
        assert (everything(context.database) == before) == (_looks_only(act, relation))
    else:
        with pytest.raises(Refused) as refused:
            ACTS[act](there, slack_id(relation), MONDAY)
        assert len(refused.value.words) > 20
        assert everything(context.database) == before


def _looks_only(act: str, relation: str) -> bool:
    """Opening changes something only for the one whose opening it is (A16, F9)."""
    openers = {"enter": ASSIGNEES, "read case page": OWNERS}
    return act in CHANGES_NOTHING or (act in openers and relation not in openers[act])


ABOUT_NO_CASE = {"choose wishes", "be disqualified", "search", "save search", "look at the overview", "download list"}


@pytest.mark.parametrize("context", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("relation", sorted({*RUNS, *ASSIGNEES}))
@pytest.mark.parametrize("act", [act for act in ACTS if act not in {*ABOUT_NO_CASE, "thread message", "distribute"}])
def test_one_who_is_disqualified_is_nothing_to_the_case_whatever_else_she_is(
    context: Context, act: str, relation: str
) -> None:
    there = new_scene(context, held=act == "resume", late=act == "move late deadlines")
    with context.database.begin() as connection:
        disqualifications.declare(connection, there.case_id, there.people[relation], MONDAY)
    before = everything(context.database)

    with pytest.raises(Refused):
        ACTS[act](there, slack_id(relation), MONDAY)

    assert everything(context.database) == before


@on_each_database
def test_only_the_number_that_she_gave_herself_answers_one_who_is_disqualified(context: Context, relation: str) -> None:
    """Of a case that there is not, nobody learns anything else than of one that there is."""
    there, actor = new_scene(context), slack_id(relation)
    answers = []
    for case_id in (there.case_id, "2026-does-not-exist"):
        try:
            disqualification.declare(context, case_id, actor=actor, key=f"{there.key}{case_id}", now=MONDAY)
            answers.append("")
        except Refused as refused:
            answers.append(refused.words)
    assert len(set(answers)) == 1


NOBODYS = (*UNKNOWN, "deactivated")


@on_each_database
def test_what_is_written_in_a_thread_is_kept_for_parties_and_answered_for_others(
    context: Context, relation: str
) -> None:
    """What was written in Slack cannot be refused any more: others get an answer, colleagues' waits in the outbox."""
    there = new_scene(context)
    before = everything(context.database)
    with pytest.raises(UnknownAuthorError) if relation in NOBODYS else nullcontext():
        ACTS["thread message"](there, slack_id(relation), MONDAY)
    after = everything(context.database)
    changed = {name for name in after if after[name] != before[name]} - {"inbox"}  # that the event was heard
    if relation in ALLOWED["thread message"]:
        assert {"messages", "message_versions", "history", "outbox"} <= changed
    elif relation in NOBODYS:
        assert changed == set()
    else:
        assert changed == {"outbox"}
        (answer,) = set(after["outbox"]) - set(before["outbox"])
        assert "no_access" in answer


@on_each_database
def test_the_dialogs_open_only_for_those_whose_act_is_allowed(context: Context, relation: str) -> None:
    there, actor = new_scene(context, late=True), slack_id(relation)
    forms: dict[str, Callable[[], object]] = {
        "create": lambda: subtasks.form(context, there.case_id, actor=actor, now=MONDAY),
        "create from set": lambda: ready_sets.sets(context, there.case_id, actor=actor),
        "create like": lambda: subtasks.like(context, there.subtask_id, actor=actor, now=MONDAY),
        "close": lambda: closing.ask(context, there.case_id, actor=actor, now=MONDAY),
        "redistribute": lambda: distribution.form(context, there.case_id, actor=actor, now=MONDAY),
        "reassign": lambda: reassigning.form(context, there.subtask_id, actor=actor),
        "decline": lambda: reassigning.decline_form(context, there.subtask_id, actor=actor),
        "hold": lambda: holding.form(context, there.subtask_id, actor=actor, now=MONDAY),
        "move deadline": lambda: deadlines.form(context, there.subtask_id, actor=actor, now=MONDAY),
        "move late deadlines": lambda: deadlines.ask(context, there.case_id, actor=actor, now=MONDAY),
        "change access": lambda: access.form(context, there.subtask_id, actor=actor),
        "lift disqualification": lambda: disqualification.lift_form(context, there.case_id, actor=actor),
        "upload": lambda: access.may_upload(context, there.case_id, actor=actor),
        "choose wishes": lambda: notification_settings.form(context, actor=actor),
    }
    solved = new_scene(context, solved=True)
    forms |= {
        "end as not needed": lambda: editing.form(context, there.subtask_id, actor=actor),
        "need more": lambda: needing_more.form(context, there.subtask_id, actor=actor),
        "edit": lambda: editing.form(context, there.subtask_id, actor=actor),
        "reopen": lambda: reopening.form(context, solved.subtask_id, actor=actor, now=MONDAY),
    }
    opened = {act for act, form in forms.items() if _opens(form)}
    assert opened == {act for act in forms if relation in ALLOWED["create" if act == "create like" else act]}


def _opens(form: Callable[[], object]) -> bool:
    try:
        form()
    except Refused:
        return False
    return True


@on_each_database
def test_searching_for_owners_and_cases_tells_nothing_to_those_without_the_case(
    context: Context, relation: str
) -> None:
    there, actor = new_scene(context), slack_id(relation)
    found = _opens(lambda: distribution.possible_owners(context, there.case_id, "case worker", actor=actor))
    assert found == (relation in RUNS)
    try:
        listed = there.case_id in [line.id for line in subtask_pages.open_cases(context, there.case_id, actor=actor)]
    except Refused:
        listed = False
    assert listed == (relation in RUNS)
