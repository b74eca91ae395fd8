"""The demo and the windows that people look at it through: what the journey and the pictures are made with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from bot.commands.demo import opened
from sandbox.clock import SettableClock
from tests.sandbox.page.browser import Beside, Page, chromium

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # when the sample's own dates are true
PATIENCE = 40  # seconds; the bot writes to a conversation once a second, and the machine may be slow


class DemoBeside(Beside):
    """What `python -m bot demo` runs, on a Monday morning, in a thread of its own."""

    patience = PATIENCE

    def __init__(self, folder: Path, *, large: bool = False) -> None:
        super().__init__()
        self._folder, self._large = folder, large
        self.patience = 5 * PATIENCE if large else PATIENCE  # it takes ten seconds to make, where nothing else goes on

    async def _serve(self) -> None:
        async with opened(self._folder, clock=SettableClock(MONDAY), large=self._large) as demo:
            self.ws, self.url = demo.workspace, demo.server.url
            self._ready.set()
            await self._stop.wait()
        await asyncio.sleep(0)


class Window(Page):
    """One person's browser, and what she does with her hands."""

    patience = PATIENCE

    def until(self, look: Callable[[], Any]) -> Any:
        """Wait until this gives something; a failure says what stood in the window instead."""
        try:
            return super().until(look)
        except TimeoutException:
            shown = self.driver.find_element(By.TAG_NAME, "body").text
            raise AssertionError(f"This never came in the window of {self.driver.title}; there was:\n{shown}") from None

    def go(self, tab: str) -> None:
        """Look at `Home`, `Messages` or `About`."""
        self.choose("tab", tab)

    def do(self, act: Callable[[], object]) -> None:
        """Do something with what is shown; again where that was drawn anew at the same moment."""

        def done() -> bool:
            act()
            return True

        self.until(done)

    def press(self, name: str, within: WebElement | None = None) -> None:
        """Press the button with this name once it is there."""
        self.do(lambda: self.one("button", name, within).click())

    def choose(self, role: str, name: str) -> None:
        """Choose the tab, option or menu item with this name once it is there."""
        self.do(lambda: self.one(role, name).click())

    def press_in_menu(self, name: str) -> None:
        """Press what stands in the menu of a row: the menus that are shown are opened one after the other."""

        def found() -> bool:
            for menu in self.all("button", "More options"):
                menu.click()
                if entries := self.all("menuitem", name):
                    entries[0].click()
                    return True
                menu.click()
            return False

        self.until(found)

    def fill(self, label: str, text: str, within: WebElement) -> None:
        """Write in a field, in the place of what stood there."""
        self.do(lambda: self.field(label, within).send_keys(Keys.CONTROL + "a" + Keys.NULL + text))

    def tick(self, label: str, within: WebElement) -> None:
        """Tick a box."""
        self.do(self.field(label, within).click)

    def set_date(self, label: str, date: str, within: WebElement | None = None) -> None:
        """Choose a date as the calendar would: how one is typed depends on the language of the machine."""
        script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}));"
        field = self.field(label, within)
        self.driver.execute_script(script, field, date)

    def close_dialog(self, name: str) -> None:
        """Close the dialog with this name."""
        self.press("Close", self.one("dialog", name))
        self.until_closed()

    def until_closed(self) -> None:
        """Wait until no dialog is open: what lies under one cannot be reached."""
        self.until_gone("dialog")

    def until_gone(self, role: str, name: str | None = None) -> None:
        """Wait until nothing with this role and name is shown."""
        self.until(lambda: not self.all(role, name))

    def card(self, title: str) -> WebElement:
        """Give the card of a subtask in the conversation with the bot."""
        return self.one("article", f"Saksbot: {title}", self.one("log", "Messages"))

    def see(self, *words: str, within: tuple[str, str]) -> None:
        """Wait until all these words stand in what has this role and name."""
        self.until(lambda: all(one in text for one in words) if (text := self.one(*within).text) else False)

    def see_on_card(self, title: str, *words: str) -> None:
        """Wait until the card of a subtask shows all these words."""
        self.until(lambda: all(one in self.card(title).text for one in words))

    def see_in_thread(self, *words: str) -> WebElement:
        """Wait until one message in the open thread has all these words; gives the message."""

        def look() -> WebElement | None:
            messages = self.all("article", within=self.one("complementary", "Thread"))
            return next((one for one in messages if all(word in one.text for word in words)), None)

        found: WebElement = self.until(look)
        return found

    def open_thread(self, title: str) -> WebElement:
        """Open the thread under a card; gives the thread."""
        self.do(lambda: self.press_on(self.card(title), "Reply in thread"))
        return self.one("complementary", "Thread")

    def write(self, text: str) -> None:
        """Write in the open thread."""
        self.field("Reply…", self.one("complementary", "Thread")).send_keys(text + Keys.ENTER)

    def press_on(self, message: WebElement, name: str) -> None:
        """Press a button that a message shows only under the mouse."""
        ActionChains(self.driver).move_to_element(message).perform()
        self.one("button", name, message).click()

    def choose_on(self, words: str, item: str) -> None:
        """Choose in the menu of the message in the open thread that has these words."""
        self.do(lambda: self.press_on(self.see_in_thread(words), "More actions"))
        self.choose("menuitem", item)


@contextmanager
def two_windows(folder: Path, *switches: str) -> Iterator[tuple[Window, Window, DemoBeside]]:
    """Open the demo, with Kari and Ola each at a browser of their own.

    At the end nothing has been refused by the workspace, and no browser has complained.
    """
    with ExitStack() as stack:
        kari, ola = (Window(stack.enter_context(chromium(*switches)).driver) for _ in range(2))
        demo = DemoBeside(folder)
        stack.enter_context(demo)
        kari.driver.get(f"{demo.url}/?as=U0KARI")
        ola.driver.get(f"{demo.url}/?as=U0OLA&tab=messages")
        yield kari, ola, demo
        assert [*kari.complaints(), *ola.complaints()] == []
        demo.do(demo.ws.assert_clean)
