"""The administrator's file of ready-made sets: what it says, and what is told, with its line, of a slip in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.sample import TEMPLATES
from bot.settings import Settings, SettingsError
from bot.types_of_cases import read_templates
from domain.retention import Rule, Then
from domain.templates import TemplateLine, proposed_days
from domain.values import Attachment, Role
from domain.working_days import WorkingDays

SET = """\
sets:
  - type: innpassing
    name: Vanlig
    subtasks:
      - {title: Vedtak, text: Skriv., role: saksbehandler, working_days_before: 3, after: faglig}
      - {key: faglig, title: Vurder, text: Se., role: fagperson, working_days_before: 8, attachments: [emne, pdf]}
"""


def written(folder: Path, text: str) -> str:
    file = folder / "sett.yml"
    file.write_text(text, "utf-8")
    return str(file)


def test_a_set_is_for_its_type_and_a_line_comes_after_the_one_that_it_waits_for(tmp_path: Path) -> None:
    templates = read_templates(written(tmp_path, SET)).templates

    (one,) = templates.of("Innpassing")
    assert (one.name, [line.title for line in one.lines]) == ("Vanlig", ["Vurder", "Vedtak"])
    assert [line.after for line in one.lines] == [None, 0]
    assert one.lines[0].role is Role.EXPERT
    assert templates.of("klage") == templates.of(None) == ()


def test_no_file_is_no_set_and_the_demos_is_right() -> None:
    assert read_templates("").templates.count == 0
    assert [len(one.lines) for one in read_templates(str(TEMPLATES)).templates.of("innpassing")] == [3, 1]


@pytest.mark.parametrize(
    ("title", "name", "is_proposed"),
    [("Emneliste", "a.xlsx", True), ("Attest", "ATTEST.PDF", True), ("Brev", "brev.docx", False)],
)
def test_an_attachment_is_proposed_by_a_word_of_its_title_or_file_name(
    title: str, name: str, is_proposed: bool
) -> None:
    line = TemplateLine("T", "t", Role.EXPERT, 1, ("emne", "pdf"))
    assert line.proposes(Attachment(1, title, name, "a/b", 1)) is is_proposed


SLIPS = [
    ("title: Vurder", "titel: Vurder", 6, "Ukjent nøkkel «titel»"),
    ("title: Vurder", "title: ''", 6, "«title» er tom"),
    ("title: Vurder", "title: " + "v" * 151, 6, "«title» er for lang: 151 tegn"),
    ("text: Se.", "text: Se 01017012345 13097248022.", 6, "ligner et fødselsnummer"),
    ("role: fagperson", "role: sjef", 6, "Ukjent rolle «sjef»"),
    ("before: 8", "before: snart", 6, "må være et helt tall"),
    ("before: 8", "before: 251", 6, "må være et helt tall fra 0 til 250"),
    ("after: faglig", "after: ukjent", 5, "Ingen deloppgave i settet heter «ukjent»"),
    ("after: faglig", "after: Vedtak", 5, "kan ikke vente på seg selv"),
    ("{key: faglig,", "{key: faglig, after: Vedtak,", 5, "i ring"),
    ("[emne, pdf]", "emne", 6, "må være en liste"),
    ("{key: faglig,", "{key: Vedtak,", 6, "«vedtak» står to ganger"),
    ("    name: Vanlig\n", "", 2, "«name» mangler"),
    ("sets:", "set:", 1, "Ukjent nøkkel «set»"),
    ("[emne, pdf]", "[emne, pdf", 6, "ikke gyldig YAML"),
    ("[emne, pdf]", "[], answer_form: [{key: a, label: A, kind: valg}]", 6, "Svarskjemaet er ikke riktig"),
]


@pytest.mark.parametrize(("before", "after", "line", "said"), SLIPS, ids=[said for *_, said in SLIPS])
def test_a_slip_is_told_with_its_line_in_one_sentence(
    before: str, after: str, line: int, said: str, tmp_path: Path
) -> None:
    assert before in SET
    faults = _faults(tmp_path, SET.replace(before, after, 1))
    assert any(f"sett.yml:{line}: " in fault and said in fault for fault in faults), faults
    assert all(fault.startswith("TEMPLATES: ") for fault in faults)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(_faults(tmp_path, SET.replace("role: ", "role: x"))) == 2


RULES = """\
retention:
  - {type: Innpassing, years: 5, provision: arkivforskriften § 3, then: delete}
  - {type: klage, months: 18, provision: intern plan, then: without_attachments}
"""
SLIPS_IN_RULES = [
    ("years: 5", "years: 5, months: 2", 2, "Skriv enten «years» eller «months»"),
    ("years: 5, ", "", 2, "Skriv enten «years» eller «months»"),
    ("years: 5", "years: fem", 2, "«years» må være et helt tall fra 0 til 100"),
    ("provision: arkivforskriften § 3, ", "", 2, "«provision» mangler"),
    ("then: delete", "then: burn", 2, "«then» må være delete eller without_attachments"),
    ("months: 18", "months: 18, place: x", 3, "Ukjent nøkkel «place»"),
    ("klage", "INNPASSING", 3, "Typen «innpassing» har to regler om bevaring"),
    ("retention:", "retention: 5\nsets:", 1, "«retention» må være en liste"),
]


@pytest.mark.parametrize(("before", "after", "line", "said"), SLIPS_IN_RULES, ids=[said for *_, said in SLIPS_IN_RULES])
def test_a_slip_in_a_rule_is_told_with_its_line(before: str, after: str, line: int, said: str, tmp_path: Path) -> None:
    assert before in RULES
    faults = _faults(tmp_path, RULES.replace(before, after, 1))
    assert any(f"sett.yml:{line}: " in fault and said in fault for fault in faults), faults


def test_rules_of_retention_stand_alone_or_beside_sets_and_are_for_their_type(tmp_path: Path) -> None:
    alone, beside = (read_templates(written(tmp_path, text)) for text in (RULES, SET + RULES))

    assert alone.retention == beside.retention
    assert (alone.templates.count, beside.templates.count) == (0, 1)
    assert alone.retention.of("INNPASSING") == Rule(60, "arkivforskriften § 3", Then.DELETE)
    assert alone.retention.of("klage") == Rule(18, "intern plan", Then.WITHOUT_ATTACHMENTS)
    assert alone.retention.of("annet") is alone.retention.of(None) is None


@pytest.mark.parametrize(
    ("months", "ended_on", "until_on"),
    [
        (12, date(2026, 11, 28), date(2027, 11, 28)),
        (1, date(2027, 1, 31), date(2027, 2, 28)),
        (12, date(2028, 2, 29), date(2029, 2, 28)),
        (1, date(2026, 12, 5), date(2027, 1, 5)),
        (0, date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_time_is_counted_in_months_of_the_calendar(months: int, ended_on: date, until_on: date) -> None:
    assert Rule(months, "§ 1", Then.DELETE).kept_until_on(ended_on) == until_on


def test_a_set_of_too_many_lines_or_a_second_one_of_its_name_is_a_fault(tmp_path: Path) -> None:
    line = "      - {title: T%d, text: t, role: fagperson, working_days_before: 1}\n"
    (many,) = _faults(tmp_path, SET.split("      - {", maxsplit=1)[0] + "".join(line % number for number in range(101)))
    assert "for mange deloppgaver: 101. Det er plass til 20." in many
    (twice,) = _faults(tmp_path, SET + SET.removeprefix("sets:\n"))
    assert "sett.yml:8: Denne typen har to sett med navnet «Vanlig»" in twice


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Filen kan ikke leses"):
        Settings.from_environment({"TEMPLATES": str(tmp_path / "none.yml")}, needs_slack=False)


def _faults(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({"TEMPLATES": written(folder, text)}, needs_slack=False)
    return error.value.faults


FRIDAY = date(2026, 12, 18)
DAYS = WorkingDays()


def _lines(*days_before: int) -> list[TemplateLine]:
    return [TemplateLine("T", "t", Role.EXPERT, days) for days in days_before]


def _proposed(lines: list[TemplateLine], today: date, deadline: date | None = FRIDAY) -> list[date | None]:
    return proposed_days(lines, today=today, case_deadline_on=deadline, days=DAYS)


def test_the_proposed_day_is_so_many_working_days_before_that_of_the_case() -> None:
    assert _proposed(_lines(0, 1, 5), date(2026, 11, 23)) == [FRIDAY, date(2026, 12, 17), date(2026, 12, 11)]
    assert _proposed(_lines(0, 1), date(2026, 11, 23), date(2026, 12, 20)) == [FRIDAY, date(2026, 12, 17)]


def test_it_is_never_in_the_past_nor_after_the_case_is_due() -> None:
    assert _proposed(_lines(30), date(2026, 12, 9)) == [date(2026, 12, 9)]
    assert _proposed(_lines(30), date(2026, 12, 12)) == [date(2026, 12, 14)]  # a Saturday
    assert _proposed(_lines(30), date(2026, 12, 19), date(2026, 12, 20)) == [date(2026, 12, 20)]


def test_what_waits_for_another_one_is_not_due_before_it() -> None:
    first, second = _lines(2, 5)
    later = TemplateLine("T", "t", Role.EXPERT, second.days_before, after=0)
    assert _proposed([first, later], date(2026, 11, 23)) == [date(2026, 12, 16), date(2026, 12, 16)]


@pytest.mark.parametrize("deadline", [None, date(2026, 11, 20)], ids=["none", "passed"])
def test_without_a_deadline_to_come_it_is_that_of_any_new_subtask(deadline: date | None) -> None:
    assert _proposed(_lines(5), date(2026, 11, 23), deadline) == [date(2026, 12, 7)]
