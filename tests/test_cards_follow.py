"""Whatever somebody does, each card that stands and says something else afterwards is drawn again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import pytest
import sqlalchemy as sa

from cases.acts import people
from cases.context import Context
from cases.pages import subtask_pages
from domain.errors import NotAllowedError, NotFoundError, TooLateError
from handlers.translator import Translator
from handlers.views import card as card_view
from store import posts, tables
from tests.every_act import ACTS, ALLOWED, scene_for
from tests.institution import MONDAY
from tests.relations import PEOPLE, Scene, furnished_on, slack_id

EVERYBODY = sorted(PEOPLE.keys() - {"deactivated"})
Cards = dict[tuple[int, str], str]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    with furnished_on("sqlite", tmp_path_factory) as made:
        yield made


@pytest.fixture(scope="module")
def stood_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give an institution in which owner and assignee are away."""
    with furnished_on("sqlite", tmp_path_factory, away=True) as made:
        yield made


def add_solved(scene: Scene) -> int:
    """Let the case have another subtask, which its assignee has solved just now."""
    subtasks = tables.subtasks
    row = {
        "case_id": scene.case_id, "title": "Løst før", "deadline_on": MONDAY.date(), "description": "Gjort.",
        "assignee_id": scene.people["assignee"], "created_by": scene.people["distributor at the place"],
        "created_at": MONDAY, "reminds_from_at": MONDAY, "status": "solved", "ending": "assignee", "solved_at": MONDAY,
        "solved_by": scene.people["assignee"],
    }  # fmt: skip
    with scene.context.database.begin() as connection:
        return int(connection.execute(subtasks.insert().values(row).returning(subtasks.c.id)).scalar_one())


def numbers(scene: Scene) -> list[int]:
    with scene.context.database.read() as connection:
        found = sa.select(tables.subtasks.c.id).where(tables.subtasks.c.case_id == scene.case_id)
        return list(connection.execute(found).scalars())


def stand(scene: Scene) -> None:
    """Let everybody have a card of each subtask, as if they had all been party to it once, and nothing wait."""
    with scene.context.database.begin() as connection:
        for number in numbers(scene):
            for who in EVERYBODY:
                posts.put(connection, "card", number, scene.people[who], channel="D1", ts=f"1.{number}", sight="?")
        connection.execute(tables.outbox.delete())


def shown(scene: Scene) -> Cards:
    """What each card says."""
    voice, found = Translator.of("nb", scene.context.zone), {}
    for number in numbers(scene):
        for who in EVERYBODY:
            card = subtask_pages.card(scene.context, number, slack_id(who), MONDAY)
            if card is not None:
                drawn = card_view.card(card, voice)
                # One that is closed says for good how that came about.
                found[number, who] = f"{drawn.blocks}" if card.is_party else "closed"
    return found


def drawn_again(scene: Scene) -> set[tuple[int, str]]:
    names = {number: who for who, number in scene.people.items()}
    with scene.context.database.read() as connection:
        rows = connection.execute(sa.select(tables.outbox).where(tables.outbox.c.kind == "card"))
        return {(row.subject_id, names[row.person_id]) for row in rows}


CELLS = [(act, actor) for act in sorted(ACTS) for actor in sorted(ALLOWED[act])]


def left_as_they_were(scene: Scene, act: Callable[[], object]) -> Cards:
    """The cards that say something else after an act, and were not drawn again."""
    add_solved(scene)
    stand(scene)
    before = shown(scene)
    with suppress(NotAllowedError, NotFoundError, TooLateError):  # who stands in may, where somebody is away
        act()
    after, again = shown(scene), drawn_again(scene)
    return {key: after[key] for key, said in before.items() if said != after[key] and key not in again}


@pytest.mark.parametrize(("act", "actor"), CELLS)
def test_a_card_that_says_something_else_afterwards_is_drawn_again(here: Context, act: str, actor: str) -> None:
    scene = scene_for(act, here)
    assert left_as_they_were(scene, lambda: ACTS[act](scene, slack_id(actor), MONDAY)) == {}


@pytest.mark.parametrize(("act", "actor"), CELLS)
def test_so_it_is_where_others_stand_in_for_owner_and_assignee(stood_in: Context, act: str, actor: str) -> None:
    scene = scene_for(act, stood_in)
    assert left_as_they_were(scene, lambda: ACTS[act](scene, slack_id(actor), MONDAY)) == {}


@pytest.mark.parametrize("who", ["owner", "assignee", "former owner", "the owner's substitute"])
@pytest.mark.parametrize("away", [False, True])
def test_so_it_is_when_an_account_is_closed_and_opened_again(
    here: Context, stood_in: Context, who: str, *, away: bool
) -> None:
    context = stood_in if away else here
    scene = scene_for("solve", context)
    for active in (False, True):
        change = partial(people.changed, context, slack_id(who), locale=None, zone=None, active=active, now=MONDAY)
        assert left_as_they_were(scene, change) == {}
