"""What a file says is taken in whole, once; the same file changes nothing, a changed one updates."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from cases.importing import FaultyFilesError, Report, take_in
from store import tables
from store.tables import attachments, cases, history, outbox, people, places, roles
from tests.cases.importing.importer import INSTITUTION, MONDAY, Importer

LATER = MONDAY + timedelta(days=1)


def test_everything_in_the_file_is_taken_in(importer: Importer) -> None:
    report = importer.institution()

    assert report == Report(new_places=2, new_people=2, new_cases=1, new_attachments=1)
    case = importer.one(sa.select(cases, people.c.name.label("owner")).join(people, people.c.id == cases.c.owner_id))
    assert (case.id, case.owner, case.status) == ("2026-101", "Kari Nordmann", "new")
    assert (case.applied_on, case.deadline_on) == (date(2026, 11, 2), date(2026, 12, 18))
    assert (case.applicant_name, case.text) == ("Ada Søker", "Jeg søker om innpassing.")
    file = importer.one(sa.select(attachments))
    assert (file.name, file.title, file.media_type, file.size) == ("vitnemal.pdf", "Vitnemål", "application/pdf", 14)
    assert importer.context.files.lend(file.sha256).path.read_bytes() == b"%PDF vitnemaal"


def test_places_know_their_way_from_the_root(importer: Importer) -> None:
    importer.institution()

    top, below = importer.rows(sa.select(places).order_by(places.c.code))
    assert top.path == f"/{top.id}/"
    assert below.path == f"/{top.id}/{below.id}/"
    assert below.parent_id == top.id


def test_an_import_leaves_one_line_in_the_history_of_each_case(importer: Importer) -> None:
    importer.institution()

    line = importer.one(sa.select(history))
    assert (line.case_id, line.act, line.actor_id) == ("2026-101", "case.imported", None)
    assert line.details["said"] == {"owner": "kari@uni.example", "deadline": "2026-12-18"}


def test_the_owner_is_shown_the_new_case(importer: Importer) -> None:
    importer.institution()

    kari = importer.one(sa.select(people.c.id).where(people.c.name == "Kari Nordmann")).id
    shown = sa.select(outbox).where(outbox.c.kind != "open")
    assert [(row.kind, row.person_id) for row in importer.rows(shown)] == [("home", kari)]


def test_conversations_are_opened_once_ahead_of_need_with_those_who_have_work_here_and_an_account(
    importer: Importer,
) -> None:
    importer.institution()
    importer.take("people: [{email: ny@uni.example, name: Ny Nilsen}]")
    importer.take('people: [{email: ola@uni.example, name: "Ola H. Hansen"}]')

    opened = sa.select(people.c.email).join(outbox, outbox.c.person_id == people.c.id).where(outbox.c.kind == "open")
    works_here = sa.select(people.c.email).where(people.c.slack_id.is_not(None))
    assert sorted(importer.rows(opened)) == sorted(importer.rows(works_here))


def test_the_same_file_again_changes_nothing(importer: Importer) -> None:
    importer.institution()
    before = everything(importer)

    again = take_in(importer.context, [importer.folder / "inn0.yaml"], now=LATER)

    assert again == Report()
    assert everything(importer) == before


def test_one_whole_in_several_files_may_point_from_one_to_the_other(importer: Importer) -> None:
    importer.write(b"%PDF", "vitnemal.pdf")
    whole = yaml.safe_load(INSTITUTION)

    report = importer.take(*(yaml.safe_dump({part: whole[part]}) for part in ("cases", "people", "places")))

    assert report == Report(new_places=2, new_people=2, new_cases=1, new_attachments=1)


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("name", ["inn.json", "inn.yaml"])
def test_json_is_read_too(importer: Importer, indent: str | int | None, name: str) -> None:
    importer.write(b"%PDF", "vitnemal.pdf")
    whole = yaml.safe_load(INSTITUTION)
    whole["cases"][0]["text"] = 'Emoji 🙂, "sitat", \\u00e5 og\ttabulator\nny linje'

    report = take_in(
        importer.context, [importer.write(json.dumps(whole, indent=indent, default=str), name)], now=MONDAY
    )

    assert report.new_cases == 1
    assert importer.one(sa.select(cases.c.text)).text == whole["cases"][0]["text"]


def test_a_code_written_as_a_number_keeps_its_last_zero(importer: Importer) -> None:
    importer.take("places:\n  - {code: 184.10, name: Instituttet}\n")

    assert importer.one(sa.select(places.c.code)).code == "184.10"


def test_a_moved_place_takes_the_places_below_it_along(importer: Importer) -> None:
    importer.take(
        "places: [{code: a, name: A}, {code: b, name: B}, {code: c, name: C, under: b}, {code: d, name: D, under: c}]"
    )

    report = importer.take("places: [{code: b, name: B, under: a}]")

    rows = {row.code: row for row in importer.rows(sa.select(places))}
    way = [rows[code].id for code in "abcd"]
    assert rows["d"].path == "/" + "".join(f"{number}/" for number in way)
    assert (rows["c"].path, report) == (rows["d"].path.removesuffix(f"{way[-1]}/"), Report(changed_places=1))


def test_a_place_that_only_gets_another_name_stays_where_it_is(importer: Importer) -> None:
    importer.institution()

    importer.take('places: [{code: "184.12.1", name: Institutt for arkeologi}]')

    row = importer.one(sa.select(places).where(places.c.code == "184.12.1"))
    assert (row.name, row.parent_id is not None) == ("Institutt for arkeologi", True)


def test_a_place_with_an_empty_under_becomes_a_root(importer: Importer) -> None:
    importer.institution()

    importer.take('places: [{code: "184.12.1", name: Institutt for historie, under: null}]')

    row = importer.one(sa.select(places).where(places.c.code == "184.12.1"))
    assert (row.path, row.parent_id) == (f"/{row.id}/", None)


def test_the_list_of_roles_replaces_what_the_person_had(importer: Importer) -> None:
    importer.institution()

    importer.take(
        "people: [{email: ola@uni.example, name: Ola Hansen, roles: "
        '[{place: "184.12", role: fordeler}, {place: "184.12", role: fordeler}]}]'
    )

    found = sa.select(places.c.code, roles.c.role).join(places).join(people).where(people.c.name == "Ola Hansen")
    assert importer.rows(found) == [("184.12", "fordeler")]


def test_what_a_person_s_entry_leaves_out_stays_as_it_was(importer: Importer) -> None:
    importer.institution()

    importer.take("people: [{email: OLA@uni.example, name: Ola Nordmann}]")

    ola = importer.one(sa.select(people).where(people.c.email == "ola@uni.example"))
    assert (ola.name, ola.slack_id, ola.active) == ("Ola Nordmann", "U0OLA", True)
    assert importer.count(roles) == 2


def test_two_people_can_change_places_in_slack(importer: Importer) -> None:
    importer.institution()

    importer.take(
        "people: [{email: ola@uni.example, name: Ola Hansen, slack_id: U0KARI},"
        " {email: kari@uni.example, name: Kari Nordmann, slack_id: U0OLA}]"
    )

    found = importer.rows(sa.select(people.c.name, people.c.slack_id).order_by(people.c.name))
    assert found == [("Kari Nordmann", "U0OLA"), ("Ola Hansen", "U0KARI")]


def test_a_changed_case_leaves_a_line_that_says_from_what_to_what(importer: Importer) -> None:
    importer.institution()

    report = importer.take(INSTITUTION.replace("Bachelor i historie", "Master i historie").replace("12-18", "12-20"))

    line = importer.rows(sa.select(history).order_by(history.c.id))[-1]
    assert report == Report(changed_cases=1)
    assert (line.act, line.details["changes"]) == (
        "case.changed",
        {
            "title": [
                "Innpassing av eksterne emner – Bachelor i historie",
                "Innpassing av eksterne emner – Master i historie",
            ],
            "deadline": ["2026-12-18", "2026-12-20"],
        },
    )


def test_the_type_of_a_case_comes_changes_and_stays_where_a_file_leaves_it_out(importer: Importer) -> None:
    importer.institution()

    def type_after(type_line: str) -> Any:
        importer.take(INSTITUTION.replace('    text: "Jeg', f'{type_line}    text: "Jeg'))
        return importer.one(sa.select(cases.c.type)).type

    assert type_after("") is None
    assert type_after("    type: innpassing\n") == "innpassing"
    assert type_after("") == "innpassing"
    assert type_after('    type: "klage på  vedtak"\n') == "klage på vedtak"
    last = importer.rows(sa.select(history.c.details).order_by(history.c.id))[-1].details
    assert last["changes"] == {"type": ["innpassing", "klage på vedtak"]}


def test_what_a_distributor_has_changed_since_is_not_undone_by_the_same_words(importer: Importer) -> None:
    importer.institution()
    importer.take('people: [{email: per@uni.example, name: Per, roles: [{place: "184.12", role: saksbehandler}]}]')
    with importer.context.database.begin() as connection:  # what redistribution will do
        per = sa.select(people.c.id).where(people.c.name == "Per").scalar_subquery()
        connection.execute(cases.update().values(owner_id=per, deadline_on=date(2027, 1, 15)))

    assert importer.take(INSTITUTION) == Report()
    importer.take(INSTITUTION.replace("2026-12-18", "2026-12-20"))

    case = importer.one(sa.select(cases.c.deadline_on, people.c.name).join(people, people.c.id == cases.c.owner_id))
    assert case == (date(2026, 12, 20), "Per")


def test_attachments_come_and_change_but_none_goes(importer: Importer) -> None:
    importer.institution()
    importer.write(b"%PDF nytt vitnemaal", "vitnemal.pdf")
    importer.write(b"bilde", "mappe/kursbevis.png")

    report = importer.take(
        INSTITUTION + "      - {file: mappe/kursbevis.png, title: Kursbevis}\n",
    )
    importer.take(INSTITUTION.split("    attachments")[0])

    files = {row.name: row for row in importer.rows(sa.select(attachments))}
    assert (report.new_attachments, report.changed_attachments) == (1, 1)
    assert files["kursbevis.png"].media_type == "image/png"
    assert importer.context.files.lend(files["vitnemal.pdf"].sha256).path.read_bytes() == b"%PDF nytt vitnemaal"
    line = importer.rows(sa.select(history).order_by(history.c.id))[-1]
    assert (line.details["added"], line.details["replaced"]) == (["kursbevis.png"], ["vitnemal.pdf"])


def test_an_owner_who_has_left_does_not_stop_the_file_that_named_her_before(importer: Importer) -> None:
    importer.institution()

    report = importer.take(INSTITUTION.replace("U0KARI\n", "U0KARI\n    active: false\n"))

    assert report == Report(changed_people=1)


def test_bytes_that_change_while_they_are_read_stop_the_import(importer: Importer, monkeypatch: Any) -> None:
    path = importer.write(b"foer", "vitnemal.pdf")
    keep = importer.context.files.keep
    monkeypatch.setattr(importer.context.files, "keep", lambda chunks: (path.write_bytes(b"etter"), keep(chunks))[1])

    with pytest.raises(FaultyFilesError) as caught:
        importer.take(INSTITUTION)

    assert "ble endret mens det ble lest" in caught.value.faults[0].words
    assert importer.count(cases) == 0


def everything(importer: Importer) -> dict[str, list[Any]]:
    return {table.name: importer.rows(sa.select(table)) for table in tables.metadata.sorted_tables}
