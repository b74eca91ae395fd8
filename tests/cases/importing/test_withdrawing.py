"""An applicant withdraws: the case ends, and its subtasks with it (F25, A21)."""

from __future__ import annotations

import sqlalchemy as sa

from cases.acts import subtasks
from cases.importing import Report
from store import tables
from tests.cases.importing.importer import INSTITUTION, MONDAY, Importer
from tests.filled_in import new_subtask

WITHDRAWN = INSTITUTION.replace('    text: "Jeg søker', '    withdrawn: true\n    text: "Jeg søker')


def with_a_subtask(importer: Importer) -> None:
    importer.write(b"%PDF", "vitnemal.pdf")
    importer.take(INSTITUTION)
    ola = importer.one(sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0OLA")).id
    new = new_subtask(ola)
    subtasks.create(importer.context, "2026-101", new, actor="U0KARI", key="k", now=MONDAY)


def test_a_withdrawn_case_ends_its_subtasks_and_says_how(importer: Importer) -> None:
    with_a_subtask(importer)

    importer.take(WITHDRAWN)

    assert importer.one(sa.select(tables.cases.c.status)).status == "withdrawn"
    ended = importer.one(sa.select(tables.subtasks))
    assert (ended.status, ended.ending, ended.solved_by) == ("solved", "case_withdrawn", None)
    acts = [row.act for row in importer.rows(sa.select(tables.history.c.act).order_by(tables.history.c.id))]
    assert acts[-3:] == ["case.changed", "case.withdrawn", "subtask.solved"]
    told = {
        row.details["say"] for row in importer.rows(sa.select(tables.outbox).where(tables.outbox.c.kind == "notice"))
    }
    assert told == {"solved", "case_withdrawn"}


def test_the_same_withdrawal_again_changes_nothing(importer: Importer) -> None:
    with_a_subtask(importer)
    importer.take(WITHDRAWN)
    lines = len(importer.rows(sa.select(tables.history.c.id)))

    importer.take(WITHDRAWN)

    assert len(importer.rows(sa.select(tables.history.c.id))) == lines


def test_a_file_that_no_longer_says_so_does_not_bring_the_case_back(importer: Importer) -> None:
    with_a_subtask(importer)
    importer.take(WITHDRAWN)
    importer.take(INSTITUTION)
    assert importer.one(sa.select(tables.cases.c.status)).status == "withdrawn"


def test_a_supplement_is_told_to_the_owner_and_granted_to_nobody(importer: Importer) -> None:
    with_a_subtask(importer)
    importer.write(b"%PDF 2", "ettersendt.pdf")
    importer.take(INSTITUTION.rstrip() + "\n      - {file: ettersendt.pdf, title: Ettersendt}\n")
    notices = importer.rows(sa.select(tables.outbox).where(tables.outbox.c.kind == "notice"))
    assert [row.details["say"] for row in notices] == ["case_supplemented"]
    assert importer.rows(sa.select(tables.grants)) == []


def test_a_number_and_the_withdrawal_alone_are_enough_for_a_case_that_is_known(importer: Importer) -> None:
    with_a_subtask(importer)
    before = importer.one(sa.select(tables.cases))._asdict()

    importer.take('cases: [{id: "2026-101", withdrawn: true}]')

    after = importer.one(sa.select(tables.cases))._asdict()
    assert {name for name in before if before[name] != after[name]} == {"status", "closed_at"}
    assert importer.take('cases: [{id: "2026-101", withdrawn: true}]') == Report()


def test_of_a_case_that_is_not_known_everything_must_be_said(importer: Importer) -> None:
    assert importer.only_fault("cases:\n  - {id: x, withdrawn: true}\n") == (2, "Saken «x» finnes ikke.")
