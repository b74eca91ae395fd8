"""Who may note that somebody is away, and end that: the person, and whoever distributes at one of the person's places.

Each cell has an institution of its own, since what is noted holds in every case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cases.acts import absences
from domain.absences import WantedAbsence
from domain.errors import Refused
from tests.databases import new_sqlite
from tests.every_act import DISTRIBUTORS, KNOWN
from tests.institution import MONDAY, TODAY
from tests.relations import LATER, RELATIONS, Scene, everything, furnished, new_scene, slack_id

WANTED = WantedAbsence(TODAY, LATER + timedelta(days=3), None, with_open=True)
HERE = {"assignee", *DISTRIBUTORS, "disqualified"}  # who distributes there, too; it is about no case
ACTS: dict[str, tuple[Callable[[Scene, str], object], set[str]]] = {
    "say that one is away": (
        lambda s, actor: absences.choose(s.context, None, WANTED, actor=actor, key=s.key, now=MONDAY),
        set(KNOWN),
    ),
    "note that the assignee is away": (
        lambda s, actor: absences.choose(s.context, s.people["assignee"], WANTED, actor=actor, key=s.key, now=MONDAY),
        HERE,
    ),
    "end the assignee's absence": (
        lambda s, actor: absences.end(s.context, s.people["assignee"], actor=actor, now=MONDAY),
        HERE,
    ),
}


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("act", ACTS)
def test_only_the_person_and_those_who_distribute_there_say_that_somebody_is_away(
    act: str, relation: str, tmp_path: Path
) -> None:
    do, allowed = ACTS[act]
    with furnished(new_sqlite(tmp_path / "away.db"), tmp_path, away=True) as context:
        there = new_scene(context)
        before = everything(context.database)
        if relation in allowed:
            do(there, slack_id(relation))
            assert everything(context.database) != before
        else:
            with pytest.raises(Refused):
                do(there, slack_id(relation))
            assert everything(context.database) == before
