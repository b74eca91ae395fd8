"""Two browsers for all tests in this folder, and a new institution with the bot in it for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.browser.institution import Institution, WorldBeside
from tests.browser.window import Window
from tests.sandbox.page.browser import chromium


@pytest.fixture(scope="session")
def windows() -> Iterator[tuple[Window, Window]]:
    """Open two browsers, each with nothing in it."""
    with ExitStack() as stack:
        first, second = (Window(stack.enter_context(chromium()).driver) for _ in range(2))
        yield first, second


@pytest.fixture
def institution(windows: tuple[Window, Window], tmp_path: Path) -> Iterator[Institution]:
    """Open the institution; at the end nothing has been refused, and no browser has complained."""
    with opened(windows, tmp_path) as made:
        yield made


@pytest.fixture
def asking(windows: tuple[Window, Window], tmp_path: Path) -> Iterator[Institution]:
    """Open it where attachments are fetched on request."""
    with opened(windows, tmp_path, attachments="on_request") as made:
        yield made


@contextmanager
def opened(windows: tuple[Window, Window], folder: Path, attachments: str = "") -> Iterator[Institution]:
    """Open an institution with this setting."""
    for window in windows:
        window.complaints()
    with WorldBeside(folder, attachments) as beside:
        yield Institution(*windows, beside)
        complaints = [complaint for window in windows for complaint in window.complaints()]
        for window in windows:
            window.driver.get("about:blank")
        beside.do(beside.ws.assert_clean)
    assert complaints == []
