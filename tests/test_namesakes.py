"""Two people of the same name are told apart wherever they meet, and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from bot.commands import outbox
from domain.namesakes import named, told_apart
from domain.values import Person
from handlers.views import home
from sandbox.person import Person as Someone
from store import tables
from tests.handlers.changing_hands import choose_ola
from tests.handlers.views import samples
from tests.institution import CASE
from tests.world import World


class Pair(NamedTuple):
    """Two who meet."""

    owner: Person
    other: Person


OWNER, OTHER = "Ola Hansen (ola.hansen2@uni.example)", "Ola Hansen (ola@uni.example)"
TITLE = "Vurder emnene"


async def give(world: World) -> tuple[Someone, Someone]:
    """Let the case be the second Ola's, and let him give the first one a subtask; gives both, the owner first."""
    owner = world.people["ola2"]
    with world.database.begin() as connection:
        number = sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0OLA2").scalar_subquery()
        connection.execute(tables.cases.update().values(owner_id=number))
        connection.execute(tables.roles.insert().values(person_id=number, place_id=2, role="saksbehandler"))
    await world.open_dialog(owner)
    await owner.fill("Tittel", TITLE)
    await choose_ola(owner)
    await owner.fill("Beskrivelse", "Sammenlign emnene.")
    assert (await owner.send()).closed
    await world.quiet()
    return owner, world.ola


async def enter(world: World, person: Someone) -> str:
    """Open the task page and read it."""
    await person.click("Åpne", at=await world.card(person))
    await world.ws.until(lambda: person.modals)
    await world.quiet()
    return str(person.text_of(person.modals[-1]["id"]))


async def test_owner_and_assignee_of_one_name_are_told_apart_on_every_surface_of_both(world: World) -> None:
    owner, ola = await give(world)
    assert f"Ansvarlig: {OTHER}" in owner.text_of(owner.card(TITLE))
    assert f"Sakseier: {OWNER}" in ola.text_of(ola.card(TITLE))
    assert ola.card(TITLE).text.startswith(f"Ny deloppgave fra {OWNER}")
    page = await enter(world, ola)
    assert f"Sakseier: {OWNER}" in page
    assert f"Ansvarlig: {OTHER}" in page
    await ola.dismiss()
    await ola.say("Hva med emne 3?", thread_ts=ola.card(TITLE).ts)
    await world.quiet()
    await owner.say("Det teller ikke.", thread_ts=owner.card(TITLE).ts)
    await world.quiet()
    (mirrored,) = owner.thread(owner.card(TITLE).ts)[:1]
    assert f"{OTHER} til" in owner.text_of(mirrored)
    assert f"{OWNER} til" in ola.text_of(ola.thread(ola.card(TITLE).ts)[-1])
    assert f"{OTHER} · " in await enter(world, owner)
    await owner.click("Historikk")
    await world.ws.until(lambda: len(owner.modals) == 2)
    history = owner.text_of(owner.modals[-1]["id"])
    assert f"{OWNER} opprettet deloppgaven «{TITLE}» til {OTHER}." in history
    assert f"{OTHER} skrev en melding" in history
    while owner.modals:
        await owner.dismiss()
    assert f"Ansvarlig: {OTHER}" in owner.text_of("home")
    await ola.open_home()
    await world.quiet()
    assert f"sakseier: {OWNER}" in ola.text_of("home")


async def test_what_one_does_is_told_to_the_other_with_what_tells_him_apart(world: World) -> None:
    owner, ola = await give(world)
    await enter(world, ola)
    await ola.click("Sett på vent")
    await world.ws.until(lambda: len(ola.modals) == 2)
    await ola.fill("På vent til", "2026-12-01")
    await ola.fill("Begrunnelse", "Venter på Uppsala.")
    assert (await ola.send()).closed
    await world.quiet()
    await ola.dismiss()
    await enter(world, owner)
    await owner.click("Flytt frist")
    await world.ws.until(lambda: len(owner.modals) == 2)
    await owner.fill("Frist", "2026-12-11")
    assert (await owner.send()).closed
    await world.quiet()
    await owner.click("Løs deloppgave")
    await world.ws.until(lambda: len(owner.modals) == 2)
    await owner.send()
    await world.quiet()
    assert f"{OTHER} har satt deloppgaven" in told(owner)
    assert f"{OWNER} har flyttet fristen" in told(ola)
    assert f"Sakseier {OWNER} har løst deloppgaven" in told(ola)
    assert f"Løst av sakseier {OWNER}" in ola.text_of(ola.card(TITLE))


def told(person: Someone) -> str:
    """Read what stands in the thread under the card."""
    return "\n".join(person.text_of(one) for one in person.thread(person.card(TITLE).ts))


async def test_from_one_to_the_other_the_history_says_which_is_which(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await kari.fill("Tittel", TITLE)
    view = kari.modals[-1]["id"]
    (second,) = await kari.suggest(view, "assignee", "assignee.pick", "hansen2")
    await kari.press(view, "assignee", "assignee.pick", second["value"])
    await kari.fill("Beskrivelse", "Sammenlign emnene.")
    assert (await kari.send()).closed
    await world.quiet()
    await kari.click("Bytt ansvarlig", at="home", near=TITLE)
    await world.ws.until(lambda: kari.modals)
    await choose_ola(kari)
    await kari.fill("Begrunnelse", "Feil Ola.")
    assert (await kari.send()).closed
    await world.quiet()
    await kari.click("Historikk", at="home", near=CASE)
    await world.ws.until(lambda: kari.modals)
    history = kari.text_of(kari.modals[-1]["id"])
    assert f"fra {OWNER} til {OTHER}. Begrunnelse: Feil Ola." in history
    assert f"Kari Nordmann opprettet deloppgaven «{TITLE}» til {OWNER}." in history


async def test_where_they_do_not_meet_nothing_more_is_said_than_before(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await kari.fill("Tittel", TITLE)
    await choose_ola(kari)
    await kari.fill("Beskrivelse", "Sammenlign emnene.")
    assert (await kari.send()).closed
    await world.quiet()
    await world.ola.say("Hei", thread_ts=world.ola.card(TITLE).ts)
    await world.quiet()
    await enter(world, kari)
    shown = [entry for entry in world.ws.shown if entry.person_id in (kari.id, world.ola.id)]
    assert any("Ola Hansen" in entry.text for entry in shown)
    met = {entry.text for entry in shown if "ola@uni.example" in entry.text}
    assert met == {OTHER}  # in the menu, where the other one can be chosen, too


async def test_the_list_of_what_was_refused_tells_them_apart(world: World, tmp_path: Path) -> None:
    row = {"kind": "notice", "subject_id": 0, "details": {}, "state": "refused", "created_at": world.clock.now()}
    with world.database.begin() as connection:
        names = {one.slack_id: one.id for one in connection.execute(sa.select(tables.people))}
        for at, who in enumerate(("U0OLA", "U0OLA2", "U0KARI")):
            values = {
                **row,
                "person_id": names[who],
                "key": f"k{at}",
                "ordering_key": "x",
                "not_before_at": world.clock.now(),
            }
            connection.execute(tables.outbox.insert().values(values))
    lines = "\n".join(outbox.show(world.settings))
    assert f"to {OTHER}\n" in lines
    assert f"to {OWNER}\n" in lines
    assert "to Kari Nordmann\n" in lines


@pytest.mark.parametrize(
    "name",
    ["Ola Hansen", "ola  hansen", unicodedata.normalize("NFD", "Bjørn Åse"), "x" * 200],
)
def test_the_same_name_is_the_same_however_it_is_written_and_cut(name: str) -> None:
    one = Person(1, {"ola  hansen": "Ola Hansen"}.get(name, unicodedata.normalize("NFC", name)), "a@x")
    two = Person(2, name + ("y" if len(name) == 200 else ""), "b@x")
    subtask = told_apart([samples.subtask(owner=one, assignee=two, solved_by=samples.KARI)])[0]
    assert named(subtask.owner or samples.KARI).endswith("(a@x)")
    assert named(subtask.assignee).endswith("(b@x)")
    assert named(subtask.solved_by or one) == "Kari Nordmann"


def test_no_view_calls_a_person_by_her_name_alone() -> None:
    who = re.compile(r"\b(owner|assignee|author|actor|solver|solved_by|reader|recipient|sender|person|by|one)\.name\b")
    views = Path(home.__file__).parent
    found = {file.name for file in views.glob("*.py") if who.search(file.read_text())}
    # whose options have less room, and cut the name; whose charts have still less, and tell apart what they cut
    assert found <= {"subtask_form.py", "overview_tables.py"}


def test_one_person_who_is_there_twice_is_no_namesake_of_herself() -> None:
    page = samples.task_page(subtask=samples.subtask(assignee=samples.KARI), reader=samples.KARI)
    assert told_apart(page) is page


def test_namesakes_are_marked_in_a_named_tuple_too() -> None:
    owner, other = (Person(number, "Ola Hansen", f"U{number}", None) for number in (1, 2))
    marked = told_apart(Pair(owner, other))
    assert (marked.owner.namesake, marked.other.namesake) == (True, True)
