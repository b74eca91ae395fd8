"""A headless Chromium for the tests, addressed by role and label only, and a workspace that runs beside it."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from sandbox.workspace import Workspace
from tests.sandbox.page.tiny_bot import running

SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--window-size=1280,900",
    "--lang=nb-NO",
    "--accept-lang=nb-NO,nb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
ROLES = {
    "alert": "[role=alert]",
    "article": "article",
    "button": "button",
    "combobox": "[role=combobox]",
    "complementary": "aside",
    "dialog": "dialog[open]",
    "disclosure": "summary",
    "alertdialog": "dialog[open][role=alertdialog]",
    "group": "[role=group]",
    "region": "[role=region], section[aria-labelledby]:not([role])",
    "row": "tr",
    "table": "table",
    "heading": "h1, h2, h3, h4",
    "link": "a[href]",
    "log": "[role=log]",
    "menuitem": "[role=menuitem]",
    "navigation": "nav",
    "option": "[role=option]",
    "pressed button": "button[aria-pressed=true]",
    "tab": "[role=tab]",
    "tabpanel": "[role=tabpanel]",
}
FIELDS = "input, textarea"
SHOWN = """
const [which, within] = arguments;
const isShown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
return [...(within ?? document).querySelectorAll(which)].filter(isShown);
"""


class Page:
    """One browser, one tab at a time."""

    patience = 8.0  # seconds

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def all(self, role: str, name: str | None = None, within: WebElement | None = None) -> list[WebElement]:
        """Everything shown with this role whose accessible name is, or begins with, the name."""
        return [one for one in self._shown(role, within) if name is None or one.accessible_name.startswith(name)]

    def one(self, role: str, name: str | None = None, within: WebElement | None = None) -> WebElement:
        """The only one of its kind, once it is there."""

        def look() -> WebElement | None:
            shown = reversed(self._shown(role, within))
            return next((one for one in shown if name is None or one.accessible_name.startswith(name)), None)

        found: WebElement = self.until(look)
        return found

    def _shown(self, role: str, within: WebElement | None) -> list[WebElement]:
        found: list[WebElement] = self.driver.execute_script(SHOWN, ROLES[role], within)
        return found

    def field(self, label: str, within: WebElement | None = None) -> WebElement:
        """The field with this label."""

        def look() -> WebElement | None:
            fields = (within or self.driver).find_elements(By.CSS_SELECTOR, FIELDS)
            return next((one for one in fields if one.accessible_name.startswith(label)), None)

        found: WebElement = self.until(look)
        return found

    def until(self, look: Callable[[], Any]) -> Any:
        """Wait until this gives something; a node that was drawn anew meanwhile is looked for again."""

        def again(_: object) -> Any:
            try:
                return look()
            except StaleElementReferenceException:
                return None

        return WebDriverWait(self.driver, self.patience, 0.03).until(again)

    @property
    def focused(self) -> str:
        """The accessible name of what has the focus."""
        return self.driver.switch_to.active_element.accessible_name

    def complaints(self) -> list[str]:
        """What the browser complained about: errors and broken policy."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]


@contextmanager
def chromium(*more: str) -> Iterator[Page]:
    """A browser of our own, with more switches where wanted; skips the test on a machine that has none."""
    binary, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if not binary or not chromedriver:
        pytest.skip("no chromium with chromedriver on this machine")
    options = Options()
    options.binary_location = binary
    for switch in (*SWITCHES, *more):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    try:
        yield Page(driver)
    finally:
        driver.quit()


class Beside:
    """The tiny bot's workspace in a thread of its own, so that a browser can be waited for."""

    patience = 10.0  # seconds

    def __init__(self, port: int = 0) -> None:
        self.url, self.port = "", port
        self.ws: Workspace
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(self.patience)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(self.patience)

    def do(self, act: Callable[[], Any]) -> Any:
        """Run something in the workspace's own thread; awaitables are awaited."""

        async def work() -> Any:
            done = act()
            return await done if asyncio.iscoroutine(done) else done

        return asyncio.run_coroutine_threadsafe(work(), self._loop).result(self.patience)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with running(self.port) as (self.ws, server):
            self.url, self.port = server.url, server.port
            self._ready.set()
            await self._stop.wait()
