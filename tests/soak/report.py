"""What a long life came to: what was done, what went wrong, how long things took, how much there is."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Figures:
    """What it came to."""

    acts: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    restarts: int = 0
    stretches: int = 0
    words: int = 0
    rows: list[dict[str, int]] = field(default_factory=list)
    memory: list[list[float]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)
    """Seconds, by the institution's clock, from the end of each stretch until all was at rest."""
    wrong: Counter[str] = field(default_factory=Counter)


def told(figures: Figures) -> str:
    """The whole report."""
    counts = f"{figures.stretches} stretches, {figures.words} words said, {figures.kills} kills"
    lines = [f"{counts}, {figures.restarts} restarts of the database"]
    parts = {
        "Acts": figures.acts,
        "Answers": figures.told,
        "Faults": figures.faults,
        "Sent to the bot": figures.events,
        "Calls of the bot": figures.calls,
    }
    for title, counted in parts.items():
        lines += [f"{title}: {counted.total()}", *(f"  {name:45}{number:8}" for name, number in counted.most_common())]
    first, middle, last = (figures.rows[at] for at in (0, len(figures.rows) // 2, -1))
    lines.append(f"{'Rows':47}{'begin':>8}{'middle':>8}{'end':>8}")
    lines += [f"  {name:45}{first[name]:8}{middle[name]:8}{last[name]:8}" for name in last if last[name]]
    memory = [figures.memory[at] for at in (1, len(figures.memory) // 2, -1)]
    lines.append(
        f"Memory of each process in MB, begin, middle, end: {[[round(one) for one in some] for some in memory]}"
    )
    waits = sorted(figures.waits)
    if waits:
        lines.append(
            f"Deliveries: {len(waits)}; waited, by the institution's clock: median {statistics.median(waits):.0f} s, "
            f"99 of 100 at most {waits[len(waits) * 99 // 100]:.0f} s, at most {waits[-1]:.0f} s"
        )
    lines.append(f"At rest after the end of a stretch: at most {max(figures.rests, default=0):.0f} s by its clock")
    lines += [f"WRONG ({times} times): {what}" for what, times in figures.wrong.most_common(100)]
    return "\n".join([*lines, f"Wrong: {len(figures.wrong)}"])
