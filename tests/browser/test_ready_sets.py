"""A ready-made set becomes subtasks, one of which waits for another, as Kari and Ola see it in their browsers."""

from __future__ import annotations

from tests.browser.case_page import the_case
from tests.browser.institution import Institution
from tests.browser.story import no_camera
from tests.browser.window import Window

CHECK, ASSESS, DRAFT = "Kontroller vitnemål og studiepoeng", "Vurder emnene faglig", "Skriv utkast til vedtak"
look = no_camera


def test_a_set_is_chosen_ticked_seen_changed_and_created_with_one_press(institution: Institution) -> None:
    beside, ola = institution.beside, institution.ola
    beside.make_case_of_type("innpassing")
    institution.look(ola, "ola", "messages")
    kari = the_case(institution)
    look("case", kari)

    kari.press_in_menu("Vanlige deloppgaver")
    dialog = kari.one("dialog", "Vanlige deloppgaver")
    look("choose", kari)
    kari.press("Fortsett", dialog)
    kari.see(CHECK, ASSESS, DRAFT, within=("dialog", "Vanlige deloppgaver"))
    look("tick", kari)
    kari.press("Fortsett", kari.one("dialog", "Vanlige deloppgaver"))
    kari.see(f"Venter på «{ASSESS}»", "Har 2 spørsmål", within=("dialog", "Vanlige deloppgaver"))
    look("proposed", kari)
    dialog = kari.one("dialog", "Vanlige deloppgaver")
    _give_to_ola(kari, f"Ansvarlig for «{CHECK}»")
    _give_to_ola(kari, f"Ansvarlig for «{ASSESS}»")
    look("changed", kari)
    kari.press("Opprett", dialog)
    kari.until_closed()
    kari.see(f"Venter på «{ASSESS}»", "Begynn nå", within=("tabpanel", "Home"))
    look("waits", kari)

    ola.see_on_card(CHECK, "Samtidig fikk du 1 deloppgave til.", ASSESS)
    look("card", ola)
    ola.press(f"Åpne deloppgaven {ASSESS}", ola.card(CHECK))
    ola.see(ASSESS, "Kan emnene innpasses?", within=("dialog", "Deloppgave"))
    look("task", ola)
    ola.close_dialog("Deloppgave")

    kari.press(f"La deloppgaven {DRAFT} begynne nå")
    kari.until_gone("button", f"La deloppgaven {DRAFT} begynne nå")
    look("begun", kari)


def _give_to_ola(kari: Window, label: str) -> None:
    dialog = kari.one("dialog", "Vanlige deloppgaver")
    kari.fill(label, "ola", dialog)
    kari.choose("option", "Ola Hansen (ola@uni.example)")
