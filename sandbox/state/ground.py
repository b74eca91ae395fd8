"""The ground that everything else stands on: the installed app, its tokens, who is there, the ledgers and the ids."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from typing import Any

from sandbox.clock import Schedule, SettableClock
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.rates import Rates
from sandbox.records import Json, Shown
from sandbox.shapes.named import Directory
from sandbox.state.carrier import Carrier
from sandbox.state.identity import Identity
from sandbox.state.installed_app import InstalledApp
from sandbox.state.ledgers import Ledgers
from sandbox.state.partner import Channel, Partner, User
from sandbox.state.refusing import ResponseUrls, SocketTickets, Triggers


class Ground(Ledgers):
    """One Slack workspace with one app installed from its manifest (a dict)."""

    people: Mapping[str, User]
    delivery: Carrier

    def __init__(self, manifest: Json, clock: SettableClock) -> None:
        super().__init__(clock)
        self.manifest = manifest
        self.app = InstalledApp.from_manifest(manifest)
        self.schedule = Schedule(self.clock)
        self.ids = Ids(self.clock)
        self._be(Identity(self.app.name))
        self.bot_token = "xoxb-1000000001-1000000002-sandboxsandboxsandbox"  # noqa: S105 - opens nothing
        self.app_token = "xapp-1-A0SANDBOX1-1000000003-sandbox"  # noqa: S105
        self.signing_secret = "5a9d8b0x0sandbox0signing0secret0"  # noqa: S105
        self.verification_token = "sandboxverificationtoken"  # noqa: S105
        self.channels: dict[str, Channel] = {}
        self._directs: dict[str, str] = {}
        self.base_url = "http://127.0.0.1:0"
        self.ack_limit = 3.0
        self.share_delay = 0.0
        self.rate_limits = False
        self.triggers = Triggers(self.clock, self.ids)
        self.response_urls = ResponseUrls(self.clock, self.ids)
        self.socket_tickets = SocketTickets(self.ids)
        self.faults = Faults(self.clock)
        self.rates = Rates(self.clock)
        self._tasks: set[asyncio.Task[Any]] = set()

    def _be(self, one: Identity) -> None:
        self.identity = one
        self.team_id, self.team_domain = one.team_id, one.team_domain
        self.app_id, self.bot_id, self.bot_user_id = one.app_id, one.bot_id, one.bot_user_id

    # ---- who is there

    def partners(self) -> Iterator[User | Channel]:
        """Give everybody and everything that the app can converse with."""
        yield from self.people.values()
        yield from self.channels.values()

    def partner_of(self, channel: str) -> User | Channel | None:
        """Return whose conversation this is: a user's direct one, or a channel."""
        return self.channels.get(channel) or self.person_of_channel(channel)

    def person_of_channel(self, channel: str) -> User | None:
        """Return whose direct conversation with the app this is."""
        person_id = self._directs.get(channel)
        return self.people[person_id] if person_id is not None else None

    def partners_of(self, person_id: str) -> list[Partner]:
        """Return the conversations of this person: the direct one with the app first, then her channels."""
        hers = [channel for channel in self.channels.values() if person_id in channel.members]
        return [self.people[person_id], *hers]

    def name_of(self, user_id: str) -> str:
        """Return how Slack shows a mention of this user."""
        if user_id == self.bot_user_id:
            return self.app.name
        return self.people[user_id].name if user_id in self.people else user_id

    def directory(self, person_id: str) -> Directory:
        """Return what this person can choose among in a select of people, channels or conversations."""
        users = {one.id: one.name for one in self.people.values() if not one.deleted}
        channels = {one.id: one.name for one in self.channels.values()}
        return Directory(users, channels, {self.people[person_id].conversation.id: self.app.name})

    # ---- what happens

    def show(self, person_id: str, surface: str, texts: list[str]) -> None:
        """Write into the visibility ledger that the person was shown these texts (the deactivated see nothing)."""
        if self.people[person_id].deleted:
            return
        now = self.clock.now()
        self.shown += [Shown(person_id, surface, text, now) for text in texts if text]

    def found_proper(self, surface: str, given: Any) -> None:
        """Hear of what the bot had shown and was found proper: `message`, `modal`, `home` or `options`, as sent.

        Nothing is done with it here; whoever wants to judge further puts something in the place of this.
        """

    def socket_address(self) -> str:
        """Return the address of a Socket Mode line that can be opened once."""
        return f"{self.base_url.replace('http', 'ws', 1)}/socket/{self.socket_tickets.issue()}"

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Run this beside everything else, until it is done or the server stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
