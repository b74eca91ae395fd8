"""Slack fails on purpose: whichever switch is on in the drawer, what somebody must be told arrives, exactly once."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.browser.institution import Institution
from tests.browser.window import Window
from tests.institution import CASE

TITLE = "Vurder emnene"
LAST = "Det var alt."
SWITCHES = ("Tregt", "For mange kall", "Intern feil", "Intern feil etterpå", "Kallet går tapt", "Svaret går tapt")
LINE = "Bryt Socket Mode-linjen"


def turn_on(institution: Institution, window: Window, switch: str) -> None:
    """Press a switch in the drawer while no call is under way, and see that the next one will fail."""
    institution.beside.quiet()
    found = window.until(lambda: [one for one in window.all("button", switch) if one.text == switch])
    found[0].click()
    window.until(lambda: switch in on(window))


def on(window: Window) -> list[str]:
    """The switches in the drawer that still wait for a call."""
    return [one.text for one in window.all("pressed button")]


def talk(institution: Institution) -> tuple[Window, Window]:
    """Show Kari and Ola the thread of a subtask, each with the drawer of switches under it."""
    kari, ola = institution.kari, institution.ola
    institution.beside.give(TITLE)
    for window, person in ((kari, "kari"), (ola, "ola")):
        institution.look(window, person, "messages")
        window.open_thread(TITLE)
        window.press("Feil med vilje")
        window.one("heading", "Feil med vilje")
    return kari, ola


def test_a_message_arrives_once_whichever_switch_is_on(institution: Institution) -> None:
    """The last message stands in Ola's thread after the others, so none of them is still under way again by then."""
    kari, ola = talk(institution)
    for switch in SWITCHES:
        turn_on(institution, kari, switch)
        kari.write(f"{switch}?")
        kari.until(lambda: on(kari) == [])
        ola.see_in_thread("Kari Nordmann", f"{switch}?")
    kari.press(LINE)
    kari.write(f"{LINE}?")
    ola.see_in_thread("Kari Nordmann", f"{LINE}?")
    kari.write(LAST)
    ola.see_in_thread(LAST)
    told = ola.one("complementary", "Thread").text
    assert {switch: told.count(f"{switch}?") for switch in (*SWITCHES, LINE)} == dict.fromkeys((*SWITCHES, LINE), 1)


def test_a_new_subtask_s_card_comes_once_when_both_answers_are_lost(institution: Institution) -> None:
    """One switch strikes the card for Kari, the other the one for Ola: both stand there, and nobody learns of it."""
    kari, ola = talk(institution)
    kari.field("Message Saksbot").send_keys(f"/deloppgave ny {CASE}", Keys.ENTER)
    dialog = kari.one("dialog", "Ny deloppgave")
    kari.fill("Tittel", "Finn pensumlisten", dialog)
    kari.set_date("Frist", "2026-12-11", dialog)
    kari.fill("Ansvarlig", "ola", dialog)
    kari.choose("option", "Ola Hansen (ola@uni.example)")
    kari.fill("Beskrivelse", "Emnene står i emnelisten.", dialog)
    for switch in ("Intern feil etterpå", "Svaret går tapt"):
        turn_on(institution, ola, switch)
    kari.press("Opprett", dialog)
    kari.until_closed()
    ola.until(lambda: on(ola) == [])
    for window in (kari, ola):
        window.see_on_card("Finn pensumlisten", "Emnene står i emnelisten.")
    ola.press("Løs deloppgaven Finn pensumlisten", ola.card("Finn pensumlisten"))
    ola.press("Løs deloppgave", ola.one("alertdialog", "Løse uten konklusjon?"))
    for window in (kari, ola):
        window.see_on_card("Finn pensumlisten", "Løst")
        assert len(window.all("article", "Saksbot: Finn pensumlisten", window.one("log", "Messages"))) == 1
