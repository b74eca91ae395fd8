"""The table: each figure beside the floor's, with their ratio round by round, and whether its target is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Numbers = Mapping[str, Sequence[float]]
DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
UNITS = {"ms": 1000.0, "/s": 1.0, "s": 1.0, "MB": 1.0, "refused": 1.0}


@dataclass(frozen=True)
class Line:
    """One line: what was measured under `name`, and under `beside` in the same rounds."""

    title: str
    name: str
    beside: str
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    limit: float | None = None
    """What the figure itself, not its ratio, may come to."""


def lines(large: int, homes: Sequence[str], sent: int, waits: int, people: int, ended: int) -> list[Line]:
    """Give the lines of the table."""
    found = [
        Line("Floor: a bare Bolt app acknowledges, 1 at once", "floor 1", "floor 1", "ms"),
        Line("Floor, 32 at once", "floor 32", "floor 32", "/s"),
    ]
    for name, database in DATABASES.items():
        most, least = (2.5, 0.55) if name == "sqlite" else (4.5, 0.35)
        found += [
            Line(f"Floor: the rows of Opprett by the bare driver, {database}", f"raw create {name}", "floor 1", "ms"),
            Line(f"Opprett, {database}, 1 at once", f"create {name} 1", "floor 1", "ms", at_most=most),
            Line(f"Opprett, {database}, 32 at once", f"create {name} 32", "floor 32", "/s", at_least=least),
        ]
    found += [
        Line("Choices for Ansvarlig, SQLite, 1 at once", "options 1", "floor 1", "ms"),
        Line("Choices for Ansvarlig, SQLite, 32 at once", "options 32", "floor 32", "/s", at_least=0.45),
    ]
    title = "Opprett, PostgreSQL, processor time in three processes"
    found += [
        Line(f"{title}: beside one", "cost three", "cost one", "ms", at_most=1.1),
        Line(f"{title}: beside three apart", "cost three", "cost apart", "ms", at_most=1.1),
    ]
    for name in homes:
        database, small, big = DATABASES[name], f"home {name} small", f"home {name} large"
        most = 2.0 if name == "sqlite" else 3.5
        found += [
            Line(f"Floor: what App Home asks, by the bare driver, {database}", f"raw {small}", "floor 1", "ms"),
            Line(f"App Home opened, {database}, 1,000 subtasks", small, "floor 1", "ms"),
            Line(f"App Home opened, {database}, {large:,}: beside 1,000", big, small, "ms", at_most=1.2),
            Line(f"App Home drawn, {database}, 1,000 subtasks", f"drawing {small}", "floor 1", "ms", at_most=most),
            Line(
                f"App Home drawn, {database}, {large:,}: beside 1,000",
                f"drawing {big}",
                f"drawing {small}",
                "ms",
                at_most=1.2,
            ),
        ]
    for name in homes:
        many, none = f"claim {name} many", f"claim {name} none"
        title = f"A claim, {DATABASES[name]}, {sent:,} rows sent: beside none"
        found.append(Line(title, many, none, "ms", at_most=1.2))
        waiting = f"claim {name} waiting"
        found.append(Line(f"A claim, {DATABASES[name]}, {waits:,} rows waiting", waiting, none, "ms", limit=10))
        next_due = f"next due {name} waiting"
        found.append(Line(f"When the next is due, {DATABASES[name]}, {waits:,}", next_due, none, "ms", limit=10))
    for name in homes:
        title = f"Overview drawn, {DATABASES[name]}, {ended:,} solved subtasks: beside 1,000"
        found.append(Line(title, f"overview {name} large", f"overview {name} small", "ms", at_most=1.2))
    found += [
        Line(f"Rush, {people} first cards: beside what Slack allows", "rush", "rush at least", "s", at_most=1 / 0.97),
        Line("Rush, the one whose conversation is open", "rush known", "rush at least", "s", at_most=0.1),
        Line(f"Rush, {people} second cards", "rush again", "rush at least", "s", at_most=0.1),
        Line("Rush, answers of 429", "rush refusals", "rush at least", "refused", limit=1),
    ]
    return [
        *found,
        Line("Outbox rows drawn and sent", "delivered", "floor 32", "/s", at_least=0.30),
        Line("Process start to first acknowledgement", "start bot", "start floor", "s", at_most=2.2),
        Line("Resident memory after all this", "memory bot", "memory floor", "MB", limit=150),
    ]


def table(chosen: Sequence[Line], numbers: Numbers) -> str:
    """Write the table."""
    rows = [("", "median", "ratio", "from", "to", "target", ""), *(_row(line, numbers) for line in chosen)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )


def _row(line: Line, numbers: Numbers) -> tuple[str, ...]:
    ours = numbers[line.name]
    ratios = sorted(one / other for one, other in zip(ours, numbers[line.beside], strict=True))
    figure = median(ours) * UNITS[line.unit]
    shown = f"{figure:,.2f} {line.unit}" if figure < 10 else f"{figure:,.0f} {line.unit}"
    middle = median(ratios)
    wish, reached = _target(line, figure, middle)
    return line.title, shown, f"{middle:.2f}", f"{ratios[0]:.2f}", f"{ratios[-1]:.2f}", wish, reached


def _target(line: Line, figure: float, ratio: float) -> tuple[str, str]:
    said = {True: "reached", False: "MISSED"}
    if line.at_least is not None:
        return f"≥ {line.at_least:g}", said[ratio >= line.at_least]
    if line.at_most is not None:
        return f"≤ {line.at_most:g}", said[ratio <= line.at_most]
    if line.limit is not None:
        return f"< {line.limit:g} {line.unit}", said[figure < line.limit]
    return "", ""
