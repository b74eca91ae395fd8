"""The page in a real browser, by role and label only."""

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.sandbox.page.browser import Beside, Page
from tests.sandbox.page.rig import be, write

INJECTED = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> *fet* <javascript:alert(1)|trykk>'


def test_a_subtask_is_made_answered_and_solved(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    page.one("button", "Ny deloppgave på 2026-101").click()
    dialog = page.one("dialog", "Ny deloppgave")
    assert page.focused.startswith("Tittel")
    page.field("Tittel", dialog).send_keys("Vurder emnet")
    page.field("Ansvarlig", dialog).send_keys("ol")
    page.one("option", "Olga Berg")
    page.one("option", "Ola Hansen").click()
    page.field("Vitnemål", dialog).click()
    page.one("button", "Opprett", dialog).click()
    page.until(lambda: not page.all("dialog"))
    assert page.focused == "Ny deloppgave på 2026-101"

    page.one("tab", "Messages").click()
    card = page.one("article", "Prøvebot: Vurder emnet")
    page.one("button", "Reply in thread", card).click()
    thread = page.one("complementary", "Thread")
    write(page, "Hva med emne 3?", "Reply…")
    page.one("article", "Kari Nordmann: Hva med emne 3?", thread)
    page.one("button", "1 reply")

    page.one("button", "Løs deloppgave", card).click()
    question = page.one("alertdialog", "Løse deloppgaven?")
    assert page.focused == "Vent"
    page.one("button", "Løs", question).click()
    page.until(lambda: "Løst" in card.text and not page.all("button", "Løs deloppgave"))


def test_errors_stand_at_their_fields_and_go_when_mended(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    page.one("button", "Ny deloppgave på 2026-101").click()
    dialog = page.one("dialog", "Ny deloppgave")
    page.one("button", "Opprett", dialog).click()
    title, assignee = page.field("Tittel", dialog), page.field("Ansvarlig", dialog)
    page.until(lambda: title.get_attribute("aria-invalid") == "true")
    assert page.focused.startswith("Tittel")
    assert assignee.get_attribute("aria-invalid") == "true"
    described = page.driver.find_element("id", str(title.get_attribute("aria-describedby")).split()[-1])
    assert described.text.endswith("Please complete this required field.")

    title.send_keys("feil")
    assert title.get_attribute("aria-invalid") is None
    assert not described.is_displayed()
    assignee.send_keys("kar")
    page.one("option", "Kari Nordmann").click()
    page.one("button", "Opprett", dialog).click()
    page.until(lambda: "Fristen kan ikke være etter sakens frist." in dialog.text)
    assert page.focused.startswith("Frist")
    assert title.get_attribute("value") == "feil"


def test_a_redrawn_modal_keeps_what_was_typed(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    page.one("button", "Ny deloppgave på 2026-101").click()
    dialog = page.one("dialog", "Ny deloppgave")
    page.field("Tittel", dialog).send_keys("Halvferdig")
    page.field("Søknad", dialog).click()
    page.field("Ansvarlig", dialog).send_keys("olg")
    page.one("option", "Olga").click()
    place = page.field("Sted", dialog)
    place.send_keys("filo" + Keys.ARROW_DOWN + Keys.ENTER)
    page.field("Emne", dialog)
    assert page.field("Tittel", dialog).get_attribute("value") == "Halvferdig"
    assert page.field("Søknad", dialog).is_selected()
    assert page.field("Ansvarlig", dialog).get_attribute("value") == "Olga Berg"
    assert page.focused.startswith("Sted")


def test_escape_closes_the_list_first_and_then_the_topmost_modal(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    page.one("button", "Ny deloppgave på 2026-101").click()
    dialog = page.one("dialog", "Ny deloppgave")
    page.field("Tittel", dialog).send_keys("side")
    assignee = page.field("Ansvarlig", dialog)
    assignee.send_keys("olg")
    page.one("option", "Olga").click()
    assignee.send_keys(Keys.ARROW_DOWN)
    page.until(lambda: page.all("option"))
    assignee.send_keys(Keys.ESCAPE)
    assert not page.all("option")
    page.one("button", "Opprett", dialog).click()
    top = page.one("dialog", "På toppen")
    top.send_keys(Keys.ESCAPE)
    page.until(lambda: not page.all("dialog", "På toppen"))
    assert page.field("Tittel", page.one("dialog", "Ny deloppgave")).get_attribute("value") == "side"
    page.one("dialog", "Ny deloppgave").send_keys(Keys.ESCAPE)
    page.until(lambda: not page.all("dialog"))


def test_the_keyboard_alone_is_enough(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    page.one("tab", "Home").send_keys(Keys.ARROW_RIGHT)
    assert page.focused.startswith("Messages")
    write(page, "/s" + Keys.ENTER + "2026-9")
    page.one("article", "Prøvebot: Fant ikke saken «2026-9».")
    write(page, "min melding")
    own = page.one("article", "Kari Nordmann: min melding")
    page.one("button", "More actions", own).send_keys(Keys.ENTER)
    page.until(lambda: page.focused == "Reply in thread")
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN + Keys.ENTER)
    edit = page.one("dialog", "Edit message")
    page.field("Message", edit).send_keys(" endret")
    page.one("button", "Save changes", edit).send_keys(Keys.ENTER)
    page.one("article", "Kari Nordmann: min melding endret")
    assert "(edited)" in page.one("article", "Kari Nordmann: min melding endret").text


def test_nothing_a_person_writes_runs(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI", "messages")
    write(page, INJECTED)
    page.until(lambda: INJECTED in page.one("article", "Kari Nordmann:").text)
    beside.do(lambda: beside.ws.person("U0KARI").say("kort"))
    page.one("article", "Prøvebot: Vurder klage")
    assert page.driver.execute_script("return window.hit ?? null") is None


def test_a_file_goes_into_the_thread_by_its_label(page: Page, beside: Beside, tmp_path: Path) -> None:
    note = tmp_path / "spørsmål.txt"
    note.write_text("hei")
    beside.do(lambda: beside.ws.person("U0KARI").say("rot"))
    be(page, beside, "U0KARI", "messages")
    page.one("button", "Reply in thread", page.one("article", "Kari Nordmann: rot")).click()
    thread = page.one("complementary", "Thread")
    page.field("Upload files", thread).send_keys(str(note))
    page.one("button", "Remove spørsmål.txt", thread)
    page.one("button", "Send", thread).click()
    page.one("link", "Open spørsmål.txt", thread)
    page.one("link", "Download spørsmål.txt", thread)


def test_after_a_restart_the_half_typed_text_is_still_there_and_home_is_shown_again(page: Page) -> None:
    with Beside() as first:
        be(page, first, "U0KARI", "messages")
        page.field("Message Prøvebot").send_keys("halvferdig")
    page.until(lambda: "Forbindelsen er brutt" in page.driver.find_element("id", "offline").text)
    with Beside(first.port):
        page.until(lambda: not page.driver.find_element("id", "offline").is_displayed())
        write(page, " og ferdig")
        page.one("article", "Kari Nordmann: halvferdig og ferdig")
        page.one("tab", "Home").click()
        page.one("heading", "Mine saker")
    with Beside(first.port) as third:
        page.until(lambda: any(one.kind == "app_home_opened" for one in third.ws.requests))
        page.one("heading", "Mine saker")
        page.driver.get("about:blank")
    page.complaints()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_is_enough(page: Page, beside: Beside, scheme: str) -> None:
    size = {"width": 360, "height": 700, "deviceScaleFactor": 1, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme_feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme_feature)
    try:
        be(page, beside, "U0KARI")
        page.one("button", "Ny deloppgave på 2026-101").click()
        page.one("button", "Avbryt", page.one("dialog", "Ny deloppgave")).click()
        page.until(lambda: not page.all("dialog"))
        page.one("button", "Kari Nordmann").click()
        page.one("link", "Ola Hansen").click()
        page.until(lambda: page.all("button", "Ola Hansen"))
        wide = page.driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 360
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
