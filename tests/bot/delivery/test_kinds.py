"""Every kind of outbox row has a sender and a name, and the names that stand in databases are what they were."""

from __future__ import annotations

from bot.commands.outbox import NAMES
from domain.outbox_kinds import OutboxKind
from store.delivery_tables import UNBEGUN
from store.outbox import OutboxItem
from tests.world import World

# Kinds and ordering keys as 1.0.0 wrote them: rows that wait are delivered by a newer version.
OF_1_0_0 = {
    "card": "dm:2",
    "case_copy": "file:case_copy:1:2",
    "case_files": "dm:2",
    "copy": "file:copy:1:2",
    "discard": "file:discard:1:2",
    "fetch": "file:fetch:1:2",
    "grant": "file:grant:1:2",
    "home": "home:2",
    "mail": "mail:2",
    "message": "dm:2",
    "notice": "dm:2",
    "open": "open:2",
    "reminder": "reminder:2",
    "upload": "file:upload:1:2",
}
NEWER = {
    "erased": "file:erased:1:2",
    "undo_over": "later:2",
    "move": "dm:2",
    "package": "file:package:1:2",
    "list": "file:list:1:2",
    "list_over": "file:list_over:1:2",
    "webhook": "hook:2:1",
}


async def test_every_kind_has_one_sender(sqlite_world: World) -> None:
    senders = sqlite_world.bot._outbox_worker._senders.by_kind
    assert set(senders) == set(OutboxKind)
    assert {kind: sender.kind for kind, sender in senders.items()} == {kind: kind for kind in OutboxKind}


def test_an_administrator_reads_of_every_kind_what_it_is() -> None:
    assert {*NAMES} == {*OutboxKind}


def test_rows_of_1_0_0_are_known_and_wait_behind_the_same_as_those_of_today() -> None:
    assert {kind.value: OutboxItem(kind, 1, 2).ordering_key for kind in OutboxKind} == OF_1_0_0 | NEWER
    assert OutboxItem(OutboxKind.NOTICE, 1, 2, unhurried=True).ordering_key == "reminder:2"


def test_the_index_over_redrawings_names_the_kinds_that_are_redrawn() -> None:
    redrawn = ", ".join(f"'{kind}'" for kind in OutboxKind if kind.traits.is_redrawn)
    assert f"tried_at IS NULL AND kind IN ({redrawn})" == UNBEGUN
