"""The life of one subtask as Kari and Ola live it in their browsers, chapter by chapter.

Everything is found by role and label, and every step waits for what it ought to lead to. The journey test tells the
story; `make pictures` tells it too, with a camera.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from selenium.webdriver.remote.webelement import WebElement

from tests.browser.window import DemoBeside, Window

CASE = "Forhåndsgodkjenning av delstudier i utlandet – Bachelor i historie"
TITLE = "Vurder emnene fra Königshafen"
DESCRIPTION = "Kan emnene i opptaksbrevet inngå i graden, og overlapper noen av dem med HIS1200?"
QUESTION = "HI-205 overlapper kanskje med HIS1300. Har du pensumlisten?"
BETTER_QUESTION = "HI-205 overlapper kanskje med HIS1200. Har du pensumlisten?"
ANSWER = "Jeg har bedt om den. Du får den i dag."
FROM_THE_CASE_PAGE = "Pensumlisten er kommet: ingen overlapp."
FIRST_CONCLUSION = "Emnene kan godkjennes med 20 studiepoeng."
CONCLUSION = "Emnene kan godkjennes med 30 studiepoeng."
LAST_CONCLUSION = "Emnene kan godkjennes med 30 studiepoeng som frie emner."
LATE = "Jeg glemte noe."


class Camera(Protocol):
    """Takes a picture of a window, or of one thing in it."""

    def __call__(self, name: str, window: Window, *what: tuple[str, str]) -> object:
        """Take it; `what` is the role and name of the thing."""


def no_camera(name: str, window: Window, *what: tuple[str, str]) -> None:
    """Take no picture."""


class Story:
    """Kari, who owns the case, and Ola, who gets the subtask, each at a window of her or his own."""

    def __init__(self, kari: Window, ola: Window, demo: DemoBeside, camera: Camera = no_camera) -> None:
        self.kari, self.ola, self.look = kari, ola, camera
        self._demo = demo

    def tell(self, folder: Path) -> None:
        """Tell all of it; `folder` takes the file that is sent."""
        self.kari_opens_the_case()
        self.kari_creates_the_subtask()
        self.ola_gets_it()
        self.ola_opens_it()
        self.ola_saves_the_conclusion_twice()
        self.they_talk(folder)
        self.kari_answers_from_the_case_page()
        self.ola_solves_it()
        self.ola_comes_too_late()
        self.kari_is_asked_before_she_solves_without_a_conclusion()

    def later(self, minutes: int) -> None:
        """Let time pass on the demo's own clock."""
        self._demo.do(lambda: self._demo.ws.clock.move(minutes=minutes))

    def kari_opens_the_case(self) -> None:
        """From `Mine saker` to the case's page."""
        self.kari.one("heading", "Mine saker")
        self.look("home", self.kari)
        self.kari.see("Alt er levert", within=("tabpanel", "Home"))  # nothing more comes and moves the buttons
        self.kari.press(f"Åpne saken {CASE[:30]}")
        self.kari.one("heading", CASE)

    def kari_creates_the_subtask(self) -> None:
        """The dialog says what is wrong, at the field, until nothing is."""
        kari = self.kari
        kari.press("Ny deloppgave")
        dialog = kari.one("dialog", "Ny deloppgave")
        kari.set_date("Frist", "2027-01-11", dialog)
        self._give_to_ola(dialog)
        kari.fill("Beskrivelse", DESCRIPTION, dialog)
        kari.tick("Opptaksbrev med emner", dialog)
        kari.press("Opprett", dialog)
        kari.until(lambda: kari.field("Tittel", dialog).get_attribute("aria-invalid") == "true")
        kari.fill("Tittel", TITLE, dialog)
        kari.press("Opprett", dialog)
        kari.until(lambda: kari.field("Frist", dialog).get_attribute("aria-invalid") == "true")
        kari.see("fre. 8. jan. 2027", within=("dialog", "Ny deloppgave"))
        self.look("dialog-error", kari, ("dialog", "Ny deloppgave"))
        kari.set_date("Frist", "2026-12-11", dialog)
        self.look("dialog", kari, ("dialog", "Ny deloppgave"))
        kari.press("Opprett", dialog)
        kari.until_closed()
        kari.see(TITLE, "Ola Hansen", "11. des. 2026", within=("tabpanel", "Home"))

    def _give_to_ola(self, dialog: WebElement) -> None:
        """Choose among the two who have the same name."""
        self.kari.fill("Ansvarlig", "ola", dialog)
        self.kari.one("option", "Ola Hansen (ola.hansen2@uni.example)")
        self.kari.choose("option", "Ola Hansen (ola@uni.example)")

    def ola_gets_it(self) -> None:
        """The card, the file in its thread, and the main page with the case's title above his own."""
        ola = self.ola
        ola.see_on_card(TITLE, CASE, "Kari Nordmann", "11. des. 2026", "Ny", DESCRIPTION, "Opptaksbrev med emner")
        thread = ola.open_thread(TITLE)
        ola.one("link", "Open Opptaksbrev med emner", thread)
        self.later(minutes=50)
        ola.go("Home")
        ola.see(f"{CASE}\n{TITLE}\n", within=("tabpanel", "Home"))

    def ola_opens_it(self) -> None:
        """`Ny` becomes `Åpen` by itself, in Kari's window too."""
        kari, ola = self.kari, self.ola
        kari.go("Messages")
        kari.see_on_card(TITLE, "Ny")
        ola.press(f"Åpne deloppgaven {TITLE}")
        ola.see("Overordnet informasjon", "Åpen", within=("dialog", "Deloppgave"))
        kari.see_on_card(TITLE, "Åpen")

    def ola_saves_the_conclusion_twice(self) -> None:
        """What was saved last is what stands."""
        for text in (FIRST_CONCLUSION, CONCLUSION):
            dialog = self.ola.one("dialog", "Deloppgave")
            self.later(minutes=9)
            self.ola.fill("Konklusjon", text, dialog)
            self.ola.press("Lagre konklusjon", dialog)
            self.kari.see_on_card(TITLE, text)
            self.ola.see("Konklusjonen er lagret.", within=("dialog", "Deloppgave"))
        self.ola.close_dialog("Deloppgave")

    def they_talk(self, folder: Path) -> None:
        """Each sees the other's messages, what became of them, and a file."""
        kari, ola = self.kari, self.ola
        ola.go("Messages")
        kari.open_thread(TITLE)
        self.later(minutes=4)
        ola.write(QUESTION)
        kari.see_in_thread("Ola Hansen", QUESTION)
        self.later(minutes=23)
        kari.write(ANSWER)
        ola.see_in_thread("Kari Nordmann", ANSWER)
        self._ola_changes_his_question()
        self._ola_takes_a_message_back()
        self.later(minutes=11)
        note = folder / "emner.txt"
        note.write_text("HI-205: 10 studiepoeng", "utf-8")
        ola.field("Upload files", ola.one("complementary", "Thread")).send_keys(str(note))
        ola.one("button", "Remove emner.txt")
        ola.write("Slik har jeg regnet.")
        kari.see_in_thread("Slik har jeg regnet.")
        kari.one("link", "Open emner.txt", kari.one("complementary", "Thread"))

    def _ola_changes_his_question(self) -> None:
        self.ola.choose_on(QUESTION, "Edit message")
        dialog = self.ola.one("dialog", "Edit message")
        self.ola.fill("Message", BETTER_QUESTION, dialog)
        self.ola.press("Save changes", dialog)
        self.kari.see_in_thread(BETTER_QUESTION)
        self.kari.until(lambda: QUESTION not in self.kari.one("complementary", "Thread").text)

    def _ola_takes_a_message_back(self) -> None:
        self.ola.write("Feil tråd, beklager.")
        self.kari.see_in_thread("Feil tråd, beklager.")
        self.ola.choose_on("Feil tråd, beklager.", "Delete message")
        self.ola.press("Delete message", self.ola.one("alertdialog", "Delete the message?"))
        self.kari.until(lambda: "Feil tråd" not in self.kari.one("complementary", "Thread").text)

    def kari_answers_from_the_case_page(self) -> None:
        """What she writes there stands in Ola's thread, and in her own."""
        kari = self.kari
        kari.go("Home")
        kari.see("1 ulest melding", "Siste melding: Slik har jeg regnet.", within=("tabpanel", "Home"))  # moves no more
        self.look("case", kari, ("tabpanel", "Home"))
        kari.press(f"Skriv melding i deloppgaven {TITLE}")
        dialog = kari.one("dialog", "Skriv melding")
        kari.see(BETTER_QUESTION, within=("dialog", "Skriv melding"))
        self.later(minutes=94)
        kari.fill("Melding", FROM_THE_CASE_PAGE, dialog)
        kari.press("Send", dialog)
        kari.until_closed()
        self.ola.see_in_thread("Kari Nordmann", FROM_THE_CASE_PAGE)
        kari.go("Messages")
        kari.see_in_thread(FROM_THE_CASE_PAGE)
        self.look("card", self.ola)

    def ola_solves_it(self) -> None:
        """What stands in the field goes with it; in both windows it is `Løst`, and only the way to it is left."""
        ola = self.ola
        self.later(minutes=16)
        ola.press(f"Åpne deloppgaven {TITLE}", ola.card(TITLE))
        dialog = ola.one("dialog", "Deloppgave")
        ola.see(FROM_THE_CASE_PAGE, within=("dialog", "Deloppgave"))
        ola.fill("Konklusjon", LAST_CONCLUSION, dialog)
        self.look("task", ola, ("dialog", "Deloppgave"))
        ola.press("Løs deloppgave", dialog)
        ola.see("Deloppgaven er løst. Du kan angre til", within=("dialog", "Deloppgave"))
        ola.until_gone("button", "Lagre konklusjon")
        ola.close_dialog("Deloppgave")
        for one in (self.kari, ola):
            one.see_on_card(TITLE, "Løst", LAST_CONCLUSION)
            one.until_gone("button", f"Løs deloppgaven {TITLE}")
            one.one("button", f"Åpne deloppgaven {TITLE}", one.card(TITLE))

    def ola_comes_too_late(self) -> None:
        """A message in the thread of a solved subtask gets an answer and goes no further."""
        self.later(minutes=3)
        self.ola.write(LATE)
        self.ola.see_in_thread("er løst, så meldingen din er ikke sendt videre")
        self.kari.until(lambda: LATE not in self.kari.one("complementary", "Thread").text)

    def kari_is_asked_before_she_solves_without_a_conclusion(self) -> None:
        """From the card of a subtask that she was given herself."""
        kari, title = self.kari, "Se over arbeidsattesten"
        for answer in ("Avbryt", "Løs deloppgave"):
            kari.see_on_card(title, "Ny")
            kari.press(f"Løs deloppgaven {title}", kari.card(title))
            kari.press(answer, kari.one("alertdialog", "Løse uten konklusjon?"))
            kari.until_closed()
        kari.see_on_card(title, "Løst")
