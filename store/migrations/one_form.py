"""Part of step 0003: names, titles and addresses in the one form in which they come in now, and searched in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from domain import letters

# Which texts, and with which other column each first one is unique, if it is; history is never rewritten.
NAMES = (
    ("places", ("code", "name"), ("code",)),
    ("people", ("email", "name"), ("email",)),
    ("attachments", ("name", "title"), ("case_id", "name")),
    ("message_files", ("name",), ()),
    ("cases", ("title", "applicant_name", "applicant_email"), ()),
    ("subtasks", ("title",), ()),
)
SEARCHED = (("people", ("name", "email")), ("cases", ("id", "title")))


def bring_all_to_it() -> None:
    """Rewrite what is in another form, unless something else has that name already; then say what search looks for."""
    for name, columns, unique in NAMES:
        _clean(name, columns, unique)
    for name, columns in SEARCHED:
        op.add_column(name, sa.Column("searched", sa.Text()))
        table, number = _table(name, (*columns, "searched"))
        found = op.get_bind().execute(sa.select(number, *(table.c[one] for one in columns))).all()
        rows = [{"row": row[0], "text": letters.searchable(*row[1:])} for row in found]
        _write(table, rows, {"searched": sa.bindparam("text")})


def _clean(name: str, columns: tuple[str, ...], unique: tuple[str, ...]) -> None:
    table, _ = _table(name, tuple({*columns, *unique}))
    found = op.get_bind().execute(sa.select(*table.c)).mappings().all()
    taken = {tuple(row[one] for one in unique) for row in found}
    rows = []
    for row in found:
        changed = {one: letters.clean(row[one]).strip() or row[one] for one in columns}
        key = tuple(changed.get(one, row[one]) for one in unique)
        if changed != {one: row[one] for one in columns} and (key not in taken or key == tuple(row[k] for k in unique)):
            taken.add(key)
            rows.append({"row": row["id"], **{f"new_{one}": text for one, text in changed.items()}})
    _write(table, rows, {one: sa.bindparam(f"new_{one}") for one in columns})


def _table(name: str, columns: tuple[str, ...]) -> tuple[sa.TableClause, sa.ColumnElement[object]]:
    table = sa.table(name, *(sa.column(one) for one in dict.fromkeys(("id", *columns))))
    return table, table.c.id


def _write(table: sa.TableClause, rows: list[dict[str, object]], values: dict[str, sa.BindParameter[object]]) -> None:
    if rows:
        op.get_bind().execute(table.update().where(table.c.id == sa.bindparam("row")).values(values), rows)


def forget_searches() -> None:
    """Take back what search looked for."""
    for name, _ in SEARCHED:
        op.drop_column(name, "searched")
