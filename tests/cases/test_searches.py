"""Searches and their names: what is refused whatever a dialog or a button said, and two at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cases.acts import searches
from cases.context import Context
from cases.pages import search_page
from domain import search_pages
from domain.errors import InvalidInputError, NotFoundError
from domain.search import Sought
from domain.search_pages import MOST_SAVED, NAME, WORDS, Naming
from store import posts, saved_searches
from store.database import Database
from store.files import FileStore
from tests.beside_each_other import waiting
from tests.institution import MONDAY
from tests.relations import ELSEWHERE, INSTITUTE, PEOPLE, Scene, furnish, new_scene, slack_id

ALL = Sought()
OWNER, STRANGER = slack_id("owner"), slack_id("distributor at the place")
STRANGERS_NUMBER = [*PEOPLE].index("stranger") + 1


def opened(url: str, folder: Path) -> Scene:
    database = Database(url)
    with database.begin() as connection:
        furnish(connection)
    return new_scene(Context(database, FileStore(folder / "files"), ZoneInfo("Europe/Oslo")))


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    made = opened(database_url, tmp_path)
    yield made
    made.context.database.dispose()


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Scene]:
    made = opened(postgres_url, tmp_path)
    yield made
    made.context.database.dispose()


def save(scene: Scene, name: str, sought: Sought = ALL, *, actor: str = OWNER, replaces: int | None = None) -> None:
    key = f"{actor}{name}{replaces}"
    searches.save(scene.context, Naming(name, sought, replaces), actor=actor, key=key, now=MONDAY)


def names(scene: Scene, person: str = "owner") -> list[str]:
    with scene.context.database.read() as connection:
        return [one.name for one in search_page.saved_by(connection, scene.people[person])]


@pytest.mark.parametrize(
    ("sought", "field"),
    [
        (Sought("x" * (WORDS + 1)), "words"),
        (Sought(place_id=INSTITUTE), "place"),  # the owner's only role is elsewhere
        (Sought(place_id=99), "place"),
        (Sought(assignee_id=99), "assignee"),
        (Sought(assignee_id=STRANGERS_NUMBER), "assignee"),  # who has nothing that the owner may open
    ],
)
def test_what_no_dialog_offers_is_refused_at_its_field(scene: Scene, sought: Sought, field: str) -> None:
    with pytest.raises(InvalidInputError) as unseen:
        searches.show(scene.context, sought, actor=OWNER, now=MONDAY)
    with pytest.raises(InvalidInputError) as unsaved:
        save(scene, "Alt", sought)
    assert unseen.value.field == unsaved.value.field == field
    assert names(scene) == []


@pytest.mark.parametrize(("whose", "known"), [("assignee", True), ("stranger", False), ("former owner", False)])
def test_a_number_that_is_kept_names_nobody_who_has_nothing_that_may_be_opened(
    scene: Scene, whose: str, known: bool
) -> None:
    sought = Sought(assignee_id=scene.people[whose])
    with scene.context.database.begin() as connection:
        number = saved_searches.save(connection, scene.people["owner"], "En", search_pages.kept(sought), None)
    searches.show_saved(scene.context, number, actor=OWNER, now=MONDAY)
    with scene.context.database.read() as connection:
        turned = posts.home_of(connection, scene.people["owner"])
    assert turned
    page = search_page.page(scene.context, turned, actor=OWNER, now=MONDAY)
    form = search_page.form(scene.context, change=True, actor=OWNER)
    assert (page.assignee is not None, form.assignee is not None, page.lost) == (known, known, not known)


def test_what_is_as_long_as_may_be_is_taken(scene: Scene) -> None:
    searches.show(scene.context, Sought("x" * WORDS, place_id=ELSEWHERE), actor=OWNER, now=MONDAY)
    save(scene, "Æ" * NAME)
    with pytest.raises(InvalidInputError):
        save(scene, "Ø" * (NAME + 1))
    assert names(scene) == ["Æ" * NAME]


def test_another_ones_is_neither_shown_nor_replaced_nor_deleted(scene: Scene) -> None:
    save(scene, "Mitt", Sought("emner"))
    with scene.context.database.read() as connection:
        (mine,) = search_page.saved_by(connection, scene.people["owner"])
    with pytest.raises(NotFoundError):
        searches.show_saved(scene.context, mine.id, actor=STRANGER, now=MONDAY)
    with pytest.raises(NotFoundError):
        searches.remove(scene.context, mine.id, actor=STRANGER, now=MONDAY)
    with pytest.raises(InvalidInputError):
        save(scene, "Ditt", actor=STRANGER, replaces=mine.id)
    save(scene, "Mitt", actor=STRANGER)  # a name is only one's own
    assert names(scene) == ["Mitt"]


def test_what_is_sent_in_twice_is_saved_once(scene: Scene) -> None:
    save(scene, "Mitt")
    save(scene, "Mitt")
    assert names(scene) == ["Mitt"]


def test_of_two_at_once_the_second_has_no_room_any_more(on_postgres: Scene) -> None:
    scene, person = on_postgres, on_postgres.people["owner"]
    for number in range(1, MOST_SAVED):
        save(scene, f"Nummer {number}")
    with scene.context.database.begin() as ours:
        posts.turn_home(ours, person, MONDAY)
        saved_searches.save(ours, person, "Den siste", {}, None)
        with waiting(scene, lambda: save(scene, "En til")) as saving:
            ours.commit()
            with pytest.raises(InvalidInputError):
                saving.result()
    assert len(names(scene)) == MOST_SAVED
