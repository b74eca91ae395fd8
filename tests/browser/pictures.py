"""`make pictures`: tells the story of the journey test with a camera, and writes docs/pictures/*.png.

The clock stands on one Monday morning, so a picture changes only when the product does.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.browser.story import Story
from tests.browser.window import DemoBeside, Window, two_windows

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDE, NARROW = 1280, 360
HEIGHTS = {"case": 1130, "card": 830, "dialog": 900, "dialog-error": 900, "home-narrow": 740, "reminders": 1120}
USUAL_HEIGHT = 820
FORTNIGHT_LATER = datetime(2026, 12, 7, 7, 0, tzinfo=UTC)  # eight o'clock on a Monday
# As with a mouse, so that what only shows under one stays out of the pictures.
LIKE_A_DESKTOP = (
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    "--hide-scrollbars",
)


def take(name: str, window: Window, *what: tuple[str, str]) -> None:
    """Write docs/pictures/NAME.png: the window, or the thing in it with this role and name."""
    driver = window.driver
    size = {"width": NARROW if name.endswith("narrow") else WIDE, "height": HEIGHTS.get(name, USUAL_HEIGHT)}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 1, "mobile": False})
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if name.endswith("dark") else "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
    driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1})
    driver.execute_script("document.activeElement.blur()")
    png = window.until(lambda: window.one(*what[0]).screenshot_as_png if what else driver.get_screenshot_as_png())
    (FOLDER / f"{name}.png").write_bytes(png)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def look_around(kari: Window, ola: Window, demo: DemoBeside) -> None:
    """Take the pictures of what lies beside the story."""
    address = demo.url
    take("card-dark", ola)
    kari.go("Home")
    kari.press("Tilbake til Home")
    kari.one("heading", "Mine saker")
    take("home-narrow", kari)
    kari.press("Trafikk")
    kari.see("chat.postMessage", within=("region", "Trafikk"))
    take("traffic", kari)
    ola.driver.get(f"{address}/?as=U0INGRID")
    ola.one("heading", "Saker til fordeling")
    take("distribution", ola, ("tabpanel", "Home"))
    look_at_reminders(kari, demo)


def look_at_reminders(kari: Window, demo: DemoBeside) -> None:
    """Let two weeks pass, and take the pictures of what then comes, of what one can choose, and of the mail."""
    kari.press("Lukk skuffen")
    demo.do(lambda: demo.ws.clock.set(FORTNIGHT_LATER))
    kari.go("Messages")
    kari.see("påminnelser", within=("log", "Messages"))
    kari.press("Close the thread")
    kari.press("Klokke")
    kari.see("7. desember", within=("region", "Klokke"))
    take("reminders", kari)
    kari.press("Lukk skuffen")
    kari.go("Home")
    kari.one("heading", "Trenger deg")  # after two weeks it begins with that, which moves everything below
    kari.press("Endre varsler")
    kari.one("dialog", "Varsler")
    take("wishes", kari, ("dialog", "Varsler"))
    kari.close_dialog("Varsler")
    kari.go("E-post")
    take("mail", kari)


def main() -> None:
    """Tell the story and write its pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, two_windows(Path(folder), *LIKE_A_DESKTOP) as (kari, ola, demo):
        Story(kari, ola, demo, take).tell(Path(folder))
        look_around(kari, ola, demo)


if __name__ == "__main__":
    try:
        main()
    except pytest.skip.Exception as reason:
        raise SystemExit(f"Not taken: {reason}") from None
