"""What is only ever added to: the database itself refuses to change or delete a line, except in one way.

While an erasure is under way (`erasures.done_at` is empty) a line's `details` may become what that erasure leaves of
them, and the line says which erasure it was. Of a line's seal only the salt may go, and it goes by itself with the
details, so that nobody can guess them from the digest (docs/decisions/0023-what-is-erased-and-what-stays.md).

Part of step 0006, so never changed once that is released: a change is a new step. A step that makes one of these tables
anew takes its triggers away, and has to bring them back.
"""

from __future__ import annotations

REFUSED = "{table} is only added to"
# Table, what may change in it, and under which condition.
_UNDER_WAY = (
    "NEW.erasure_id IS NOT NULL AND NEW.erasure_id >= COALESCE(OLD.erasure_id, 0) "
    "AND EXISTS (SELECT 1 FROM erasures WHERE erasures.id = NEW.erasure_id AND erasures.done_at IS NULL)"
)
_MAY_CHANGE = {
    "history": (("details", "erasure_id"), _UNDER_WAY),
    "administration": (("details", "erasure_id"), _UNDER_WAY),
    "history_seals": (("salt",), "NEW.salt IS NULL"),
}
_LASTING = {
    "history": ("id", "at", "case_id", "subtask_id", "actor_id", "act"),
    "administration": ("id", "at", "act", "by", "actor_id", "person_id", "case_id"),
    "history_seals": ("history_id", "number", "digest", "seal"),
}


def _sqlite(table: str) -> list[str]:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _LASTING[table])
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED.format(table=table)}'); END"
    return [
        f"CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON {table} {refuse}",
        (
            f"CREATE TRIGGER {table}_only_erased BEFORE UPDATE ON {table} "
            f"WHEN NOT ({same} AND {_MAY_CHANGE[table][1]}) {refuse}"
        ),
    ]


def _postgres(table: str) -> list[str]:
    names, condition = _MAY_CHANGE[table]
    bare = "".join(f" - '{name}'" for name in names)
    refuse = f"RAISE EXCEPTION '{REFUSED.format(table=table)}';"
    return [
        (
            f"CREATE OR REPLACE FUNCTION {table}_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF (to_jsonb(NEW){bare}) = (to_jsonb(OLD){bare}) AND {condition} THEN RETURN NEW; END IF; {refuse} END $$"
        ),
        (
            f"CREATE OR REPLACE FUNCTION {table}_not_deleted() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {refuse} END $$"
        ),
        (
            f"CREATE TRIGGER {table}_only_erased BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_only_erased()"
        ),
        (
            f"CREATE TRIGGER {table}_not_deleted BEFORE DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_not_deleted()"
        ),
    ]


_SALT_GOES = "UPDATE history_seals SET salt = NULL WHERE history_id = NEW.id"
STATEMENTS = {
    "sqlite": [
        *(statement for table in _LASTING for statement in _sqlite(table)),
        f"CREATE TRIGGER history_salt_goes AFTER UPDATE ON history BEGIN {_SALT_GOES}; END",
    ],
    "postgresql": [
        *(statement for table in _LASTING for statement in _postgres(table)),
        (
            "CREATE OR REPLACE FUNCTION history_salt_goes() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_SALT_GOES}; RETURN NEW; END $$"
        ),
        ("CREATE TRIGGER history_salt_goes AFTER UPDATE ON history FOR EACH ROW EXECUTE FUNCTION history_salt_goes()"),
    ],
}
TAKEN_BACK = {
    "sqlite": [
        *(f"DROP TRIGGER {table}_{what}" for table in _LASTING for what in ("not_deleted", "only_erased")),
        "DROP TRIGGER history_salt_goes",
    ],
    "postgresql": [
        *(
            statement
            for table in _LASTING
            for what in ("not_deleted", "only_erased")
            for statement in (f"DROP TRIGGER {table}_{what} ON {table}", f"DROP FUNCTION {table}_{what}()")
        ),
        "DROP TRIGGER history_salt_goes ON history",
        "DROP FUNCTION history_salt_goes()",
    ],
}
