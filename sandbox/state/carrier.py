"""What the state wants of whoever carries its news to the bot; the transport keeps the promise."""

from typing import Protocol

from sandbox.records import Ack, Json


class Carrier(Protocol):
    """Takes interactions and events to the bot."""

    async def ask(self, kind: str, envelope: str, payload: Json, person: str) -> Ack | None:
        """Send an interaction and return the bot's answer; None where the person sees a failure."""

    def event(self, kind: str, payload: Json, person: str | None) -> None:
        """Send an event; those of one person arrive one after the other."""
