"""The clock goes on, can be set, and does what is due."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import Schedule, SettableClock

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_it_goes_on_from_where_it_was_set() -> None:
    clock = SettableClock(START)
    first = clock.now()
    assert START <= first <= clock.now() < START + timedelta(seconds=5)


def test_a_move_is_told_to_those_who_listen_until_they_stop() -> None:
    clock, heard = SettableClock(START), []
    stop = clock.subscribe(lambda: heard.append(clock.now().date().isoformat()))
    clock.move(days=2)
    stop()
    clock.move(days=2)
    assert heard == ["2026-11-25"]


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        SettableClock(START).set(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


async def test_what_is_scheduled_happens_at_the_move_that_passes_it_and_in_order() -> None:
    clock, done = SettableClock(START), []
    schedule = Schedule(clock)
    schedule.at(START + timedelta(minutes=5), lambda: done.append("five"))
    schedule.at(START + timedelta(minutes=1), lambda: done.append("one"))
    clock.move(seconds=59)
    assert done == []
    clock.move(minutes=10)
    assert done == ["one", "five"]
    schedule.close()
