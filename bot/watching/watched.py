"""A running bot, watched: what notes how it is, and what looks."""

from __future__ import annotations

from dataclasses import dataclass

from bot import __version__
from bot.delivery.senders import Senders
from bot.delivery.worker import OutboxWorker
from bot.inbox.hearing import Hearing
from bot.slack.client import PacedClient
from bot.watching.measures import Measures
from bot.watching.readiness import Readiness
from cases.execution.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Watched:
    """What whoever watches over one bot works with."""

    measures: Measures
    readiness: Readiness


def watch(runtime: Runtime, hearing: Hearing, worker: OutboxWorker, senders: Senders, slack: PacedClient) -> Watched:
    """Have everything counted from now on, each thing where it happens."""
    measures = Measures(__version__)
    runtime.executor.acted = measures.acted
    slack.called = measures.called
    worker.delivered, worker.hindered = measures.delivered, measures.hindered
    senders.reminders.reminded = measures.reminded
    return Watched(measures, Readiness(runtime, hearing, worker, slack.pace))
