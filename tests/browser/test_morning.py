"""A distributor's Monday morning with forty colleagues, three hundred cases and two thousand subtasks."""

from __future__ import annotations

import re

import pytest
from selenium.webdriver.remote.webelement import WebElement

from tests import mornings
from tests.browser.institution import Institution
from tests.browser.judge import Judge
from tests.browser.window import Window

HOME = ("tabpanel", "Home")


@pytest.mark.timeout(300)
def test_a_distributor_sees_what_to_do_first_and_who_has_how_much(institution: Institution) -> None:
    ingrid, judge = institution.kari, Judge()
    institution.beside.do(lambda: mornings.fill(institution.beside.world))
    institution.look(ingrid, "ingrid")
    ingrid.press("Oversikt")
    ingrid.see("Slik det var kl. 09.00.", "Saker som venter på å bli fordelt", within=HOME)
    waiting = _count(ingrid, "Til fordeling")
    assert waiting > 0
    judge.look("the overview", ingrid)

    ingrid.press("Alle saker")
    table = ingrid.one("region", "Saker")
    assert len(_rows(table)) == 10
    judge.look("all cases", ingrid)
    ingrid.press("Next page")
    ingrid.see("Page 2 of 10", within=HOME)
    ingrid.press("Neste side")
    ingrid.see("Page 1 of 10", within=HOME)

    ingrid.press("Arbeid per person")
    ingrid.see("Teller bare det som er åpent nå", within=HOME)
    assert len(ingrid.driver.find_elements("css selector", "figure.chart")) == 2
    judge.look("who has how much", ingrid)
    first = [row.text for row in _rows(ingrid.one("region", "Åpent arbeid nå"))][:2]
    assert [re.sub(r"[\d\s]+$", "", one) for one in first] == ["Aisha Rahman", "Anne Aasen"]

    ingrid.press("Til fordeling")
    ingrid.see("Saker som venter på å bli fordelt", within=HOME)
    _distribute_first(ingrid)
    ingrid.until(lambda: _count(ingrid, "Til fordeling") == waiting - 1)
    judge.content()


def _distribute_first(window: Window) -> None:
    window.press("Fordel saken")
    dialog = window.one("dialog")
    window.fill("Sakseier", "Aisha", dialog)
    window.choose("option", "Aisha Rahman")
    window.press("Lagre og fordel", dialog)
    window.until_closed()


def _count(window: Window, name: str) -> int:
    found = re.search(r"\((\d+)\)", window.one("button", name).text)
    assert found
    return int(found[1])


def _rows(table: WebElement) -> list[WebElement]:
    """The rows that are shown, without the heading."""
    return [row for row in table.find_elements("css selector", "tbody tr") if row.is_displayed()]
