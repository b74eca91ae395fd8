"""Workspace: the whole imitation behind one name: its state, people with hands, and the ways to the bot."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sandbox.clock import SettableClock
from sandbox.mailbox import Mailbox
from sandbox.messages import Conversation
from sandbox.person import Person
from sandbox.records import Json
from sandbox.state.core import Core
from sandbox.state.partner import Channel
from sandbox.tour import Tour
from sandbox.transport.delivery import Delivery
from sandbox.transport.socket_mode import SocketHub

SATURDAY = 5
Deadlines = Callable[[str], Iterable[tuple[str, date]]]


class Workspace(Core):
    """One Slack workspace with one app installed from its manifest (a dict)."""

    people: dict[str, Person]
    delivery: Delivery

    def __init__(self, manifest: Json, clock: SettableClock | None = None) -> None:
        super().__init__(manifest, clock or SettableClock())
        self.people = {}
        self.socket = SocketHub(self)
        self.delivery = Delivery(self, self.socket)
        self.mailbox: Mailbox | None = None
        self.deadlines: Deadlines = lambda _person_id: ()
        """What is due next for a person, for the page's clock: the workspace itself knows nothing of deadlines."""
        self.is_working_day: Callable[[date], bool] = lambda day: day.weekday() < SATURDAY
        """On which days people are at work: holidays are for whoever knows the country."""
        self.tour: Tour | None = None
        """What the page leads a newcomer through, if anything; it is to be set before the page is served."""
        self.clock.subscribe(self.changed)

    # ---- people

    def add_person(
        self,
        id: str,
        name: str,
        email: str = "",
        *,
        locale: str = "en-US",
        tz: str = "Europe/Oslo",
        title: str = "",
        guest: bool = False,
        stranger: bool = False,
    ) -> Person:
        """Let somebody join the workspace; a stranger belongs to another one (Slack Connect).

        Raises NotPossible for a locale that Slack does not have, such as any Norwegian one.
        """
        person = Person(self, id, name, email, locale=locale, tz=tz, title=title, guest=guest, stranger=stranger)
        self.people[id] = person
        self._directs[person.conversation.id] = id
        self.changed()
        return person

    def person(self, id: str) -> Person:
        """Return the person with this user id."""
        return self.people[id]

    def deactivate(self, id: str) -> None:
        """Shut the person out, as an administrator does when somebody leaves; the app hears of it."""
        self.people[id].deactivate()

    def add_channel(self, name: str, members: Sequence[str] | None = None, *, has_bot: bool = True) -> Channel:
        """Make a public channel with these people in it (everybody there is), the bot among them or not."""
        created = int(self.clock.now().timestamp())
        conversation = Conversation(self.ids.new("C"), "", created)
        present = list(self.people if members is None else members)
        channel = Channel(self.identity, conversation, name, present, has_bot=has_bot)
        self.channels[channel.id] = channel
        self.changed()
        return channel

    def retain(self, keep: timedelta, person_id: str | None = None) -> None:
        """Delete what is older than this from every conversation, or from one person's, as a retention rule does.

        Roots go like any other message, replies that are younger stay behind without one, and the app hears nothing.
        Slack does it once a day (slack.com/help/articles/203457187). Nothing that we found says what becomes of a
        thread whose root goes so, or that an event were sent: both are guesses, the worse case for the app.
        """
        oldest = self.clock.now() - keep
        for partner in self.partners() if person_id is None else [self.people[person_id]]:
            partner.conversation.forget_before(oldest)
        self.changed()

    # ---- the bot's side

    def install_anew(self) -> None:
        """Put another app of the same manifest in the place of this one: another bot, and new conversations with it.

        Nobody can act in what stood in the old ones, nor the new bot change it (archestra-ai/archestra#3086). In Slack
        its tokens are others, too; here they stay, and so do the channels.
        """
        old = self.identity
        self._be(replace(old, app_id=self.ids.new("A"), bot_id=self.ids.new("B"), bot_user_id=self.ids.new("U")))
        self._directs.clear()
        for person in self.people.values():
            person.meet(self.identity)
            self._directs[person.conversation.id] = person.id
        self.changed()

    def deliver_to(self, url: str | None) -> None:
        """Send everything to this address by signed HTTP; None means Socket Mode."""
        self.delivery.aim(url)

    def environment(self, api_url: str) -> dict[str, str]:
        """Return what a bot must know, as variables of its environment; no app token where all goes by HTTP."""
        by_socket = {"SLACK_APP_TOKEN": self.app_token} if self.delivery.target is None else {}
        return {
            "SLACK_BOT_TOKEN": self.bot_token,
            **by_socket,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "SLACK_API_URL": api_url,
        }

    def double_next(self, kind: str) -> None:
        """Deliver the next request of this kind (message, block_actions, view_submission …) twice."""
        self.delivery.double_next(kind)

    async def stop(self) -> None:
        """End everything that runs on the workspace's behalf."""
        self.schedule.close()
        self.delivery.close()
        await self.socket.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
