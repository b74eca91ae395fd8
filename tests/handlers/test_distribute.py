"""Distribution: the list of what waits, the dialog, and what the new owner gets."""

from __future__ import annotations

import copy
from datetime import date

import sqlalchemy as sa

from domain import page_sizes
from sandbox.person import Person
from store import tables
from tests.handlers.distribution import distribute
from tests.handlers.main_page import look
from tests.institution import MONDAY
from tests.stored import WAITING, add_case, owner_of, stored_case
from tests.world import World


async def dialog(world: World, person: Person, title: str = WAITING) -> None:
    """Press `Fordel` in the list on App Home."""
    await look(world, next(key for key, one in world.people.items() if one is person))
    await person.click("Fordel", at="home", near=title)
    await world.ws.until(lambda: person.modals)


async def test_the_list_shows_what_waits_oldest_first_and_only_to_distributors(world: World) -> None:
    add_case(world)
    add_case(world, "2026-201", "Eldst", applied_on=date(2026, 10, 1))
    add_case(world, "2026-202", "Ferdig", status="closed")
    add_case(world, "2026-203", "Jus", place_id=3)
    with world.database.begin() as connection:
        file = {"case_id": "2026-200", "title": "A", "name": "a.pdf", "media_type": "a/b", "size": 1, "sha256": "a"}
        connection.execute(tables.attachments.insert().values(**file, added_at=MONDAY))
    home = await look(world, "ingrid")
    waiting = home.partition("Saker til fordeling")[2]
    assert waiting.index("Eldst") < waiting.index(WAITING)
    assert "2 saker venter på å bli fordelt." in waiting
    assert "2026-200 · Institutt for historie · søker: Nils Søker · søkt tir. 10. nov. 2026 · 1 vedlegg" in waiting
    assert "Ferdig" not in waiting
    assert "Jus" not in waiting
    assert world.ingrid.labels("home").count("Fordel") == 2
    for name in ("kari", "ola", "stranger"):
        assert "Saker til fordeling" not in await look(world, name)


async def test_more_waiting_cases_than_a_page_holds_are_turned_through_and_the_last_page_gives_way_when_it_is_empty(
    world: World,
) -> None:
    for number in range(page_sizes.WAITING + 1):
        add_case(world, f"2026-3{number}", f"Sak {number}", owner_id=None)
    await look(world, "ingrid")
    ingrid = world.ingrid
    assert ingrid.labels("home").count("Fordel") == page_sizes.WAITING

    await ingrid.click("Flere saker til fordeling", at="home")
    await world.quiet()
    assert ingrid.labels("home").count("Fordel") == 1
    assert f"Sak {page_sizes.WAITING}" in ingrid.text_of("home")
    await ingrid.click("Fordel", at="home", near=f"Sak {page_sizes.WAITING}")
    await world.ws.until(lambda: ingrid.modals)
    await distribute(world, ingrid, "Kari Nordmann")

    assert ingrid.labels("home").count("Fordel") == page_sizes.WAITING
    assert "Forrige side med saker til fordeling" not in ingrid.labels("home")


async def test_the_dialog_has_the_two_fields_and_searches_from_three_letters(world: World) -> None:
    add_case(world)
    ingrid = world.ingrid
    await dialog(world, ingrid)
    assert ingrid.labels() == ["Sakseier", "Frist"]
    view = ingrid.modals[-1]
    assert view["submit"]["text"] == "Lagre og fordel"
    field = next(block for block in view["blocks"] if block.get("block_id") == "owner")
    assert field["element"]["min_query_length"] == 3
    found = await ingrid.suggest(view["id"], "owner", "owner.pick", "strand")
    assert [one["text"]["text"] for one in found] == ["Per Strand"]
    assert await ingrid.suggest(view["id"], "owner", "owner.pick", "ola hansen") == []  # an expert owns no cases


async def test_f5_distributing_gives_the_case_an_owner_who_is_told(world: World) -> None:
    add_case(world)
    kari = world.kari
    await look(world, "kari")
    await dialog(world, world.ingrid)
    assert (await distribute(world, world.ingrid, "Kari Nordmann", "2026-12-24")).closed
    assert (owner_of(world, "2026-200"), stored_case(world).deadline_on, stored_case(world).status) == (
        "Kari Nordmann",
        date(2026, 12, 24),
        "new",
    )
    assert WAITING in kari.text_of("home")
    assert WAITING not in world.ingrid.text_of("home")
    (told,) = kari.messages
    assert f"Du er nå sakseier for saken «{WAITING}»." in kari.text_of(told)
    assert not told.is_reply
    await kari.click("Åpne", at=told)
    await world.ws.until(lambda: kari.modals)
    assert "Nils Søker" in kari.text_of(kari.modals[-1]["id"])
    await world.quiet()
    assert stored_case(world).status == "open"


async def test_the_deadline_is_optional_and_a_distributor_may_choose_herself(world: World) -> None:
    add_case(world)
    await dialog(world, world.ingrid)
    await distribute(world, world.ingrid, "Ingrid Berg")
    assert (owner_of(world, "2026-200"), stored_case(world).deadline_on) == ("Ingrid Berg", None)
    assert world.ingrid.messages == []
    assert WAITING in world.ingrid.text_of("home")


async def test_what_cannot_be_is_refused_at_its_field(world: World) -> None:
    add_case(world)
    ingrid = world.ingrid
    await dialog(world, ingrid)
    await ingrid.choose("Sakseier", "Per Strand")
    await ingrid.fill("Frist", "2026-11-22")
    with world.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.slack_id == "U0STRANGER").values(active=False))
    await ingrid.send()
    assert "kan ikke være sakseier" in ingrid.errors["Sakseier"]
    assert "man. 23. nov. 2026" in ingrid.errors["Frist"]
    assert stored_case(world).owner_id is None


async def test_two_distributors_do_not_undo_each_other_unseen(world: World) -> None:
    add_case(world)
    add_case(world, "2026-201", "Eldst")
    ingrid = world.ingrid
    await dialog(world, ingrid)
    with world.database.begin() as connection:
        kari = connection.execute(sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0KARI")).scalar()
        connection.execute(tables.cases.update().where(tables.cases.c.id == "2026-200").values(owner_id=kari))
    await distribute(world, ingrid, "Per Strand")
    assert "en annen sakseier i mellomtiden" in ingrid.errors["Sakseier"]
    assert owner_of(world, "2026-200") == "Kari Nordmann"


async def test_the_same_distribution_twice_tells_once(world: World) -> None:
    add_case(world)
    await dialog(world, world.ingrid)
    world.ws.double_next("view_submission")
    await distribute(world, world.ingrid, "Kari Nordmann")
    assert len(world.kari.messages) == 1
    acts = [row.act for row in world.rows(sa.select(tables.history.c.act))]
    assert acts.count("case.distributed") == 1


async def test_an_old_button_in_the_list_is_answered_in_words(world: World) -> None:
    add_case(world)
    stranger, ingrid = world.stranger, world.ingrid
    await look(world, "ingrid")
    assert ingrid.home
    old = copy.deepcopy(ingrid.home)
    rows = [block for block in old["blocks"] if block["type"] == "actions"]
    button = next(row for row in rows if row["elements"][0]["action_id"] == "case.distribute")
    with world.database.begin() as connection:
        connection.execute(tables.roles.delete().where(tables.roles.c.role == "fordeler"))
    await ingrid.press(old, button["block_id"], "case.distribute")
    await world.ws.until(lambda: ingrid.modals)
    assert "ingen sak med dette nummeret" in ingrid.text_of(ingrid.modals[-1]["id"])
    assert not stranger.modals
