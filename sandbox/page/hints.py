"""The strip that leads a newcomer through the first minutes: the steps of a tour, ticked off as they are done.

A step is ticked when somebody does what it says, in whichever tab; the words name what the buttons say.
"""

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader
from sandbox.tour import Step, Tour, in_language


class Guide:
    """The steps and how far somebody has come."""

    def __init__(self, tour: Tour) -> None:
        self.steps = tour.steps
        self._finished = tour.finished
        self.done: set[int] = set()

    @property
    def turn(self) -> int:
        """The first step that is not done; the number of steps when all are."""
        return next((at for at in range(len(self.steps)) if at not in self.done), len(self.steps))

    def saw(self, by: str, act: str, label: str) -> bool:
        """Take notice of what somebody did, and say whether that ticked a step.

        Being somebody counts when its turn has come; other acts count whenever they are done, and show that the
        person was there.
        """
        before = len(self.done)
        for at, step in enumerate(self.steps):
            fits = step.act == act and by.startswith(step.by) and (not step.labels or label in step.labels)
            if fits and (act != "be" or at == self.turn):
                self.done.add(at)
                self.done |= {i for i in range(at) if self.steps[i].act == "be" and self.steps[i].by == step.by}
        return len(self.done) > before

    def drawn(self, reader: Reader) -> list[Piece]:
        """The strip as it stands now; a step leads to its person."""
        finished = self.turn >= len(self.steps)
        steps = [self._step(at, step, reader) for at, step in enumerate(self.steps)]
        return [
            piece(
                "guide",
                h.div(".guide-inside")[
                    h.strong[reader.say("Done!" if finished else "Get started:")],
                    h.span[in_language(self._finished, reader.language)] if finished else h.ol[steps],
                    h.button(
                        ".btn.dots",
                        type="button",
                        data_do="hide-guide",
                        aria_label=reader.say("Hide the guide"),
                    )[icon("close")],
                ],
            )
        ]

    def _step(self, at: int, step: Step, reader: Reader) -> Node:
        done, current = at in self.done, at == self.turn
        words = in_language(step.words, reader.language)
        return h.li(class_={"done": done, "current": current}, aria_current="step" if current else None)[
            h.span(".mark", aria_hidden="true")[icon("check") if done else str(at + 1)],
            _leading(step.by, words, reader) if current and step.act == "be" else h.span[words],
            current and step.act != "be" and self._back(step.by, reader),
            done and h.span(".unseen")[" ", reader.say("(done)")],
        ]

    def _back(self, by: str, reader: Reader) -> Node:
        """For somebody else than the one whose turn it is: the link that makes her that person."""
        if reader.name_of(reader.person_id).startswith(by):
            return None
        being = next(one for one in self.steps if (one.act, one.by) == ("be", by))
        return _leading(by, in_language(being.words, reader.language), reader)


def _leading(by: str, words: str, reader: Reader) -> Node:
    who = next((user_id for user_id, name in reader.names.items() if name.startswith(by)), None)
    return h.a(href=f"/?as={who}")[words] if who else h.span[words]
