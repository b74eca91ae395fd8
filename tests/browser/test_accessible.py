"""WCAG 2.1 AA by axe-core in every state that people see, wide and light and narrow and dark, and nothing too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from slack_sdk.web.async_client import AsyncWebClient

from tests.browser.gallery import charts, gallery
from tests.browser.institution import Institution
from tests.browser.judge import NARROW, Judge
from tests.browser.window import DemoBeside, Window
from tests.institution import CASE_TITLE
from tests.sandbox.page.browser import Beside

TITLE = "Vurder emnene"
LONG = "Vurder emnene i middelalderhistorie og " + "emne" * 27
QUESTION = "Har du pensumlisten?"


@pytest.fixture
def judge() -> Judge:
    return Judge()


def test_the_main_page_and_the_case_page_can_be_used_by_everybody(institution: Institution, judge: Judge) -> None:
    kari, ola = institution.kari, institution.ola
    institution.beside.give(TITLE, files=("Vitnemål",))
    institution.beside.give(LONG)
    institution.look(kari, "kari")
    kari.one("heading", "Mine saker")
    judge.look("main page", kari)
    for tab in ("Gitt til andre", "Løst"):
        kari.press(tab)
        kari.one("button", f"{tab}, valgt")
        judge.look(f"main page, {tab}", kari)
    kari.press("Åpne saken")
    kari.one("heading", CASE_TITLE)
    judge.look("case page", kari)
    kari.go("About")
    judge.look("about", kari)
    institution.look(ola, "ingrid")
    ola.one("heading", "Saker til fordeling")
    judge.look("a distributor's main page", ola)
    institution.look(ola, "stranger")
    ola.one("heading", "Mine saker")
    judge.look("a stranger's main page", ola)
    judge.content()


def test_a_search_and_what_it_finds_can_be_used_by_everybody(institution: Institution, judge: Judge) -> None:
    ola = institution.ola
    institution.beside.give(LONG)
    institution.beside.give_many([f"Deloppgave {number:03}" for number in range(12)])
    institution.look(ola, "ola")
    ola.press("Søk")
    dialog = ola.one("dialog", "Søk")
    judge.look("search", ola)
    ola.press("Vis", dialog)
    ola.until_closed()
    ola.one("button", "Lagre søket")
    judge.look("what was found", ola)
    ola.press("Lagre søket")
    dialog = ola.one("dialog", "Lagre søket")
    ola.fill("Navn", "Alt", dialog)
    judge.look("naming a search", ola)
    ola.press("Lagre", dialog)
    ola.until_closed()
    ola.press("Endre søket")
    dialog = ola.one("dialog", "Søk")
    ola.fill("Søk etter", "sammenlign middelalderhistorie", dialog)
    ola.press("Vis", dialog)
    ola.until_closed()
    ola.see("Beskrivelse: «", within=("tabpanel", "Home"))
    judge.look("what was found in a text", ola)
    judge.content()


def test_what_lies_behind_the_scenes_can_be_used_by_everybody(institution: Institution, judge: Judge) -> None:
    kari = institution.kari
    institution.look(kari, "kari")
    kari.one("heading", "Mine saker")
    for tool in ("Trafikk", "Klokke", "Feil med vilje"):
        kari.press(tool)
        kari.one("heading", tool)
        if tool == "Trafikk":
            kari.choose("disclosure", "")
        judge.look(tool, kari)
    kari.press("Tregt")
    kari.one("pressed button", "Tregt")
    judge.look("a switch that is on", kari)
    kari.press("Lukk skuffen")
    kari.press("Shortcuts")
    kari.one("menuitem", "Ny deloppgave")
    judge.look("the shortcuts", kari)
    judge.content()


IN_MENU = ("Tilgang til vedlegg", "Legg til vedlegg", "Historikk")


def test_kari_s_dialogs_can_be_used_by_everybody(institution: Institution, judge: Judge) -> None:
    kari = institution.kari
    institution.beside.give(TITLE, files=("Vitnemål",))
    institution.look(kari, "kari")
    kari.press("Åpne saken")
    _new_subtask(kari, judge)
    for button, name in (
        ("Tilgang til vedlegg", "Tilgang til vedlegg"),
        (f"Bytt ansvarlig for deloppgaven {TITLE}", "Bytt ansvarlig"),
        (f"Skriv melding i deloppgaven {TITLE}", "Skriv melding"),
        ("Legg til vedlegg", "Legg til vedlegg"),
        ("Omfordel sak", "Omfordel sak"),
        ("Historikk", "Historikk"),
        ("Avslutt sak", "Avslutt sak"),
    ):
        (kari.press_in_menu if button in IN_MENU else kari.press)(button)
        dialog = kari.one("dialog", name)
        judge.look(name, kari)
        kari.press("Close", dialog)
        kari.until_closed()
    judge.content()


def _new_subtask(kari: Window, judge: Judge) -> None:
    kari.press("Ny deloppgave")
    dialog = kari.one("dialog", "Ny deloppgave")
    judge.look("new subtask", kari)
    kari.press("Opprett", dialog)
    kari.until(lambda: kari.field("Tittel", dialog).get_attribute("aria-invalid") == "true")
    judge.look("new subtask with errors", kari)
    kari.fill("Ansvarlig", "ola", dialog)
    kari.one("option", "Ola Hansen (ola@uni.example)")
    judge.look("new subtask with suggestions", kari)
    kari.choose("option", "Ola Hansen (ola@uni.example)")
    kari.press("Avbryt", dialog)
    kari.until_closed()


def test_the_task_page_can_be_used_by_everybody(institution: Institution, judge: Judge) -> None:
    ola = institution.ola
    institution.beside.give(LONG, files=("Vitnemål", "Emneliste"))
    institution.look(ola, "ola")
    ola.press("Åpne deloppgaven")
    dialog = ola.one("dialog", "Deloppgave")
    judge.look("task page", ola)
    ola.fill("Konklusjon", "Emnene kan godkjennes.", dialog)
    ola.press("Lagre konklusjon", dialog)
    ola.see("Konklusjonen er lagret.", within=("dialog", "Deloppgave"))
    judge.look("task page, conclusion saved", ola)
    for button in ("Historikk", "Send tilbake", "Skriv melding"):
        ola.press(button, ola.one("dialog", "Deloppgave"))
        above = ola.one("dialog", button)
        judge.look(f"{button} above the task page", ola)
        ola.press("Avbryt" if ola.all("button", "Avbryt", above) else "Lukk", above)
        ola.until_gone("dialog", button)
    ola.fill("Konklusjon", Keys.BACKSPACE, ola.one("dialog", "Deloppgave"))
    ola.press("Løs deloppgave", ola.one("dialog", "Deloppgave"))
    question = ola.one("dialog", "Løse deloppgaven?")
    judge.look("question above the task page", ola)
    ola.press("Løs deloppgave", question)
    ola.see("Deloppgaven er løst", within=("dialog", "Deloppgave"))
    judge.look("task page, solved", ola)
    judge.content()


def test_messages_and_threads_can_be_used_by_everybody(institution: Institution, judge: Judge) -> None:
    ola = institution.ola
    institution.beside.give(LONG, files=("Vitnemål",))
    institution.look(ola, "ola", "messages")
    ola.see_on_card(LONG[:50], "Vitnemål")
    judge.look("a card", ola)
    ola.open_thread(LONG[:50])
    ola.write(QUESTION)
    ola.see_in_thread(QUESTION)
    judge.look("a thread with a file", ola)
    ola.do(lambda: ola.press_on(ola.see_in_thread(QUESTION), "More actions"))
    ola.one("menuitem", "Edit message")
    judge.look("a message's menu", ola)
    ola.choose("menuitem", "Edit message")
    edit = ola.one("dialog", "Edit message")
    judge.look("a message is edited", ola)
    ola.press("Cancel", edit)
    ola.until_closed()
    ola.choose_on(QUESTION, "Delete message")
    question = ola.one("alertdialog", "Delete the message?")
    judge.look("a question before a message goes", ola)
    ola.press("Keep", question)
    ola.press("Close the thread")
    ola.press(f"Løs deloppgaven {LONG[:20]}", ola.card(LONG[:50]))
    question = ola.one("alertdialog", "Løse uten konklusjon?")
    judge.look("a question before the subtask is solved", ola)
    ola.press("Avbryt", question)
    ola.field("Message Saksbot").send_keys("/")
    ola.one("option", "/deloppgave")
    judge.look("the commands", ola)
    ola.field("Message Saksbot").send_keys("tull\n")
    ola.see("is not a valid command", within=("alert", ""))
    judge.look("what the page has to say", ola)
    judge.content()


def test_answers_and_troubles_can_be_used_by_everybody(institution: Institution, judge: Judge) -> None:
    kari, beside = institution.kari, institution.beside
    beside.give(TITLE)
    institution.look(kari, "kari", "messages")
    kari.field("Message Saksbot").send_keys("/sak tull", Keys.ENTER)
    kari.see("Only visible to you", within=("log", "Messages"))
    judge.look("an answer for one", kari)
    kari.field("Message Saksbot").send_keys("/sak", Keys.ENTER)
    kari.one("dialog", "Mine saker")
    judge.look("the answer of a command", kari)
    kari.close_dialog("Mine saker")
    kari.press("Shortcuts")
    kari.choose("menuitem", "Ny deloppgave")
    kari.one("dialog", "Ny deloppgave")
    judge.look("the shortcut's dialog", kari)
    kari.press("Avbryt", kari.one("dialog", "Ny deloppgave"))
    kari.until_closed()
    with beside.ws.expect_refusal("not_acknowledged"):
        patience, beside.ws.ack_limit = beside.ws.ack_limit, 0.0
        kari.press(f"Åpne deloppgaven {TITLE}", kari.card(TITLE))
        kari.see("We had trouble connecting", within=("alert", ""))
        beside.ws.ack_limit = patience
    judge.look("the bot does not answer", kari)
    judge.content()


def test_what_the_demo_shows_can_be_used_by_everybody(
    windows: tuple[Window, Window], judge: Judge, tmp_path: Path
) -> None:
    ingrid, kari = windows
    with DemoBeside(tmp_path) as demo:
        ingrid.driver.get(f"{demo.url}/?as=U0INGRID")
        ingrid.press("Fordel saken")
        ingrid.one("dialog", "Fordel sak")
        judge.look("distribution", ingrid)
        kari.driver.get(f"{demo.url}/?as=U0KARI&tab=messages")
        thread = kari.open_thread("Se over arbeidsattesten")
        kari.one("link", "Download Kursbevis", thread)
        judge.look("a picture in a thread", kari)
        kari.go("E-post")
        kari.one("heading", "Ny deloppgave")
        judge.look("the mailbox", kari)
        kari.press("Klokke")
        kari.one("button", "Dagen før fristen")
        judge.look("the clock with deadlines", kari)
        ingrid.driver.get(f"{demo.url}/?as=U0OLA2")
        ingrid.one("heading", "My subtasks")
        judge.look("a page in English", ingrid)
        assert ingrid.complaints() + kari.complaints() == []
    kari.see("Forbindelsen er brutt", within=("alert", ""))
    judge.look("the line is broken", kari)
    for window in windows:
        window.driver.get("about:blank")
        window.complaints()  # that nobody answers
    judge.content()


def test_every_block_and_element_can_be_used_by_everybody(windows: tuple[Window, Window], judge: Judge) -> None:
    window, _ = windows
    with Beside() as beside:
        slack = AsyncWebClient(beside.ws.bot_token, base_url=f"{beside.url}/api/")
        slack.proxy = None
        window.driver.get(f"{beside.url}/?as=U0KARI")
        window.one("heading", "Mine saker")
        beside.do(lambda: slack.views_publish(user_id="U0KARI", view=gallery()))
        window.one("heading", "Alt som kan vises")
        judge.look("all blocks", window)
        window.choose("combobox", "Felt 5")
        window.one("option", "Språkhistorie")
        judge.look("a list in groups", window)
        window.press("More options")
        window.one("menuitem", "Emneliste")
        judge.look("an overflow menu", window)
        beside.do(lambda: slack.views_publish(user_id="U0KARI", view=charts()))
        window.one("heading", "Tall")
        window.choose("disclosure", "Show the numbers Endring")
        judge.look("charts", window)
        assert window.complaints() == []
        window.driver.get("about:blank")
    judge.content()


def test_the_list_of_people_can_be_used_by_everybody_in_a_narrow_window(institution: Institution, judge: Judge) -> None:
    kari = institution.kari
    institution.look(kari, "kari")
    kari.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": NARROW, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    kari.press("Kari Nordmann")
    kari.one("link", "Ola Hansen")
    judge.look("the people", kari, ("light", NARROW), ("dark", NARROW))
    judge.content()
