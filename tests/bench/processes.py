"""The processes that are measured: started on a core of their own, and stopped dead while others are measured."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
# What was compiled is kept, as in the image: a start that compiles all of ours anew says nothing of those in service.
MEASURED = {"PYTHONDONTWRITEBYTECODE": "", "LOG_LEVEL": "error", "HOST": "127.0.0.1"}
START_SECONDS = 120  # several start at once, on a machine that may be busy


class DidNotStartError(Exception):
    """A process did not begin to listen in time."""


@dataclass
class Server:
    """A program that listens at a port of this machine."""

    name: str
    process: subprocess.Popen[bytes]
    port: int

    @property
    def megabytes(self) -> float:
        """How much memory it has in use now."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 1e6)

    @property
    def processor_seconds(self) -> float:
        """How much processor time it has taken so far."""
        return float(sum(psutil.Process(self.process.pid).cpu_times()[:2]))

    def pause(self) -> None:
        """Let it do nothing at all until `resume`."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let it go on inside the block only."""
        self.resume()
        try:
            yield
        finally:
            self.pause()

    def end(self) -> None:
        """Kill it: what is measured here need not be kept."""
        self.process.kill()
        self.process.wait()


def launch(name: str, module: str, *words: str, environment: Mapping[str, str]) -> Server:
    """Start a program with a free port as PORT in its environment. It does not listen yet when this returns."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env={**os.environ, **MEASURED, "PORT": str(port), **environment},
        cwd=ROOT,
    )
    return Server(name, process, port)


def _free_port() -> int:
    """A port from below those that the system gives away by itself: it is still free when the program gets to it."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port := 20_000 + secrets.randbelow(12_000)))
            return port


def wait_until_listening(server: Server, step: float = 0.005) -> None:
    """Wait until somebody answers at the server's port. Raises DidNotStartError."""
    end = time.perf_counter() + START_SECONDS
    while time.perf_counter() < end and server.process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        except OSError:
            time.sleep(step)
        else:
            return
    raise DidNotStartError(f"{server.name} did not start (exit status {server.process.poll()})")


def keep_to_core(core: int, process: int | None = None) -> None:
    """Let a process (left out: this one), and what it starts, run on one core only, where the machine allows it."""
    cores = _cores(process)
    _allow(cores[core % len(cores) :][:1] if cores else [], process)


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Run on one core only inside the block."""
    before = _cores()
    keep_to_core(core)
    try:
        yield
    finally:
        _allow(before)


def _cores(process: int | None = None) -> list[int]:
    return sorted(os.sched_getaffinity(process or 0)) if hasattr(os, "sched_setaffinity") else []


def _allow(cores: list[int], process: int | None = None) -> None:
    for thread in psutil.Process(process).threads() if cores else ():
        with suppress(ProcessLookupError):  # it has just ended
            os.sched_setaffinity(thread.id, cores)
