"""The institution that the tests work in: its places, its people, one case with attachments."""

from __future__ import annotations

from datetime import UTC, date, datetime

from store import tables
from store.columns import inserted_number
from store.database import Database
from store.files import FileStore

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = MONDAY.date()
CASE = "2026-101"
CASE_TITLE = "Innpassing av eksterne emner – Bachelor i historie"
DEADLINE = date(2026, 12, 18)

PEOPLE = {
    "kari": ("Kari Nordmann", "kari@uni.example", (("184.12.1", "saksbehandler"),)),
    "ola": ("Ola Hansen", "ola@uni.example", (("184.12.1", "fagperson"),)),
    "ola2": ("Ola Hansen", "ola.hansen2@uni.example", (("184.12.1", "fagperson"),)),
    "aisha": ("Aisha Rahman", "aisha@uni.example", (("184.12.1", "fagperson"), ("184.12.1", "saksbehandler"))),
    "ingrid": ("Ingrid Berg", "ingrid@uni.example", (("184.12", "fordeler"),)),
    "stranger": ("Per Strand", "per@uni.example", (("185", "saksbehandler"),)),
}
ATTACHMENTS = {"vitnemal.pdf": "Vitnemål", "emner.xlsx": "Emneliste", "hemmelig.pdf": "Legeerklæring"}


def furnish(database: Database, files: FileStore) -> None:
    """Fill a database with the institution."""
    with database.begin() as connection:
        ids = {}
        for code, name, path in (
            ("184.12", "Det humanistiske fakultet", "/1/"),
            ("184.12.1", "Institutt for historie", "/1/2/"),
            ("185", "Det juridiske fakultet", "/3/"),
        ):
            row = {"code": code, "name": name, "path": path, "parent_id": 1 if path == "/1/2/" else None}
            ids[code] = inserted_number(connection.execute(tables.places.insert().values(row)))
        people = {}
        for key, (name, email, roles) in PEOPLE.items():
            row = {"name": name, "email": email, "slack_id": f"U0{key.upper()}"}
            people[key] = inserted_number(connection.execute(tables.people.insert().values(row)))
            for place, role in roles:
                values = {"person_id": people[key], "place_id": ids[place], "role": role}
                connection.execute(tables.roles.insert().values(values))
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
        connection.execute(tables.cases.insert().values(case))
        for name, title in ATTACHMENTS.items():
            sha256, size = files.keep([f"{title}: innhold".encode()])
            file = {"case_id": CASE, "title": title, "name": name, "media_type": "application/pdf"}
            kept = {"size": size, "sha256": sha256, "added_at": MONDAY}
            connection.execute(tables.attachments.insert().values({**file, **kept}))
