"""Which core a program of the bench runs on can be said while it works: its threads come and go."""

from __future__ import annotations

import os
import threading

import pytest

from tests.bench.processes import on_core

TIMES = 300


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this machine lets nobody choose a core")
def test_a_thread_that_ends_in_that_moment_stops_nothing() -> None:
    done = threading.Event()

    def come_and_go() -> None:
        while not done.is_set():
            short = [threading.Thread(target=done.wait, args=(0.0001,)) for _ in range(4)]
            for thread in short:
                thread.start()
            for thread in short:
                thread.join()

    busy = threading.Thread(target=come_and_go)
    busy.start()
    before = os.sched_getaffinity(0)
    try:
        for _ in range(TIMES):
            with on_core(0):
                assert len(os.sched_getaffinity(0)) == 1
    finally:
        done.set()
        busy.join()
    assert os.sched_getaffinity(0) == before
