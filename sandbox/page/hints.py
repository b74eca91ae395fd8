"""The strip that leads a newcomer through the first five minutes: six steps, ticked off as they are done.

A step is ticked when somebody does what it says, in whichever tab; the words name what the buttons say.
"""

from dataclasses import dataclass

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.parts import Piece, piece


@dataclass(frozen=True)
class Step:
    """One step: its words, and the act (be, press, submit, reply) with its label that ticks it."""

    words: str
    act: str
    label: str = ""
    person: str = ""


class Guide:
    """The steps and how far somebody has come."""

    def __init__(self, steps: list[Step], ids: dict[str, str]) -> None:
        self.steps = steps
        self.ids = ids
        self.done = 0

    def saw(self, act: str, label: str) -> None:
        """Take notice of what somebody did; only the step whose turn it is can be ticked."""
        if self.done < len(self.steps):
            step = self.steps[self.done]
            if step.act == act and (not step.label or step.label in label):
                self.done += 1

    def drawn(self) -> list[Piece]:
        """The strip as it stands now."""
        finished = self.done >= len(self.steps)
        return [
            piece(
                "guide",
                h.div(".guide-inside")[
                    h.strong["Ferdig!" if finished else "Kom i gang:"],
                    h.span["Du har fulgt en deloppgave hele veien. Nå kan du utforske på egen hånd."]
                    if finished
                    else h.ol[(self._step(at, step) for at, step in enumerate(self.steps))],
                    h.button(".btn.dots", type="button", data_do="hide-guide", aria_label="Skjul veiledningen")[
                        icon("close")
                    ],
                ],
            )
        ]

    def _step(self, at: int, step: Step) -> Node:
        done, current = at < self.done, at == self.done
        person = self.ids.get(step.person)
        words: Node = h.a(href=f"/?as={person}")[step.words] if person and current else step.words
        return h.li(class_={"done": done, "current": current}, aria_current="step" if current else None)[
            h.span(".mark", aria_hidden="true")[icon("check") if done else str(at + 1)],
            words,
            done and h.span(".unseen")[" (gjort)"],
        ]


def first_steps(people: dict[str, str]) -> Guide:
    """The guide for Saksbot's demo; `people` maps user ids to names."""
    steps = [
        Step("Bli Kari", "be", "Kari", person="Kari"),
        Step("Trykk «Ny deloppgave» på en sak og gi den til Ola", "submit", "Opprett"),
        Step("Bytt til Ola", "be", "Ola", person="Ola"),
        Step("Trykk «Åpne» på kortet i Meldinger", "press", "Åpne"),
        Step("Svar i tråden under kortet", "reply"),
        Step("Trykk «Løs deloppgave»", "press", "Løs deloppgave"),
    ]
    ids = {name.split()[0]: user_id for user_id, name in reversed(people.items()) if name}
    return Guide(steps, ids)
