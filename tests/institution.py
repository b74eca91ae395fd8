"""The institution that the tests work in: its places, its people, one case with attachments."""

from __future__ import annotations

from datetime import UTC, date, datetime

from store import tables
from store.database import Database
from store.files import Files

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = MONDAY.date()
CASE = "2026-101"
CASE_TITLE = "Innpassing av eksterne emner – Bachelor i historie"
DEADLINE = date(2026, 12, 18)

PLACES = {
    "184.12": ("Det humanistiske fakultet", "/1/"),
    "184.12.1": ("Institutt for historie", "/1/2/"),
    "185": ("Det juridiske fakultet", "/3/"),
}
PEOPLE = {
    "kari": ("Kari Nordmann", "kari@uni.example", (("184.12.1", "saksbehandler"),)),
    "ola": ("Ola Hansen", "ola@uni.example", (("184.12.1", "fagperson"),)),
    "ola2": ("Ola Hansen", "ola.hansen2@uni.example", (("184.12.1", "fagperson"),)),
    "aisha": ("Aisha Rahman", "aisha@uni.example", (("184.12.1", "fagperson"), ("184.12.1", "saksbehandler"))),
    "ingrid": ("Ingrid Berg", "ingrid@uni.example", (("184.12", "fordeler"),)),
    "stranger": ("Per Strand", "per@uni.example", (("185", "saksbehandler"),)),
}
ATTACHMENTS = {"vitnemal.pdf": "Vitnemål", "emner.xlsx": "Emneliste", "hemmelig.pdf": "Legeerklæring"}


def furnish(database: Database, files: Files) -> None:
    """Fill an empty database with the institution; its rows are numbered in the order given here."""
    ids = {code: number for number, code in enumerate(PLACES, start=1)}
    people = {key: number for number, key in enumerate(PEOPLE, start=1)}
    with database.begin() as connection:
        places = [
            {"code": code, "name": name, "path": path, "parent_id": 1 if path == "/1/2/" else None}
            for code, (name, path) in PLACES.items()
        ]
        connection.execute(tables.places.insert(), places)
        rows = [
            {"name": name, "email": email, "slack_id": f"U0{key.upper()}"} for key, (name, email, _) in PEOPLE.items()
        ]
        connection.execute(tables.people.insert(), rows)
        roles = [
            {"person_id": people[key], "place_id": ids[place], "role": role}
            for key, (*_, has) in PEOPLE.items()
            for place, role in has
        ]
        connection.execute(tables.roles.insert(), roles)
        case = {
            "id": CASE,
            "title": CASE_TITLE,
            "place_id": ids["184.12.1"],
            "applicant_name": "Ada Søker",
            "applicant_email": "ada@student.example",
            "applied_on": date(2026, 11, 2),
            "owner_id": people["kari"],
            "deadline_on": DEADLINE,
            "text": "Jeg søker om innpassing av emner fra Universitetet i Uppsala.",
        }
        connection.execute(tables.cases.insert(), [case])
        attachments = []
        for name, title in ATTACHMENTS.items():
            sha256, size = files.keep([f"{title}: innhold".encode()])
            file = {"case_id": CASE, "title": title, "name": name, "media_type": "application/pdf"}
            attachments.append({**file, "size": size, "sha256": sha256, "added_at": MONDAY})
        connection.execute(tables.attachments.insert(), attachments)
