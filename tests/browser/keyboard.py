"""A person who uses no mouse: she goes from stop to stop with Tab, and sees at each one where she is."""

from __future__ import annotations

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.window import Window

MOST_STOPS = 90
# What a person sees of the focus: the ring, or the frame, around what has it or around what that stands in.
_LOOKS = """
window.looksOf = (node) => {
  const looks = [];
  for (let at = node; at && looks.length < 4; at = at.parentElement) {
    const { outline, boxShadow, borderColor } = getComputedStyle(at);
    looks.push([outline, boxShadow, borderColor].join());
  }
  return looks.join();
};
window.stop = document.activeElement;
window.stopLooks = looksOf(window.stop);
return window.stop.tabIndex >= 0 && window.stop.matches(":focus");  // a date's calendar has a ring of the browser's own
"""
_LEFT_UNSEEN = """
const isLeft = window.stop.isConnected && window.stop !== document.activeElement;  // a date has several stops inside
return isLeft && window.looksOf(window.stop) === window.stopLooks;
"""


class Keyboard:
    """Her hands on the keys."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other, wherever the focus is."""
        ActionChains(self.window.driver).send_keys(*keys).perform()

    @property
    def at(self) -> str:
        """The name of what has the focus."""
        return self.window.focused

    def wait_at(self, name: str) -> None:
        """Wait until what has this name, or one that begins so, has the focus."""
        self.window.until(lambda: self.at.startswith(name))

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Go on with Tab until what has this name; every stop on the way shows that it has the focus."""
        passed: list[str] = []
        while len(passed) < MOST_STOPS:
            self._tab(back)
            if self.at.startswith(name):
                return
            passed.append(self.at)
        raise AssertionError(f"Tab did not come to {name!r}, only to {passed}")

    def _tab(self, back: bool) -> None:
        driver = self.window.driver
        is_stop = driver.execute_script(_LOOKS)
        name = self.at
        self.press(*((Keys.SHIFT, Keys.TAB, Keys.SHIFT) if back else (Keys.TAB,)))
        if is_stop:
            assert not driver.execute_script(_LEFT_UNSEEN), f"the focus on {name!r} could not be seen"
