"""What is removed from a case that has ended is in none of its packages that stand in Slack."""

from __future__ import annotations

import pytest

from cases.acts import taking_out
from tests.bot.archive.drawing import draw_plainly
from tests.handlers.closing import ask_to_close
from tests.handlers.downloading import close, packages, press
from tests.handlers.taking_out import take_out
from tests.institution import CASE
from tests.world import World


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_plainly(monkeypatch)


async def test_what_is_taken_out_of_the_case_is_in_no_package_that_stands(world: World) -> None:
    await close(world)
    await press(world, world.kari)
    await world.settled()
    assert "vedlegg/03-hemmelig.pdf" in packages(world.kari)[0]

    await take_out(world, world.kari)
    await world.settled()

    (inside,) = packages(world.kari)
    assert [name for name in inside if name.startswith("vedlegg/")] == [
        "vedlegg/01-vitnemal.pdf",
        "vedlegg/02-emner.xlsx",
    ]


async def test_nor_in_one_that_is_being_made_meanwhile(world: World) -> None:
    await close(world)
    hanging = world.ws.faults.add("upload", kind="hang_after_effect")
    await press(world, world.kari)
    await world.ws.until(lambda: hanging.used)
    executor, now, secret = world.bot.services.executor, world.clock.now(), 3
    await executor.execute(taking_out.take_out, CASE, [secret], "Feil", actor=world.kari.id, key="k", now=now)
    hanging.release()
    await world.settled()
    (inside,) = packages(world.kari)
    assert "vedlegg/03-hemmelig.pdf" not in inside


async def test_what_its_sender_takes_back_afterwards_is_in_no_package_that_stands(world: World) -> None:
    await world.create()
    card, aisha = await world.card(world.aisha), world.aisha
    sent = await aisha.say("Se her.", thread_ts=card.ts, files=[("feil student.pdf", b"%PDF annen")])
    await world.quiet()
    await ask_to_close(world, world.kari)
    await world.kari.send()
    await world.settled()
    await press(world, world.kari)
    await world.settled()
    assert "feil student.pdf" in str(packages(world.kari))

    await aisha.delete_file(sent.files[0]["id"])
    await world.settled()

    (inside,) = packages(world.kari)
    assert "feil student.pdf" not in str(inside)
