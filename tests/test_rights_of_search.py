"""Who finds what: every relation against every kind of text. Found is what may be opened now, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cases import loading
from cases.acts import conclusions, indexing, messages, subtasks
from cases.context import Context
from cases.pages import search_page, searching
from domain.errors import Refused
from domain.search import Order, Sought
from store import disqualifications, search_index, tables
from tests.every_act import ALLOWED, RUNS
from tests.filled_in import new_subtask
from tests.institution import MONDAY
from tests.relations import LATER, RELATIONS, Scene, furnished_on, new_scene, slack_id

OWN = ("tittelord", "beskrivelsesord", "konklusjonsord", "meldingsord", "sakstittelord", "assignee owner")
OTHERS = ("annetord", "andresmelding")  # of another subtask in the same case
NOBODYS = ("søknadsord", "Ada Søker", "ada@student.example")


@pytest.fixture(scope="module")
def sqlite_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give one institution for the whole table."""
    with furnished_on("sqlite", tmp_path_factory, away=True) as made:
        yield made


@pytest.fixture(scope="module")
def postgres_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give another one on PostgreSQL."""
    with furnished_on("postgres", tmp_path_factory, away=True) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgres"])
def context(request: pytest.FixtureRequest) -> Context:
    """Give one of the two."""
    made: Context = request.getfixturevalue(f"{request.param}_context")
    return made


@pytest.fixture
def scene(context: Context) -> Scene:
    """Give a case in which each kind of text has a word of its own; it is newer than those of earlier tests."""
    there, owner = new_scene(context), slack_id("owner")
    other = new_subtask(there.people["expert at the place"], "Annetord", deadline_on=LATER)
    subtasks.create(context, there.case_id, other, actor=owner, key=f"{there.key}x", now=MONDAY)
    number = found(context, "annetord", "owner")[0]
    messages.write(context, number, "Andresmelding", actor=owner, key=f"{there.key}y", now=MONDAY)
    messages.write(context, there.subtask_id, "Meldingsord", actor=owner, key=f"{there.key}z", now=MONDAY)
    conclusions.save(context, there.subtask_id, "Konklusjonsord.", actor=owner, now=MONDAY)
    with context.database.begin() as connection:
        words = {"title": "Tittelord", "description": "Beskrivelsesord"}
        connection.execute(tables.subtasks.update().where(tables.subtasks.c.id == there.subtask_id).values(words))
        case = {"title": "Sakstittelord", "text": "Søknadsord"}
        connection.execute(tables.cases.update().where(tables.cases.c.id == there.case_id).values(case))
        search_index.take_in(connection)
    return there


def found(context: Context, words: str, relation: str) -> list[int]:
    """The numbers of the subtasks that somebody finds; nothing for whom the bot does not know."""
    try:
        indexing.take_in_some(context)
        hits = searching.find(context, Sought(words), actor=slack_id(relation), now=MONDAY, limit=50).hits
    except Refused:
        return []
    return [hit.subtask.id for hit in hits if hit.subtask]


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_kind_of_text_is_found_by_whoever_may_open_it_and_by_nobody_else(
    context: Context, scene: Scene, relation: str
) -> None:
    for words in (*OWN, scene.case_id):
        assert (scene.subtask_id in found(context, words, relation)) == (relation in ALLOWED["enter"]), words
    for words in OTHERS:
        assert bool(found(context, words, relation)) == (relation in {*RUNS, "expert at the place"}), words
    for words in NOBODYS:
        assert found(context, words, relation) == [], words


@pytest.mark.parametrize("relation", sorted(ALLOWED["enter"]))
def test_who_is_disqualified_finds_nothing_of_the_case_any_more(context: Context, scene: Scene, relation: str) -> None:
    with context.database.begin() as connection:
        disqualifications.declare(connection, scene.case_id, scene.people[relation], MONDAY)
    try:
        for words in (*OWN, *OTHERS, ""):
            numbers = found(context, words, relation)
            assert scene.subtask_id not in numbers, words
    finally:
        with context.database.begin() as connection:
            disqualifications.lift(connection, scene.case_id, scene.people[relation])


def test_what_waits_for_another_or_was_declined_is_not_its_assignees_to_find(context: Context) -> None:
    for changed in ({"after_id": "own"}, {"declined_at": MONDAY}):
        there = new_scene(context)
        values = {name: there.subtask_id if value == "own" else value for name, value in changed.items()}
        mine = tables.subtasks.c.id == there.subtask_id
        with context.database.begin() as connection:
            search_index.take_in(connection)
        assert there.subtask_id in found(context, there.case_id, "assignee")
        with context.database.begin() as connection:
            connection.execute(tables.subtasks.update().where(mine).values(values))
        for relation in ("assignee", "the assignee's substitute"):
            assert found(context, there.case_id, relation) == []
        assert found(context, there.case_id, "owner") == [there.subtask_id]


def test_an_assignee_is_shown_of_the_case_only_what_their_card_shows(context: Context, scene: Scene) -> None:
    hit = searching.find(context, Sought("meldingsord"), actor=slack_id("assignee"), now=MONDAY, limit=1).hits[0]

    assert (hit.case.deadline_on, hit.case.open_subtasks) == (None, 0)
    assert (hit.excerpt, hit.said_by and hit.said_by.name) == ("Meldingsord", "owner")


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other_without_gap_or_double(context: Context, scene: Scene, order: Order) -> None:
    sought, actor = Sought(order=order), slack_id("distributor above it")
    everything = searching.find(context, sought, actor=actor, now=MONDAY, limit=1000).hits
    paged = [
        hit
        for offset in range(0, len(everything), 2)
        for hit in searching.find(context, sought, actor=actor, now=MONDAY, limit=2, offset=offset).hits
    ]
    assert paged == list(everything)
    assert len({(hit.case.id, hit.subtask and hit.subtask.id) for hit in everything}) == len(everything) > 0


def test_nobody_is_named_by_a_number_who_has_nothing_that_the_reader_may_open(scene: Scene) -> None:
    def named(relation: str, reader: str) -> bool:
        sought = Sought(assignee_id=scene.people[relation])
        with scene.context.database.read() as connection:
            who = loading.actor(connection, slack_id(reader))
            return search_page.narrowed_to(connection, who, sought)[1] is not None

    assert named("assignee", "owner")
    assert named("assignee", "assignee")
    assert not named("expert at the place", "assignee")
    assert not named("stranger", "owner")
