"""axe-core looks at whatever state a window is in: wide in the light, and as narrow as a telephone in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources

from tests.browser.window import Window

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
NARROW = 360
LOOKS = (("light", 1280), ("dark", NARROW))
_AXE = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
_RUN = """
const [rules, preload, done] = arguments;
const shown = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document; // nothing else can be reached now
const options = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], preload };
axe.run(shown, options).then(({ violations }) =>
  done(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))));
"""
# What stands wider than its own place, unless it is meant to scroll sideways by itself (code, tables).
_TOO_WIDE = """
const page = document.scrollingElement;
const wide = page.scrollWidth > innerWidth ? [`the page: ${page.scrollWidth} of ${innerWidth}`] : [];
for (const node of document.body.querySelectorAll("*")) {
  if (!node.checkVisibility() || node.closest(".code, .table, .unseen, .native, .icon, .status, .skip")) continue;
  const { left, right } = node.getBoundingClientRect();
  const scrolls = /auto|scroll/.test(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1;
  const isOutside = right > innerWidth + 1 || left < -1;
  if (scrolls || isOutside) wide.push(`${node.outerHTML.slice(0, 150)} (${left} to ${right})`);
}
return wide;
"""


@contextmanager
def seen_as(window: Window, scheme: str, width: int) -> Iterator[None]:
    """Show the window in this colour scheme and this wide inside the block."""
    driver = window.driver
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@dataclass
class Judge:
    """Keeps what is wrong with the states that were shown to it."""

    faults: list[str] = field(default_factory=list)

    def look(self, state: str, window: Window, *looks: tuple[str, int]) -> None:
        """Judge the state that a window is in, by every look; `state` is the name that faults are told by."""
        for scheme, width in looks or LOOKS:
            with seen_as(window, scheme, width):
                where = f"{state}, {scheme}, {width} px"
                self.faults += [f"{where}: {fault}" for fault in self._broken(window)]
                if width == NARROW:
                    self.faults += [f"{where}, too wide: {node}" for node in window.driver.execute_script(_TOO_WIDE)]

    def _broken(self, window: Window) -> list[str]:
        is_new = not window.driver.execute_script("return 'axe' in window")
        if is_new:
            window.driver.execute_script(_AXE)
        found: list[str] = window.driver.execute_async_script(_RUN, RULES, is_new)  # the style sheets: read them once
        return found

    def content(self) -> None:
        """Fail when anything was wrong."""
        assert self.faults == [], "\n".join(self.faults)
