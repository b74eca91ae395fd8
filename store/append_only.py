"""The history is only ever added to: the database itself refuses to change or delete a line.

Part of the first step of the schema, so never changed here: a change is a new step.
"""

from __future__ import annotations

STATEMENTS = {
    "sqlite": [
        f"CREATE TRIGGER history_no_{act.lower()} BEFORE {act} ON history "
        "BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the history is only added to'; END $$"
        ),
        (
            "CREATE TRIGGER history_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
    ],
}
