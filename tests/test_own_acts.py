"""Nobody is told of her own act: every act by everybody who may do it, and who of the others hears of it how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from cases.acts import distribution, reassigning, subtasks
from cases.context import Context
from domain.forms import Distribution
from sandbox.person import Person
from store import messages as message_rows
from store import posts, tables
from tests.databases import new_sqlite
from tests.every_act import ACTS, ALLOWED, Act, scene_for
from tests.institution import MONDAY
from tests.relations import PEOPLE, Scene, furnished, new_scene, slack_id
from tests.world import World

EXPERT, OTHER = "expert at the place", "other case worker at the place"
BOTH = ("owner", "assignee")
TOLD: dict[str, dict[str, str]] = {
    "create": {EXPERT: "mail"},
    "create from set": {EXPERT: "mail"},
    "begin now": {"assignee": "mail"},
    "solve": dict.fromkeys(BOTH, "solved"),
    "end as not needed": dict.fromkeys(BOTH, "solved"),
    "reopen": dict.fromkeys(BOTH, "reopened"),
    "close": {"owner": "case_closed", "assignee": "solved"},
    "distribute": {OTHER: "case_assigned"},
    "redistribute": {OTHER: "case_assigned"},
    "reassign": {"assignee": "taken_over", EXPERT: "mail"},
    "move subtask with others": {EXPERT: "mail"},
    "take subtask": {"assignee": "taken_over"},
    "decline": {"owner": "declined"},
    "hold": dict.fromkeys(BOTH, "held"),
    "resume": dict.fromkeys(BOTH, "resumed"),
    "move deadline": {"assignee": "deadline_moved"},
    "move late deadlines": {"assignee": "deadline_moved"},
    "nudge": {"assignee": "nudged"},
    "ask several": {OTHER: "mail", EXPERT: "mail"},
    "nudge round": {"assignee": "nudged", OTHER: "nudged"},
    "need more": {"owner": "needs_more"},
}
"""Who is told in words of what somebody else does; of the other acts nobody is."""

# Nobody is away in these cells.
CELLS = [(act, relation) for act in ACTS for relation in sorted(ALLOWED[act]) if "substitute" not in relation]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give one institution, which sends e-mail too, for the whole table."""
    folder = tmp_path_factory.mktemp("own_acts")
    with furnished(new_sqlite(folder / "own_acts.db"), folder, sends_mail=True) as made:
        yield made


@pytest.fixture(scope="module")
def away_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give another one, whose owner and assignee are away."""
    folder = tmp_path_factory.mktemp("away")
    with furnished(new_sqlite(folder / "away.db"), folder, sends_mail=True, away=True) as made:
        yield made


def told_after(scene: Scene, act: Act, actor: str) -> dict[str, str]:
    """Who is told of an act, and how: by which notice, by e-mail, or by a message that she has not written."""
    database = scene.context.database
    with database.read() as connection:
        before = connection.execute(sa.select(sa.func.max(tables.outbox.c.id))).scalar() or 0
    act(scene, slack_id(actor), MONDAY)
    with database.read() as connection:
        rows = list(connection.execute(sa.select(tables.outbox).where(tables.outbox.c.id > before)))
    names = {number: name for name, number in scene.people.items()}
    return {names[row.person_id]: how for row in rows if (how := _how(scene.context, row))}


def _how(context: Context, row: sa.Row[tuple[object, ...]]) -> str:
    if row.kind == "message":
        with context.database.read() as connection:
            said = message_rows.get(connection, row.subject_id)
        return "message" if said and said.author.id != row.person_id else ""
    return str(row.details["say"]) if row.kind == "notice" else row.kind if row.kind in ("mail", "reminder") else ""


@pytest.mark.parametrize(("act", "relation"), CELLS)
def test_the_others_are_told_and_never_the_one_who_acts(context: Context, act: str, relation: str) -> None:
    there = scene_for(act, context)
    expected = {who: how for who, how in TOLD.get(act, {}).items() if who != relation}
    if act in ("write message", "thread message"):
        expected = {who: "message" for who in BOTH if who != relation}
    if act == "end wait":
        expected = {"owner": "needs_no_more"} if relation == "assignee" else {"assignee": "answered"}
    if act == "be disqualified" and relation == "assignee":
        expected = {"owner": "declined"}
    assert told_after(there, ACTS[act], relation) == expected
    assert relation not in expected


# The letter to an assignee who is away by then is dropped when its turn comes.
@pytest.mark.parametrize("act", [act for act in TOLD if "distributor above it" in ALLOWED[act] and act != "begin now"])
def test_while_the_two_are_away_who_stands_in_is_told_in_their_place(away_context: Context, act: str) -> None:
    there = scene_for(act, away_context)
    expected = {f"the {who}'s substitute" if who in BOTH else who: how for who, how in TOLD[act].items()}
    assert told_after(there, ACTS[act], "distributor above it") == expected


def test_what_a_substitute_does_is_not_told_to_the_one_who_is_away(away_context: Context) -> None:
    told = told_after(scene_for("decline", away_context), ACTS["decline"], "the assignee's substitute")
    assert told == {"the owner's substitute": "nobody_stands_in"}, "who is disqualified leaves it to the assignee"
    told = told_after(scene_for("solve", away_context), ACTS["solve"], "the assignee's substitute")
    assert told == {"the owner's substitute": "solved"}


def to_oneself(scene: Scene, actor: str) -> int:
    """The actor's number, from her Slack id."""
    return next(scene.people[one] for one in PEOPLE if slack_id(one) == actor)


TO_ONESELF: dict[str, tuple[Act, str, dict[str, str]]] = {
    "create": (
        lambda s, actor, now: subtasks.create(
            s.context,
            s.case_id,
            replace(s.new_subtask(), assignee_id=to_oneself(s, actor)),
            actor=actor,
            key=s.key,
            now=now,
        ),
        "owner",
        {},
    ),
    "reassign": (
        lambda s, actor, now: reassigning.reassign(
            s.context, s.subtask_id, to_oneself(s, actor), "Fordi.", actor=actor, key=s.key, now=now
        ),
        "owner",
        {"assignee": "taken_over"},
    ),
    "redistribute": (
        lambda s, actor, now: distribution.distribute(
            s.context,
            s.case_id,
            Distribution(to_oneself(s, actor), None, s.people["owner"]),
            actor=actor,
            key=s.key,
            now=now,
        ),
        "distributor at the place",
        {},
    ),
}


@pytest.mark.parametrize("name", TO_ONESELF)
def test_who_gives_something_to_herself_is_not_told_of_it(context: Context, name: str) -> None:
    act, relation, others = TO_ONESELF[name]
    there = new_scene(context)
    with context.database.begin() as connection:  # who has a card already is told in words of what comes to her
        posts.put(connection, "card", there.subtask_id, there.people[relation], channel="DOWN", ts=there.key)
    assert told_after(there, act, relation) == others


def test_who_solves_or_closes_what_is_all_her_own_tells_nobody(context: Context) -> None:
    for last in ("solve", "close"):
        there = new_scene(context)
        TO_ONESELF["reassign"][0](there, slack_id("owner"), MONDAY)
        own = replace(there, key=f"{there.key}-own")
        assert told_after(own, ACTS[last], "owner") == {}


# ---- in Slack


def mentions(person: Person) -> list[str]:
    """Everything in the person's conversation that mentions her."""
    texts = [person.text_of(message) for message in person.messages if not message.deleted]
    return [text for text in texts if f"@{person.name}" in text]


async def test_nobodys_own_act_calls_her_in_slack(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    assert mentions(kari) == []
    await aisha.say("Hei", thread_ts=aisha.card("Vurder emnene").ts)
    await world.quiet()
    assert mentions(aisha) == []
    await kari.open_home()
    await world.quiet()
    await kari.click("Svar", at="home")
    await world.ws.until(lambda: kari.modals)
    await kari.fill("Melding", "Hei på deg")
    assert (await kari.send()).closed
    await world.quiet()
    assert len(mentions(kari)) == len(mentions(aisha)) == 1
    await aisha.click("Løs deloppgave", at=aisha.card("Vurder emnene"))
    await world.quiet()
    assert (len(mentions(kari)), len(mentions(aisha))) == (2, 1)
