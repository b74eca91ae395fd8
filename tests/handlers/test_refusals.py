"""What a person gets when we have a fault of our own: a sentence with an id that the log has too."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from cases.acts import subtasks
from domain.tracing import new_id
from tests.world import World


async def test_a_fault_of_our_own_is_told_with_an_id_that_the_log_has(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await world.create()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("something nobody thought of")

    monkeypatch.setattr(subtasks, "enter", broken)
    with caplog.at_level(logging.ERROR):
        await world.aisha.click("Åpne", at=await world.card(world.aisha))
        await world.ws.until(lambda: world.aisha.modals)
    shown = world.aisha.text_of(world.aisha.modals[-1]["id"])
    (line,) = [record for record in caplog.records if "error_id" in record.__dict__]
    assert line.__dict__["error_id"] in shown
    assert "RuntimeError" not in shown


def test_ids_are_short_readable_and_differ() -> None:
    ids = {new_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(len(one) == 10 and one.islower() | one.isdigit() for one in ids)
    assert not set("".join(ids)) & set("01iloIO")
