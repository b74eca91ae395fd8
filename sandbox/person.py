"""Person: somebody in the workspace, what they see of the app, and everything their Slack client lets them do.

Profile and views stand in state/partner.py; acts by id in people/acts.py, acts by visible label in people/hands.py.
"""

from sandbox.locales import possible
from sandbox.messages import Conversation
from sandbox.people.hands import Hands
from sandbox.state import events
from sandbox.state.identity import Identity


class Person(Hands):
    """One user of the workspace with their direct conversation with the app."""

    def deactivate(self) -> None:
        """Stop being a user: nothing can be done or received any more."""
        self.deleted = True
        self.modals.clear()
        self.change(tz=self.tz)

    def meet(self, app: Identity) -> None:
        """Have nothing to do any more with the app that was here, and an empty conversation with this one."""
        self.identity = app
        self.conversation = Conversation(self.ws.ids.new("D"), self.id, int(self.ws.clock.now().timestamp()))
        self.home = None
        self.modals.clear()

    def change(self, *, name: str | None = None, tz: str | None = None, locale: str | None = None) -> None:
        """Change the profile; the app hears of it. Raises NotPossible for a locale that Slack does not have."""
        self.name, self.tz, self.locale = name or self.name, tz or self.tz, possible(locale or self.locale)
        self.updated = int(self.ws.clock.now().timestamp())
        events.user_changed(self.ws, self)
        self.ws.changed()
