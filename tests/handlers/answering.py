"""Subtasks whose questions have to be answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.acts import subtasks
from domain.answer_forms import AnswerForm, Kind, Question
from domain.values import NewSubtask
from tests.institution import CASE, PEOPLE
from tests.world import World

MEANT = Question("meant", "Kan emnet godkjennes?", Kind.CHOICE, options=("Ja", "Nei", "Delvis"))
POINTS = Question("points", "Hvor mange studiepoeng?", Kind.NUMBER, least=Decimal(0), most=Decimal(60), unit="sp")
WHY = Question("why", "Hva er avgjørende?", Kind.TEXT, required=False)
FORM = (MEANT, POINTS, WHY)
DUE = date(2026, 12, 10)


async def ask(world: World, form: AnswerForm = FORM, assignee: str = "aisha", title: str = "Vurder emnene") -> None:
    """Give somebody a subtask with questions, as Kari; wait until everybody has heard of it."""
    number = list(PEOPLE).index(assignee) + 1
    new = NewSubtask(title, DUE, number, "Sammenlign emnene.", (), form)
    await world.bot.services.executor.execute(
        subtasks.create, CASE, new, actor="U0KARI", key=f"{title} {assignee}", now=world.clock.now()
    )
    await world.quiet()
