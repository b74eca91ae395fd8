"""Files that a case worker adds to a case, and files in threads: whole or not at all, and clear words where not."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest

from cases.acts import attachments
from cases.context import Context
from store import tables
from store.files import BLOCK, FileStore
from tests.bot.lives import given_up
from tests.handlers.conversations import copies, told
from tests.handlers.grants import give
from tests.handlers.uploads import add, handed_in, open_upload
from tests.institution import CASE
from tests.world import World

PDF = b"%PDF-1.7 notat"


async def test_what_the_owner_adds_stands_on_the_case_page_and_can_be_granted(world: World) -> None:
    await world.create()
    await add(world, ("Notat om pensum.pdf", PDF), ("bilde.png", b"\x89PNG"))
    page = world.kari.text_of("home")
    assert "Notat om pensum (Notat om pensum.pdf, 14 byte)" in page
    assert "bilde (bilde.png" in page
    assert copies(world.aisha) == []
    await give(world, "Notat om pensum")
    assert copies(world.aisha) == ["Notat om pensum"]
    assert [file.content for file in world.ws.files.all() if file.user == world.ws.bot_user_id] == [PDF]


async def test_a_name_that_is_taken_gets_a_number(world: World) -> None:
    await add(world, ("vitnemal.pdf", PDF), ("vitnemal.pdf", b"et til"), ("uten", b"x"))
    assert [row.name for row in handed_in(world)] == ["vitnemal (2).pdf", "vitnemal (3).pdf", "uten"]


async def test_the_same_submission_twice_adds_the_files_once(world: World) -> None:
    world.ws.double_next("view_submission")
    await add(world, ("notat.pdf", PDF))
    assert len(handed_in(world)) == 1


async def test_from_the_modal_the_case_page_shows_what_was_added(world: World) -> None:
    kari = world.kari
    await kari.command("/sak", CASE)
    await world.ws.until(lambda: kari.modals)
    await kari.click("Legg til vedlegg")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.fill("Filer", [("notat.pdf", PDF)])
    assert (await kari.send()).closed
    await world.quiet()
    assert "notat (notat.pdf" in kari.text_of(kari.modals[-1]["id"])


async def test_until_the_bytes_are_here_the_file_says_so_and_cannot_be_granted(world: World) -> None:
    await world.create()
    hanging = world.ws.faults.add("download", kind="hang_after_effect")
    kari = await open_upload(world)
    await kari.fill("Filer", [("notat.pdf", PDF)])
    assert (await kari.send()).closed
    await world.ws.until(lambda: hanging.used and "notat.pdf" in kari.text_of("home"))
    assert "notat (notat.pdf, hentes fra Slack)" in kari.text_of("home")
    await kari.click("Tilgang til vedlegg", at="home")
    await world.ws.until(lambda: kari.modals)
    assert "notat" not in kari.text_of(kari.modals[-1]["id"])
    await kari.dismiss()
    hanging.release()
    await world.settled()
    assert "notat (notat.pdf, 14 byte)" in kari.text_of("home")


async def test_others_cannot_add_anything_and_a_closed_case_takes_nothing_more(world: World) -> None:
    await world.create()
    for name in ("AISHA", "STRANGER"):
        body = {
            "type": "block_actions",
            "user": {"id": f"U0{name}", "team_id": world.ws.team_id},
            "team": {"id": world.ws.team_id},
            "actions": [{"type": "button", "action_id": "case.upload", "block_id": "b", "value": CASE}],
            "container": {"type": "message"},
        }
        assert (await world.bot.dispatch(body)).status == 200
        assert not world.ws.person(f"U0{name}").modals
    kari = await open_upload(world)
    await kari.fill("Filer", [("notat.pdf", PDF)])
    with world.database.begin() as connection:
        connection.execute(tables.cases.update().values(status="closed"))
    await kari.send()
    assert "avsluttet" in kari.errors["Filer"]
    assert handed_in(world) == []


async def test_a_file_that_is_gone_before_it_was_fetched_leaves_the_list_and_its_owner_is_told(world: World) -> None:
    world.ws.faults.add("files.info", kind="error", code="file_not_found")
    await add(world, ("notat.pdf", PDF), ("brev.pdf", b"brev"))
    (here,) = [row.name for row in handed_in(world)]
    (gone,) = {"notat.pdf", "brev.pdf"} - {here}
    assert gone.removesuffix(".pdf") not in world.kari.text_of("home")
    assert f"Filen {gone} kunne ikke hentes fra Slack og er ikke lagt til i sak {CASE}." in told(world.kari)
    assert given_up(world) == []


async def test_a_file_that_slack_does_not_give_out_is_told_of_and_leaves_nothing_behind(world: World) -> None:
    world.ws.faults.add("files.info", kind="error", code="blocked_file_type")
    await add(world, ("notat.pdf", PDF))
    assert handed_in(world) == []
    assert "notat.pdf kunne ikke hentes" in told(world.kari)
    assert [kind for kind, _ in given_up(world)] == ["upload"]


async def test_a_download_that_fails_for_hours_comes_through_in_the_end(sqlite_world: World) -> None:
    world = sqlite_world
    world.ws.faults.add("download", kind="http_500", until=world.clock.now() + timedelta(hours=2))
    await add(world, ("notat.pdf", PDF))
    assert [row.name for row in handed_in(world) if row.sha256] == ["notat.pdf"]
    assert given_up(world) == []


async def test_a_download_that_breaks_off_half_way_is_begun_anew(world: World) -> None:
    world.ws.faults.add("download", kind="cut_after_effect", times=3)
    await add(world, ("notat.pdf", PDF * 10_000))
    row = handed_in(world)[0]
    assert (world.settings.files_dir / row.sha256[:2] / row.sha256[2:]).read_bytes() == PDF * 10_000
    assert [path.name for path in world.settings.files_dir.iterdir() if path.name.startswith(".new")] == []


async def test_a_file_in_a_thread_that_slack_does_not_give_out_is_told_to_who_wrote_it(world: World) -> None:
    await world.create()
    world.ws.faults.add("files.info", kind="error", code="blocked_file_type")
    card = await world.card(world.aisha)
    await world.aisha.say("Se her", thread_ts=card.ts, files=[("emne3.pdf", PDF)])
    await world.settled()
    replies = [world.aisha.text_of(reply) for reply in world.aisha.thread(card.ts)]
    assert "Filen emne3.pdf ble ikke sendt videre. Prøv å legge den i tråden på nytt." in replies
    assert len([text for text in replies if "emne3.pdf ble ikke" in text]) == 1
    assert any("Se her" in world.kari.text_of(reply) for reply in world.kari.messages)


async def test_ten_files_at_a_time_and_again_ten(world: World) -> None:
    for batch in range(2):
        await add(world, *((f"fil-{batch}-{at}.pdf", f"{batch} {at}".encode()) for at in range(10)))
    rows = handed_in(world)
    assert len(rows) == 20
    assert len({row.sha256 for row in rows}) == 20


async def test_a_hundred_megabytes_come_through_whole(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create()
    content = bytes(range(256)) * 400_000
    await add(world, ("skann.pdf", content))
    await give(world, "skann")
    copy = next(file for file in world.ws.files.all() if file.user == world.ws.bot_user_id)
    assert copy.content == content
    assert "102,4 MB" in world.kari.text_of("home")


def test_no_file_is_ever_whole_in_memory(sqlite_context: Context) -> None:
    class Watched(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            self.largest = max(self.largest, len(found))
            return found

    file = Watched(b"x" * (BLOCK * 5 + 1))
    assert attachments.keep_bytes(sqlite_context, file)[1] == BLOCK * 5 + 1
    assert file.largest == BLOCK


async def test_what_slack_cannot_take_back_is_said_honestly(world: World) -> None:
    await world.create()
    aisha = world.aisha
    card = await world.card(aisha)
    early = await aisha.say("I tide", thread_ts=card.ts, files=[("i tide.pdf", PDF)])
    await aisha.say("Utenfor tråden", files=[("utenfor.pdf", PDF)])
    await world.quiet()
    assert "Filen du la ved, ligger fortsatt her i Slack." in told(aisha)
    await aisha.click("Løs deloppgave", at=card)
    await world.quiet()
    await aisha.say("For sent", thread_ts=card.ts, files=[("a.pdf", PDF), ("b.pdf", PDF)])
    await aisha.delete(early.ts)
    await world.quiet()
    assert "Filene du la ved, ligger fortsatt her i Slack. Saksbot kan ikke slette dem, men det kan du selv." in told(
        aisha
    )
    assert "Filen er fjernet hos den andre parten." in told(aisha)
    assert copies(world.kari) == []


@pytest.fixture
def sqlite_context(sqlite_world: World, tmp_path: Path) -> Context:
    """Give a context with a folder of its own."""
    return Context(sqlite_world.database, FileStore(tmp_path / "own"), sqlite_world.settings.timezone)
