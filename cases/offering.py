"""What is offered to everybody with a role is over once it is nobody's to take: settled at the end of every act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cases import effects
from cases.owed import ENDS_OFFERS
from domain.history import Line
from store import bulk_moves, offers

if TYPE_CHECKING:
    from cases.transaction import Transaction


def settle(act: Transaction, lines: Iterable[Line]) -> None:
    """Inside the transaction of an act: end the offers of what has ended, or is somebody else's, by now."""
    ending = {line.case_id for line in lines if line.act in ENDS_OFFERS}
    found = offers.open_in(act.connection, ending) if ending else []
    if not found:
        return
    still = offers.standing(act.connection, [one.id for one in found])
    over = [one for one in found if one.id not in still]
    offers.end(act.connection, [one.id for one in over], act.now)
    for number in sorted({one.move_id for one in over}):
        told = bulk_moves.told_of(act.connection, number)
        act.show(effects.moved(number, told), effects.homes(*told))
