"""A distributor moves many at once, takes it back, and offers to a role, as all of them see it in their browsers."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from store import disqualifications, tables
from tests.browser.institution import Institution, WorldBeside
from tests.browser.window import Window
from tests.institution import MONDAY
from tests.stored import add_case

HOME, MESSAGES = ("tabpanel", "Home"), ("tabpanel", "Messages")
DIALOG = ("dialog", "Flytt flere")
CHECK = ("dialog", "Kontroller")


def furnish(beside: WorldBeside) -> None:
    """Let Ola have twelve subtasks: two on hold, and one in a case from which Aisha is disqualified."""
    world = beside.world
    beside.give_many([f"Vurder emne {number}" for number in range(1, 12)])
    add_case(world, "2026-202", "Klage på vedtak", owner_id=1)
    beside.give_many(["Vurder klagen"])
    with world.database.begin() as connection:
        change = tables.subtasks.update().where(tables.subtasks.c.title == sa.bindparam("which"))
        connection.execute(change.values(case_id="2026-202"), {"which": "Vurder klagen"})
        held = change.values(held_until_on=date(2026, 12, 7), held_because="Venter på karakterutskrift.")
        connection.execute(held, [{"which": "Vurder emne 4"}, {"which": "Vurder emne 8"}])
        aisha = sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0AISHA")
        disqualifications.declare(connection, "2026-202", connection.execute(aisha).scalar_one(), MONDAY)


def choose_list(window: Window, listed: str, whose: str = "") -> None:
    """Open the dialog from the menu and choose a list."""
    window.press_in_menu("Flytt flere")
    dialog = window.one(*DIALOG)
    window.tick(listed, dialog)
    if whose:
        window.fill("Hvem har dem nå?", whose[:5], dialog)
        window.choose("option", whose)
    window.press("Fortsett", dialog)


def test_nine_of_twelve_are_moved_and_taken_back(institution: Institution) -> None:
    """The windows are the distributor's and the receiver's."""
    beside, ingrid, aisha = institution.beside, institution.kari, institution.ola
    furnish(beside)
    institution.look(aisha, "aisha", "messages")
    institution.look(ingrid, "ingrid")
    choose_list(ingrid, "Deloppgavene til én person", "Ola Hansen")
    ingrid.see("Vurder emne 11", "På vent · ", within=DIALOG)
    dialog = ingrid.one(*DIALOG)
    ingrid.tick("Alle 12 i listen", dialog)
    ingrid.fill("Ny ansvarlig", "Aisha", dialog)
    ingrid.choose("option", "Aisha Rahman")
    ingrid.fill("Begrunnelse", "Ola er sykmeldt.", dialog)
    ingrid.press("Se hva som skjer", dialog)
    ingrid.see("9 flyttes, 2 er på vent, 1: Aisha Rahman er inhabil", "Vurder klagen", within=CHECK)
    ingrid.press("Flytt", ingrid.one(*CHECK))
    ingrid.see("Du har gitt 9 deloppgaver til Aisha Rahman.", "Du kan angre til", within=DIALOG)
    aisha.see("Du har fått 9 deloppgaver av Ingrid Berg.", "Vurder emne 1", within=MESSAGES)
    aisha.press("Åpne deloppgaven Vurder emne 11")
    aisha.see("Vurder emne 11", within=("dialog", "Deloppgave"))
    aisha.close_dialog("Deloppgave")
    aisha.see_on_card("Vurder emne 11", "Send tilbake")
    ingrid.press("Angre det du flyttet", ingrid.one(*DIALOG))
    ingrid.see("Du har angret flyttingen.", within=DIALOG)
    aisha.see("Ingrid Berg har angret flyttingen.", within=MESSAGES)
    ingrid.press("Lukk", ingrid.one(*DIALOG))
    ingrid.until_closed()


def test_of_two_who_are_offered_a_case_the_first_has_it(institution: Institution) -> None:
    """The windows are those of two case workers, after the distributor's."""
    beside, kari, aisha = institution.beside, institution.kari, institution.ola
    add_case(beside.world, "2026-203", "Godkjenning av forkunnskaper")
    add_case(beside.world, "2026-204", "Fritak for eksamen")
    institution.look(kari, "ingrid")
    choose_list(kari, "Saker til fordeling")
    kari.see("Fritak for eksamen", within=DIALOG)
    dialog = kari.one(*DIALOG)
    kari.tick("Alle 2 i listen", dialog)
    kari.fill("Eller tilby til alle ved stedet med rollen", "saks", dialog)
    kari.choose("option", "saksbehandler")
    kari.press("Se hva som skjer", dialog)
    kari.see("2 tilbys", within=CHECK)
    kari.press("Tilby", kari.one(*CHECK))
    kari.see("Du har tilbudt 2", within=DIALOG)
    beside.quiet()
    institution.look(kari, "kari", "messages")
    institution.look(aisha, "aisha", "messages")
    kari.see("Ingrid Berg tilbyr dette", "Sak 2026-203", within=MESSAGES)
    aisha.press("Ta oppgaven Fritak for eksamen")
    kari.see("Aisha Rahman tok oppgaven.", within=MESSAGES)
    kari.go("Home")
    kari.press("Se oppgaver som kan tas")
    kari.press("Ta oppgaven Godkjenning av forkunnskaper")
    kari.see("Ingenting kan tas nå.", within=("dialog", "Kan tas"))
