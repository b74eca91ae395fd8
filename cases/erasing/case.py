"""Erasing a case, or the files of it: one transaction, which also says what has to go outside the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cases import effects
from cases.archive import packages
from cases.transaction import Transaction
from domain.administration import LogLine, Measure
from domain.outbox_kinds import OutboxKind
from store import erasing as rows
from store import packages as package_rows
from store import people as people_rows
from store.posts import PostRow

EVERYTHING: Final = tuple(OutboxKind)


@dataclass(frozen=True, slots=True)
class Why:
    """Who asked for an erasure (nobody for the clock), and the provision that it follows."""

    by: str
    provision: str


def erase(act: Transaction, case_id: str, why: Why) -> int:
    """Leave of a case that is locked its tombstone; gives the number of the erasure."""
    connection = act.connection
    number = rows.begin(
        connection, "case", case_id=case_id, person_id=None, by=why.by, provision=why.provision, at=act.now
    )
    moves = rows.moves_of(connection, case_id)
    sha256s = rows.bytes_of(connection, case_id)
    stood = rows.take_posts(connection, case_id, moves, EVERYTHING)
    told = rows.forget_told(connection, case_id, moves, {one.ts for one in stood if one.ts and "." in one.ts})
    counts = rows.erase(connection, case_id, number, act.now)
    take_away(act, number, stood, sha256s)
    rows.counted(connection, number, {**counts, "told": told, "slack": len(stood), "bytes": len(sha256s)})
    act.log(LogLine(Measure.CASE_ERASED, case_id=case_id, details={"provision": why.provision}))
    act.show(effects.homes(*{one.person_id for one in stood}))
    return number


def erase_files(act: Transaction, case_id: str, why: Why) -> int:
    """Let a case that is locked keep its record, and none of its files; gives the number of the erasure.

    A package that the archive has stays confirmed: there is less in the case than in it, and nothing new.
    """
    connection = act.connection
    number = rows.begin(
        connection, "attachments", case_id=case_id, person_id=None, by=why.by, provision=why.provision, at=act.now
    )
    has = packages.confirmed(connection, case_id)
    sha256s = rows.bytes_of(connection, case_id)
    stood = rows.take_posts(connection, case_id, (), rows.FILES)
    counts = rows.erase_bytes(connection, case_id)
    take_away(act, number, stood, sha256s)
    rows.counted(connection, number, {**counts, "slack": len(stood), "bytes": len(sha256s)})
    act.log(LogLine(Measure.ATTACHMENTS_ERASED, case_id=case_id, details={"provision": why.provision}))
    if has is not None:
        package_rows.is_now(connection, has.id, packages.to_pack_in(connection, case_id).state)
    return number


def take_away(act: Transaction, number: int, stood: Collection[PostRow], sha256s: Collection[str]) -> None:
    """Have what stands in Slack, and bytes, taken away by the outbox; what hangs under a root goes with it."""
    roots = {(one.channel, one.ts) for one in stood if one.ts and _is_root(one)}
    for one in stood:
        if one.file_id:
            act.show([effects.take_away(number, one.person_id, {"file_id": one.file_id})])
        elif one.channel and one.ts and (one.channel, one.thread_ts) not in roots:
            where: dict[str, object] = {"channel": one.channel, "ts": one.ts}
            below: dict[str, object] = {"with_thread": True} if _is_root(one) else {}
            act.show([effects.take_away(number, one.person_id, where | below)])
    anybody = people_rows.anybody(act.connection)
    act.show(effects.take_away(number, anybody, {"sha256": sha256}) for sha256 in sha256s)


def _is_root(post: PostRow) -> bool:
    kind = OutboxKind.named(post.kind.partition(":")[0])
    return kind is not None and kind.traits.is_root
