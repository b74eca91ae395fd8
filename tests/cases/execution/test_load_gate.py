"""Who waits for an answer goes before what is told later."""

from __future__ import annotations

import asyncio

import pytest

from cases.execution.load_gate import LoadGate


@pytest.fixture
def gate() -> LoadGate:
    return LoadGate()


async def test_what_is_told_later_waits_until_the_answer_is_given(gate: LoadGate) -> None:
    with gate.answering():
        lull = asyncio.create_task(gate.lull())
        await asyncio.sleep(0)
        assert not lull.done()
    assert await lull


async def test_it_does_not_wait_for_ever_while_people_ask_all_the_time(gate: LoadGate) -> None:
    with gate.answering():
        assert not await gate.lull()


async def test_with_nobody_asking_it_goes_on(gate: LoadGate) -> None:
    assert await gate.lull()
