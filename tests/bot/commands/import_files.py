"""A small file to import, and what came of it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.settings import Settings
from store.database import Database
from store.tables import people


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "inn.yaml"
    path.write_text(text, "utf-8")
    return path


def slack_ids(settings: Settings) -> dict[str, str | None]:
    database = Database(settings.database_url)
    with database.read() as connection:
        found = {row.email: row.slack_id for row in connection.execute(sa.select(people))}
    database.dispose()
    return found


ONE_CASE = """\
places: [{code: "1", name: Stedet}]
people:
  - {email: kari@uni.example, name: Kari Nordmann, slack_id: U0KARI, roles: [{place: "1", role: saksbehandler}]}
  - {email: ola@uni.example, name: Ola Hansen, roles: [{place: "1", role: saksbehandler}]}
cases:
  - {id: a, owner: ola@uni.example, title: T, place: "1", applicant: {name: A, email: a@b.no}, applied_on: 2026-11-02}
  - {id: b, owner: kari@uni.example, title: T, place: "1", applicant: {name: A, email: a@b.no}, applied_on: 2026-11-02}
"""
