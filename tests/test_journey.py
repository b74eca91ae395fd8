"""The main job, end to end, as the people who do it: every way to connect, every database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.institution import CASE_TITLE
from tests.world import World, open_world


@pytest.fixture(params=["socket", "http"])
async def connected_world(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution by each way of connecting, on each database."""
    async with open_world(database_url, tmp_path, request.param) as opened:
        yield opened


async def test_a_subtask_lives_from_the_dialog_to_solved(connected_world: World) -> None:
    world = connected_world
    kari, aisha = world.kari, world.aisha

    await world.create(title="Vurder emnene", attachments=["Vitnemål"])
    card = await world.card(aisha)
    shown = aisha.text_of(card)
    for line in ("Vurder emnene", CASE_TITLE, "Kari Nordmann", "Ny", "Sammenlign emnene med våre egne."):
        assert line in shown
    assert [file["title"] for reply in aisha.thread(card.ts) for file in reply.files] == ["Vitnemål"]

    await aisha.open_home()
    await world.quiet()
    home = aisha.text_of("home")
    assert home.index(CASE_TITLE) < home.index("Vurder emnene")

    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    await world.quiet()
    assert "Åpen" in kari.text_of(kari.card("Vurder emnene"))

    await aisha.fill("Konklusjon", "Emnene dekker 20 studiepoeng.")
    assert not (await aisha.send()).errors
    await aisha.fill("Konklusjon", "Emnene dekker 30 studiepoeng.")
    assert not (await aisha.send()).errors
    assert "Konklusjonen er lagret." in aisha.text_of(aisha.modals[-1]["id"])

    question = await aisha.say("Hva med emne 3?", thread_ts=card.ts, files=[("emne3.pdf", b"%PDF-1.4 emne 3")])
    await world.quiet()
    karis = await world.card(kari)
    in_karis_thread = [kari.text_of(reply) for reply in kari.thread(karis.ts)]
    assert any("Aisha Rahman" in text and "Hva med emne 3?" in text for text in in_karis_thread)
    assert [file["name"] for reply in kari.thread(karis.ts) for file in reply.files] == ["emne3.pdf"]

    await kari.say("Det teller ikke.", thread_ts=karis.ts)
    await aisha.edit(question.ts, "Hva med emne 4?")
    await world.quiet()
    assert any("Det teller ikke." in aisha.text_of(reply) for reply in aisha.thread(card.ts))
    assert any("Hva med emne 4?" in kari.text_of(reply) for reply in kari.thread(karis.ts))
    assert not any("Hva med emne 3?" in kari.text_of(reply) for reply in kari.thread(karis.ts))

    await aisha.fill("Konklusjon", "Emnene dekker 30 studiepoeng, emne 4 ikke.")
    await aisha.click("Løs deloppgave")
    await world.quiet()
    for person in (kari, aisha):
        solved = person.card("Vurder emnene")
        assert "Løst" in person.text_of(solved)
        assert "Emnene dekker 30 studiepoeng, emne 4 ikke." in person.text_of(solved)
        assert person.labels(solved) == (["Åpne", "Angre"] if person is aisha else ["Åpne"])
    assert any("har løst" in kari.text_of(reply) for reply in kari.thread(karis.ts))

    late = await aisha.say("En ting til", thread_ts=card.ts)
    await world.quiet()
    assert "ikke sendt videre" in aisha.text_of(aisha.thread(card.ts)[-1])
    assert not any("En ting til" in kari.text_of(reply) for reply in kari.thread(karis.ts))
    assert late.ts
