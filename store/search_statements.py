"""What the database itself does for the search: it notes whose words have changed, and keeps the index of trigrams.

Whoever writes, and however, the note is there; store/search_index.py takes it up before the commit. On SQLite the index
is FTS5 with trigrams for tokens, and follows `search_texts` by itself. On PostgreSQL it is GIN, the index of its
full-text search, over trigrams that come with each row: the extension pg_trgm would need a right that the bot's user
may not have, and would know other letters in another locale.

Part of step 0005, so never changed once that is released: a change is a new step. A step that makes one of these tables
anew takes its triggers away, and has to bring them back.
"""

from __future__ import annotations

INDEX = "search_index"
GRAMS = "ix_search_texts_grams"

_OF_PERSON = (
    "INSERT INTO search_stale (case_id) SELECT id FROM cases WHERE owner_id = NEW.id",
    "INSERT INTO search_stale (subtask_id) SELECT id FROM subtasks WHERE assignee_id = NEW.id AND status <> 'solved'",
    "INSERT INTO search_stale (subtask_id) SELECT id FROM subtasks WHERE assignee_id = NEW.id AND status = 'solved'",
)
_NOT_BARE = "DELETE FROM search_texts WHERE case_id = (SELECT case_id FROM subtasks WHERE id = NEW.subtask_id)"
_OF_VERSION = (
    "INSERT INTO search_stale (subtask_id, message_id) "
    "SELECT subtask_id, CASE WHEN {row}.number = 1 THEN id END FROM messages WHERE id = {row}.message_id"
)


def _of(column: str, row: str, name: str) -> tuple[str, ...]:
    return (f"INSERT INTO search_stale ({column}) VALUES ({row}.{name})",)  # noqa: S608 - our own words


# What is noted: trigger, table, event, the columns whose change counts, and what is written then.
_NOTES: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("search_case_new", "cases", "INSERT", (), _of("case_id", "NEW", "id")),
    ("search_case", "cases", "UPDATE", ("title", "owner_id", "removed_at"), _of("case_id", "NEW", "id")),
    ("search_subtask_new", "subtasks", "INSERT", (), _of("subtask_id", "NEW", "id")),
    (
        "search_subtask",
        "subtasks",
        "UPDATE",
        ("title", "description", "assignee_id", "case_id"),
        _of("subtask_id", "NEW", "id"),
    ),
    ("search_person", "people", "UPDATE", ("name",), _OF_PERSON),
    ("search_message", "messages", "UPDATE", ("deleted_at", "subtask_id"), _of("subtask_id", "NEW", "subtask_id")),
    ("search_message_gone", "messages", "DELETE", (), _of("subtask_id", "OLD", "subtask_id")),
    ("search_version_new", "message_versions", "INSERT", (), (_OF_VERSION.format(row="NEW"),)),
    (
        "search_version",
        "message_versions",
        "UPDATE",
        ("text",),
        ("INSERT INTO search_stale (subtask_id) SELECT subtask_id FROM messages WHERE id = NEW.message_id",),
    ),
    (
        "search_version_gone",
        "message_versions",
        "DELETE",
        (),
        ("INSERT INTO search_stale (subtask_id) SELECT subtask_id FROM messages WHERE id = OLD.message_id",),
    ),
    # A case is found by itself as long as there is no subtask in it by which it would be.
    ("search_case_not_bare", "search_texts", "INSERT", (), (_NOT_BARE,)),
    ("search_conclusion_new", "conclusions", "INSERT", (), _of("subtask_id", "NEW", "subtask_id")),
    ("search_conclusion", "conclusions", "UPDATE", ("text",), _of("subtask_id", "NEW", "subtask_id")),
    ("search_conclusion_gone", "conclusions", "DELETE", (), _of("subtask_id", "OLD", "subtask_id")),
)


def _on_sqlite(name: str, table: str, event: str, columns: tuple[str, ...], written: tuple[str, ...]) -> list[str]:
    of = f" OF {', '.join(columns)}" if columns else ""
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    when = f"WHEN {changed} " if columns else ""
    return [f"CREATE TRIGGER {name} AFTER {event}{of} ON {table} {when}BEGIN {'; '.join(written)}; END"]


def _on_postgres(name: str, table: str, event: str, columns: tuple[str, ...], written: tuple[str, ...]) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    when = f"WHEN ({changed}) " if columns else ""
    return [
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {'; '.join(written)}; RETURN NULL; END $$"
        ),
        f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()",
    ]


_ENTER = f"INSERT INTO {INDEX} (rowid, text) VALUES (NEW.id, NEW.text)"  # noqa: S608
_LEAVE = f"INSERT INTO {INDEX} ({INDEX}, rowid, text) VALUES ('delete', OLD.id, OLD.text)"  # noqa: S608

STATEMENTS = {
    "sqlite": [
        (
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5(text, content='search_texts', content_rowid='id', "
            "tokenize='trigram case_sensitive 1', detail='none')"
        ),
        f"CREATE TRIGGER search_text_new AFTER INSERT ON search_texts BEGIN {_ENTER}; END",
        f"CREATE TRIGGER search_text AFTER UPDATE OF text ON search_texts BEGIN {_LEAVE}; {_ENTER}; END",
        f"CREATE TRIGGER search_text_gone AFTER DELETE ON search_texts BEGIN {_LEAVE}; END",
        *(statement for note in _NOTES for statement in _on_sqlite(*note)),
    ],
    "postgresql": [
        "ALTER TABLE search_texts ADD COLUMN grams integer[] NOT NULL",
        f"CREATE INDEX {GRAMS} ON search_texts USING gin (grams)",
        *(statement for note in _NOTES for statement in _on_postgres(*note)),
    ],
}
TAKEN_BACK = {
    "sqlite": [*(f"DROP TRIGGER IF EXISTS {note[0]}" for note in _NOTES), f"DROP TABLE IF EXISTS {INDEX}"],
    "postgresql": [f"DROP FUNCTION IF EXISTS {note[0]}() CASCADE" for note in _NOTES],
}
"""What goes before the tables do; the rest goes with them."""
