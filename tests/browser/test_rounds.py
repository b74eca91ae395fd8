"""Kari puts one question to three colleagues, and takes over what she wants of their answers, in the browser."""

from __future__ import annotations

from tests.browser.case_page import the_case
from tests.browser.institution import Institution
from tests.browser.story import no_camera
from tests.browser.window import Window

TITLE = "Bør emnet godkjennes?"
ASKED = "Kan HI-205 inngå i graden?"
ANSWERS = {"ola": ("Ja", "Det dekker HIS1200."), "aisha": ("Nei", "Pensum er for gammelt."), "ola2": ("Ja", "")}
HOME = ("tabpanel", "Home")
look = no_camera


def test_one_question_to_three_is_answered_unseen_and_taken_over(institution: Institution) -> None:
    kari = the_case(institution)
    kari.press_in_menu("Spør flere")
    dialog = kari.one("dialog", "Spør flere")
    kari.fill("Tittel", TITLE, dialog)
    kari.set_date("Frist", "2026-12-10", dialog)
    for typed, name in (("Aisha", "Aisha Rahman"), ("ola@", "Ola Hansen (ola@"), ("ola.h", "Ola Hansen (ola.h")):
        kari.fill("Hvem skal spørres?", typed, dialog)
        kari.choose("option", next(one for one in NAMES if one.startswith(name)))
    kari.fill("Beskrivelse", "Les emneplanen og svar.", dialog)
    kari.choose("combobox", "Svaret er")
    kari.choose("option", "Et valg mellom svar")
    kari.fill("Spørsmål", ASKED, dialog)
    kari.fill("Svar å velge blant", "Ja\nNei", dialog)
    look("ask", kari)
    kari.press("Spør", dialog)
    kari.until_closed()
    kari.see("Flere er spurt", "0 av 3 har svart", within=HOME)
    look("asked", kari)

    ola = institution.ola
    for number, (person, (choice, text)) in enumerate(ANSWERS.items()):
        institution.look(ola, person, "messages")
        ola.see_on_card(TITLE, f"{number} av 3 har svart", "ser hverandres svar når alle har svart")
        _answer(ola, choice, text)
    look("answered", ola)
    kari.see("3 av 3 har svart", within=HOME)

    kari.press("Se svarene")
    dialog = kari.one("dialog", "Svarene")
    kari.see("Ja 2 · Nei 1", "Det dekker HIS1200.", within=("dialog", "Svarene"))
    kari.tick("Aisha Rahman", dialog)
    look("answers", kari)
    kari.press("Oppsummer", dialog)
    dialog = kari.one("dialog", "Oppsummering")
    look("take_over", kari)
    kari.press("Lagre oppsummering", dialog)
    kari.see("Oppsummeringen er lagret.", within=("dialog", "Svarene"))
    kari.press("Lukk", kari.one("dialog", "Svarene"))
    kari.until_closed()
    kari.see("Oppsummering", "Pensum er for gammelt.", within=HOME)
    look("summed_up", kari)

    institution.look(ola, "aisha", "messages")
    ola.press("Se svarene", ola.card(TITLE))
    ola.see("Det dekker HIS1200.", within=("dialog", "Svarene"))
    look("seen_by_the_asked", ola)


NAMES = ("Aisha Rahman", "Ola Hansen (ola@uni.example)", "Ola Hansen (ola.hansen2@uni.example)")


def _answer(ola: Window, choice: str, text: str) -> None:
    ola.press(f"Løs deloppgaven {TITLE}", ola.card(TITLE))
    dialog = ola.one("dialog", "Deloppgave")
    ola.see("Svar på spørsmålene før du løser deloppgaven.", within=("dialog", "Deloppgave"))
    ola.press("Løs deloppgave", dialog)
    ola.see("Velg et svar.", within=("dialog", "Deloppgave"))
    look(f"missing_{choice}", ola)
    ola.tick(choice, ola.one("dialog", "Deloppgave"))
    ola.fill("Konklusjon", text, ola.one("dialog", "Deloppgave"))
    ola.press("Løs deloppgave", ola.one("dialog", "Deloppgave"))
    ola.see("Løst av", within=("dialog", "Deloppgave"))
    ola.press("Lukk", ola.one("dialog", "Deloppgave"))
    ola.until_closed()
