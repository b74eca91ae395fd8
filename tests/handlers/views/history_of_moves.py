"""Lines of the history of what was distributed, offered, taken, or moved and taken back, and what is said of them."""

from typing import Any

OF_MOVES: list[tuple[str, dict[str, Any], str]] = [
    ("case.offered", {"role": "fordeler"}, "Kari Nordmann tilbød saken til alle ved stedet med rollen fordeler."),
    (
        "subtask.offered",
        {"role": "fagperson"},
        "Kari Nordmann tilbød deloppgaven «Vurder» til alle ved stedet med rollen fagperson.",
    ),
    ("case.distributed", {"owner": "Kari", "offer": 7}, "Kari Nordmann tok saken, som var tilbudt flere."),
    (
        "subtask.reassigned",
        {"from": "Aisha", "to": "Kari", "offer": 7},
        "Kari Nordmann tok deloppgaven «Vurder», som var tilbudt flere.",
    ),
    ("case.move_undone", {"to": "Ola"}, "Kari Nordmann angret flyttingen, og Ola er igjen sakseier."),
    ("case.move_undone", {}, "Kari Nordmann angret flyttingen, og saken venter igjen på å bli fordelt."),
    (
        "subtask.move_undone",
        {"to": "Ola"},
        "Kari Nordmann angret flyttingen, og Ola er igjen ansvarlig for deloppgaven «Vurder».",
    ),
    ("case.distributed", {"owner": "Ola", "deadline": None}, "Kari Nordmann fordelte saken til Ola."),
    (
        "case.distributed",
        {"owner": "Ola", "deadline": "2026-12-18"},
        "Kari Nordmann fordelte saken til Ola, med frist fre. 18. des. 2026.",
    ),
]
