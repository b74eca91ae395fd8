"""What is wrong with a file is told with its line, all of it at once, and nothing is written."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cases.importing import FaultyFilesError, take_in
from store import tables
from tests.cases.importing.importer import INSTITUTION, MONDAY, Importer

TEN_FAULTS = """\
places:
  - {code: "1", name: Universitetet, under: "2"}
  - {code: "2", name: Fakultetet, under: "1"}
  - {code: "1", name: Igjen}
people:
  - email: kari.uni.example
    name: Kari Nordmann
    roles:
      - {place: "9", role: sjef}
  - {email: ola@uni.example, name: Ola Hansen, activ: false}
cases:
  - id: "2026-101"
    place: "1"
    applicant: {name: Ada Søker, email: ada@student.example}
    applied_on: 2.11.2026
    owner: ola@uni.example
    attachments:
      - {file: borte.pdf, title: Borte}
      - {file: ../hemmelig.pdf, title: Utenfor}
"""


def test_a_file_with_many_faults_is_refused_with_all_of_them(importer: Importer) -> None:
    found = importer.faults(TEN_FAULTS)

    assert [(fault.line, fault.words.format_map(dict(fault.values))) for fault in found] == [
        (2, "Stedet ligger under seg selv: 1 → 2 → 1."),
        (4, "«1» står to ganger. Den står også i inn0.yaml på linje 2."),
        (6, "«kari.uni.example» er ikke en e-postadresse."),
        (9, "Ukjent rolle «sjef». Rollene er saksbehandler, fagperson og fordeler."),
        (9, "Stedet «9» finnes ikke."),
        (10, "Ukjent nøkkel «activ». Her kan det stå: email, name, was, slack_id, active, roles."),
        (12, "«title» mangler."),
        (15, "«applied_on» er ikke en dato: «2.11.2026». Skriv år-måned-dag, for eksempel 2026-12-18."),
        (16, "ola@uni.example er verken saksbehandler eller fordeler og kan ikke eie saker."),
        (18, "Vedlegget «borte.pdf» finnes ikke."),
        (19, "«../hemmelig.pdf» ligger utenfor mappen til importfilen. Vedlegg må ligge i den eller i en mappe i den."),
    ]
    assert all(fault.file.name == "inn0.yaml" for fault in found)


def test_a_refused_file_leaves_nothing_behind(importer: Importer) -> None:
    importer.write(b"%PDF", "vitnemal.pdf")

    importer.faults(INSTITUTION + "  - {id: x}\n")

    assert [table.name for table in tables.metadata.sorted_tables if importer.count(table)] == []
    assert not (importer.folder.parent / "kept").exists()


PERSON = "people:\n  - {email: kari@uni.example, name: Kari}\n"
PLACE = 'places:\n  - {code: "1", name: Stedet}\n'
CASE = 'cases:\n  - {id: "a", title: T, place: "1", applicant: {name: A, email: a@b.no}, applied_on: 2026-11-02'

NO_ADDRESSES = [
    "a@b",
    "kari@blåbær..no",
    "kari@-blåbær-.no",
    f"kari@{'u' * 64}.no",
    f"kari@{'ø' * 60}.no",
    f"{'k' * 65}@uni.no",
    f"{'ø' * 33}@uni.no",
    "kari n@uni.no",
    "kari@uni .no",
]
UNSEEN = ["kari\\u00a0n@uni.no", "kari\\u2800@uni.no"]

SINGLE_FAULTS = [
    ("", 0, "Filen er tom."),
    ("- a\n", 1, "Her må det stå nøkler med verdier: places, people, cases."),
    ("bare tekst", 1, "Her må det stå nøkler med verdier: places, people, cases."),
    ("people:\n  - x: [1\ny", 3, "ikke gyldig YAML"),
    ("people:\n\t- x\n", 2, "tabulator"),
    ("a: 1\n---\nb: 2\n", 2, "mer enn ett dokument"),
    ("steder: []\n", 1, "Ukjent nøkkel «steder»"),
    ("people: kari\n", 1, "«people» må være en liste"),
    ("people:\n  - kari\n", 2, "Her må det stå nøkler med verdier"),
    ("people: []\npeople: []\n", 2, "«people» står to ganger. Den står også på linje 1."),
    ("people:\n  - name: Kari\n", 2, "«email» mangler."),
    ("people:\n  - email: a@b.no\n    name: ''\n", 3, "«name» er tom."),
    ("people:\n  - email: a@b.no\n    name: [Kari]\n", 3, "«name» må være en tekst."),
    ("people:\n  - email: a@b.no\n    name: !!binary aGVp\n", 3, "«name» må være en tekst."),
    ('people:\n  - email: a@b.no\n    name: "Kari\\nN"\n', 3, "«name» må stå på én linje."),
    (f"people:\n  - email: a@b.no\n    name: {'k' * 151}\n", 3, "«name» er for lang: 151 tegn. Det er plass til 150."),
    ("people:\n  - {email: a@b.no, name: K, active: kanskje}\n", 2, "«active» må være true eller false."),
    ("people:\n  - {email: a@b.no, name: K, slack_id: kari}\n", 2, "«kari» er ikke en medlems-ID i Slack."),
    *(
        (f'people:\n  - {{email: "{written}", name: K}}\n', 2, f"«{written}» er ikke en e-postadresse.")
        for written in (*NO_ADDRESSES, *UNSEEN)
    ),
    (f"people:\n  - {{email: kari@{'u' * 300}.no, name: K}}\n", 2, "«email» er for lang: 308 tegn."),
    (PERSON + "  - {email: KARI@uni.example, name: K}\n", 3, "«kari@uni.example» står to ganger."),
    (
        "people:\n  - {email: a@b.no, name: K, slack_id: U0K}\n  - {email: b@b.no, name: K, slack_id: U0K}\n",
        3,
        "b@b.no og a@b.no ville blitt samme person. Den andre står i inn0.yaml på linje 2.",
    ),
    ('places:\n  - {code: "1", name: S, under: "2"}\n', 2, "Stedet «2» finnes ikke."),
    ('places:\n  - {code: "1", name: S, under: "1"}\n', 2, "Stedet ligger under seg selv: 1 → 1."),
    (CASE + "}\n", 2, "Stedet «1» finnes ikke."),
    (PLACE + CASE + "}\n" + CASE[7:] + "}\n", 5, "«a» står to ganger."),
    (PLACE + CASE + ", owner: x@b.no}\n", 4, "Ingen person har e-postadressen «x@b.no»."),
    (PLACE + CASE + ", deadline: 2026-02-30}\n", 4, "«deadline» er ikke en dato: «2026-02-30»."),
    (PLACE + CASE + ", deadline: 0026-12-01}\n", 4, "«deadline» må være i årene 2000 til 2099, og ikke 0026-12-01"),
    (PLACE + CASE + ", deadline: 2026-11-01}\n", 4, "Fristen 2026-11-01 er før søknaden kom, 2026-11-02."),
    (PLACE + CASE + ", attachments: [{file: mappe, title: M}]}\n", 4, "Vedlegget «mappe» finnes ikke."),
    (PLACE + CASE + ", attachments: [{file: tom.pdf, title: M}]}\n", 4, "Vedlegget «tom.pdf» er tomt."),
    (PLACE + CASE + ", attachments: [{file: /x.pdf, title: M}]}\n", 4, "ligger utenfor mappen"),
    (PLACE + CASE + ", attachments: [{file: lenke.pdf, title: M}]}\n", 4, "ligger utenfor mappen"),
    (
        PLACE + CASE + ", attachments: [{file: en.pdf, title: M}, {file: mappe/en.pdf, title: N}]}\n",
        4,
        "to vedlegg med filnavnet «en.pdf»",
    ),
    (PLACE + CASE.replace('"a"', '"a b"') + "}\n", 4, "Saksnummeret «a b» kan ikke ha mellomrom."),
    (PLACE + CASE.replace("name: A, ", "") + "}\n", 4, "«name» mangler."),
]


@pytest.mark.parametrize(("text", "line", "words"), SINGLE_FAULTS)
def test_one_fault_is_told_where_it_is(importer: Importer, text: str, line: int, words: str) -> None:
    importer.write(b"", "tom.pdf")
    importer.write(b"1", "en.pdf")
    importer.write(b"2", "mappe/en.pdf")
    importer.write(b"3", "../utenfor.pdf")
    (importer.folder / "lenke.pdf").symlink_to(importer.folder / "../utenfor.pdf")

    told_line, told = importer.only_fault(text)

    assert told_line == line
    assert words in told


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"places: []\npeople: \xe5\n", 2, "ikke lagret som UTF-8"),
        (b"places: []\npeople: \x07\n", 2, "et tegn som ikke er tekst"),
        (b"{" * 100_000, 1, "gyldig"),
        (b'{"a":' * 100_000, 0, "for mange niv"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(importer: Importer, content: bytes, line: int, words: str) -> None:
    path = importer.write(content, "inn.json")

    with pytest.raises(FaultyFilesError) as caught:
        take_in(importer.context, [path], now=MONDAY)

    (fault,) = caught.value.faults
    assert words in fault.words
    assert fault.line in (0, line)


def test_a_missing_file_is_a_fault_beside_those_of_the_others(importer: Importer) -> None:
    there = importer.write("steder: []\n")

    with pytest.raises(FaultyFilesError) as caught:
        take_in(importer.context, [importer.folder / "borte.yaml", there], now=MONDAY)

    assert {(fault.file.name, fault.line) for fault in caught.value.faults} == {("borte.yaml", 0), ("inn.yaml", 1)}


def test_a_slack_id_of_somebody_outside_the_file_is_a_fault(importer: Importer) -> None:
    importer.take("people: [{email: a@b.no, name: A, slack_id: U0A}, {email: b@b.no, name: B, slack_id: U0B}]")

    line, words = importer.only_fault("people:\n  - {email: b@b.no, name: B, slack_id: U0A}\n")

    assert (line, words) == (2, "Medlems-ID-en «U0A» tilhører allerede a@b.no.")


def test_a_circle_through_places_that_are_known_is_a_fault(importer: Importer) -> None:
    importer.take('places:\n  - {code: "1", name: A}\n  - {code: "2", name: B, under: "1"}\n')

    line, words = importer.only_fault('places:\n  - {code: "1", name: A, under: "2"}\n')

    assert (line, words) == (2, "Stedet ligger under seg selv: 1 → 2 → 1.")


def test_a_new_owner_must_be_active(importer: Importer) -> None:
    roles = 'roles: [{place: "1", role: fordeler}]'
    importer.take(PLACE + f"people:\n  - {{email: a@b.no, name: A, active: false, {roles}}}\n")

    line, words = importer.only_fault(CASE + ", owner: a@b.no}\n")

    assert (line, words) == (2, "a@b.no er ikke aktiv og kan ikke eie saker.")


def test_addresses_with_letters_of_any_language_are_taken_as_they_are_written(importer: Importer) -> None:
    right = ["æøå@uni.no", "kari@blåbær.no", "kari@xn--blbr-roah.no", f"{'k' * 64}@uni.no", "o'neil+a@under_strek.no"]
    importer.take("people:\n" + "".join(f'  - {{email: "{one}", name: K}}\n' for one in right))

    assert {row.email for row in importer.rows(sa.select(tables.people.c.email))} == set(right)
