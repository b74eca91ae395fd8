"""The same account is the same person, whatever her address; what cannot be told apart is one named fault."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from store.tables import cases, people
from tests.cases.importing.importer import INSTITUTION, Importer

CASES = INSTITUTION[INSTITUTION.index("cases:") :].split("    attachments:", maxsplit=1)[0]
ROLES = 'roles: [{place: "184.12.1", role: saksbehandler}]'


def everybody(importer: Importer) -> list[tuple[object, ...]]:
    found = importer.rows(sa.select(people.c.id, people.c.email, people.c.name, people.c.slack_id).order_by("id"))
    return [tuple(row) for row in found]


def owner(importer: Importer) -> str:
    found = sa.select(people.c.email).join(cases, cases.c.owner_id == people.c.id)
    return str(importer.one(found).email)


def test_a_new_address_and_surname_of_the_same_account_are_a_change_of_one_person(importer: Importer) -> None:
    importer.institution()

    report = importer.take(
        "people: [{email: kari.berg@uni.example, name: Kari Berg, slack_id: U0KARI}]\n"
        + CASES.replace("kari@uni.example", "kari.berg@uni.example")
    )

    assert (report.new_people, report.changed_people, report.changed_cases) == (0, 1, 0)
    kari = next(one for one in everybody(importer) if one[3] == "U0KARI")
    assert kari[1:3] == ("kari.berg@uni.example", "Kari Berg")
    assert owner(importer) == "kari.berg@uni.example"


def test_a_new_address_does_not_undo_what_people_have_decided_since(importer: Importer) -> None:
    importer.institution()
    ola = next(int(str(one[0])) for one in everybody(importer) if one[3] == "U0OLA")
    with importer.context.database.begin() as connection:
        connection.execute(cases.update().values(owner_id=ola))

    for _ in range(2):
        importer.take(
            "people: [{email: kari.berg@uni.example, name: Kari Berg, slack_id: U0KARI}]\n"
            + CASES.replace("kari@uni.example", "kari.berg@uni.example")
        )

    assert owner(importer) == "ola@uni.example"


def test_whoever_has_no_account_is_known_by_the_address_that_she_had(importer: Importer) -> None:
    importer.take("people: [{email: a@b.no, name: A Gammel}]")
    file = "people: [{email: ny@b.no, name: A Ny, was: A@b.no}]"

    importer.take(file)
    importer.take(file)

    assert [one[1:3] for one in everybody(importer)] == [("ny@b.no", "A Ny")]


@pytest.mark.parametrize("says", ["slack_id: U0KARI", "was: kari@uni.example"])
def test_a_second_entry_that_never_had_an_account_is_taken_in_by_the_person_with_its_cases(
    importer: Importer, says: str
) -> None:
    importer.institution()
    importer.take(
        f"people: [{{email: kari.berg@uni.example, name: Kari Berg, {ROLES}}}]\n"
        + CASES.replace("kari@uni.example", "kari.berg@uni.example")
    )
    assert len(everybody(importer)) == 3

    importer.take(f"people: [{{email: kari.berg@uni.example, name: Kari Berg, {says}}}]")

    assert [one[1] for one in everybody(importer) if one[3] == "U0KARI"] == ["kari.berg@uni.example"]
    assert len(everybody(importer)) == 2
    assert owner(importer) == "kari.berg@uni.example"


def test_somebody_new_can_get_the_address_that_another_one_had(importer: Importer) -> None:
    importer.institution()

    importer.take(
        "people: [{email: kari@uni.example, name: Kari den nye, slack_id: U0NY},"
        " {email: kari.berg@uni.example, name: Kari Berg, slack_id: U0KARI}]"
    )

    assert {one[1]: one[3] for one in everybody(importer)} == {
        "kari@uni.example": "U0NY",
        "kari.berg@uni.example": "U0KARI",
        "ola@uni.example": "U0OLA",
    }
    assert owner(importer) == "kari.berg@uni.example"


def test_two_people_can_change_addresses(importer: Importer) -> None:
    importer.take("people: [{email: a@b.no, name: A}, {email: b@b.no, name: B}, {email: c@b.no, name: C}]")

    importer.take("people: [{email: b@b.no, name: A, was: a@b.no}, {email: d@b.no, name: B, was: b@b.no}]")

    assert {one[1]: one[2] for one in everybody(importer)} == {"b@b.no": "A", "d@b.no": "B", "c@b.no": "C"}


ONE_ACCOUNT = [
    ("{email: ny@b.no, name: K, slack_id: U0A}", "{email: a@b.no, name: K}"),
    ("{email: a@b.no, name: K}", "{email: ny@b.no, name: K, slack_id: U0A}"),
    ("{email: ny@b.no, name: K, was: a@b.no}", "{email: nyere@b.no, name: K, was: a@b.no}"),
    ("{email: ny@b.no, name: K, slack_id: U0A}", "{email: nyere@b.no, name: K, was: a@b.no}"),
    ("{email: a@b.no, name: K, slack_id: U0A}", "{email: nyere@b.no, name: K, slack_id: U0A}"),
]


@pytest.mark.parametrize(("one", "other"), ONE_ACCOUNT)
def test_two_entries_that_would_be_one_account_are_one_fault_with_both_lines(
    importer: Importer, one: str, other: str
) -> None:
    importer.take("people: [{email: a@b.no, name: A, slack_id: U0A}]")

    line, words = importer.only_fault(f"people:\n  - {one}\n  - {other}\n")

    assert {line, int(words.rsplit(" ", 1)[1].strip("."))} == {2, 3}
    assert "ville blitt samme person" in words


def test_two_who_both_have_an_account_cannot_become_one(importer: Importer) -> None:
    importer.take("people: [{email: a@b.no, name: A, slack_id: U0A}, {email: b@b.no, name: B, slack_id: U0B}]")

    line, words = importer.only_fault("people:\n  - {email: b@b.no, name: B, was: a@b.no}\n")

    assert (line, words) == (2, "b@b.no og a@b.no er to personer her, og kan ikke bli én.")


def test_an_address_that_nobody_had_is_a_fault(importer: Importer) -> None:
    line, words = importer.only_fault("people:\n  - {email: b@b.no, name: B, was: x@b.no}\n")

    assert (line, words) == (2, "Ingen person har e-postadressen «x@b.no».")


def test_a_case_may_name_its_owner_by_an_address_that_she_had(importer: Importer) -> None:
    importer.institution()

    importer.take("people: [{email: kari.berg@uni.example, name: Kari Berg, slack_id: U0KARI}]")
    report = importer.take(CASES.replace("Bachelor", "Master"))

    assert report.changed_cases == 1
    assert owner(importer) == "kari.berg@uni.example"
