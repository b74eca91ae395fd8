"""No table and no column is forgotten when a case is erased: each goes, is blanked, or stays for a reason."""

from __future__ import annotations

from domain.outbox_kinds import OutboxKind
from store import tables
from store.erased_columns import BLANKED, ELSEWHERE, GOING, STAYING
from store.erasing import OF_SUBJECT

GONE = {table.name for table, _ in GOING}
TABLES = {table.name for table in tables.metadata.sorted_tables}


def test_every_column_has_its_place_and_no_two() -> None:
    blanked = {f"{table.name}.{name}" for table, names in BLANKED.items() for name in names}
    homeless = []
    for table in tables.metadata.sorted_tables:
        for column in table.columns:
            name = f"{table.name}.{column.key}"
            places = [table.name in GONE, table.name in ELSEWHERE, name in blanked, name in STAYING]
            if sum(places) == 0 and table.name in STAYING:
                continue
            if sum(places) != 1:
                homeless.append(name)

    assert homeless == []
    assert {name.partition(".")[0] for name in (*STAYING, *ELSEWHERE)} | GONE == TABLES
    assert all(STAYING.values())


def test_every_kind_that_is_shown_to_somebody_is_found_by_what_it_is_about() -> None:
    assert {kind.traits.subject.value for kind in OutboxKind} <= {*OF_SUBJECT}
