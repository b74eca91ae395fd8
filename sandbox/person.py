"""Person: somebody in the workspace, what they see of the app, and everything their Slack client lets them do.

The profile and what is on the screen stand here; acts by id in acts.py, acts by visible label in hands.py.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.locales import possible
from sandbox.messages import Conversation, Message, message_json
from sandbox.people.hands import Hands
from sandbox.records import Json, NotPossible, View
from sandbox.state import events

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


class Person(Hands):
    """One user of the workspace with their direct conversation with the app."""

    def __init__(
        self,
        ws: "Workspace",
        id: str,
        name: str,
        email: str,
        *,
        locale: str,
        tz: str,
        title: str,
        guest: bool,
        stranger: bool,
    ) -> None:
        super().__init__(ws)
        self.id = id
        self.name = name
        self.email = email
        self.locale = possible(locale)
        self.tz = tz
        self.title = title
        self.guest = guest
        self.stranger = stranger
        self.deleted = False
        self.team_id = "T0ELSEWHERE" if stranger else ws.team_id
        self.updated = int(ws.clock.now().timestamp())
        self.conversation = Conversation(ws.ids.new("D"), id, self.updated)
        self.home: View | None = None
        self.modals: list[View] = []

    @property
    def username(self) -> str:
        """Return the short name, made of the e-mail address or the name."""
        return (self.email.partition("@")[0] or self.name.lower().replace(" ", ".")) or self.id.lower()

    @property
    def messages(self) -> list[Message]:
        """Return the direct conversation with the app, oldest first, roots and replies."""
        return self.conversation.messages

    def thread(self, ts: str) -> list[Message]:
        """Return the replies under a root message."""
        return self.conversation.replies(ts)

    def message(self, ts: str) -> Message:
        """Return the message with this timestamp; raises NotPossible when it is not there."""
        found = self.conversation.find(ts)
        if found is None:
            raise NotPossible(f"{self.name} sees no message {ts}")
        return found

    def deactivate(self) -> None:
        """Stop being a user: nothing can be done or received any more."""
        self.deleted = True
        self.modals.clear()
        self.change(tz=self.tz)

    def change(self, *, name: str | None = None, tz: str | None = None, locale: str | None = None) -> None:
        """Change the profile; the app hears of it. Raises NotPossible for a locale that Slack does not have."""
        self.name, self.tz, self.locale = name or self.name, tz or self.tz, possible(locale or self.locale)
        self.updated = int(self.ws.clock.now().timestamp())
        events.user_changed(self.ws, self)
        self.ws.changed()

    def message_json(self, message: Message, *, full_metadata: bool) -> Json:
        """Return one of this conversation's messages in Slack's shape."""
        ws = self.ws
        profile = bot_profile(ws, self.conversation.created)
        return message_json(message, self.conversation, ws.team_id, ws.app_id, profile, full_metadata=full_metadata)

    def user_json(self, *, include_locale: bool, email: bool = True) -> Json:
        """Return Slack's user object; a deactivated user's is shorter, as in Slack."""
        shape: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.username,
            "deleted": self.deleted,
            "profile": self._profile(email=email),
            "is_bot": False,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.deleted:
            return shape
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        shape |= {
            "color": "9f69e7",
            "real_name": self.name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
            "has_2fa": False,
            "who_can_share_contact_card": "EVERYONE",
        }
        if self.stranger:
            shape["is_stranger"] = True
        return shape | ({"locale": self.locale} if include_locale else {})

    def _profile(self, *, email: bool) -> Json:
        first, _, last = self.name.rpartition(" ")
        images = {f"image_{size}": f"https://avatars.invalid/{size}.png" for size in (24, 32, 48, 72, 192, 512)}
        return (
            {
                "title": self.title,
                "phone": "",
                "skype": "",
                "real_name": self.name,
                "real_name_normalized": self.name,
                "display_name": "",
                "display_name_normalized": "",
                "status_text": "",
                "status_text_canonical": "",
                "status_emoji": "",
                "status_emoji_display_info": [],
                "status_expiration": 0,
                "avatar_hash": "g0000000000",
                "first_name": first or last,
                "last_name": last if first else "",
                "team": self.team_id,
            }
            | images
            | ({"email": self.email} if email and self.email else {})
        )


def bot_profile(ws: "Workspace", updated: int) -> Json:
    """Return what Slack tells about the bot inside its messages."""
    icons = {f"image_{size}": f"https://avatars.invalid/bot_{size}.png" for size in (36, 48, 72)}
    return {
        "id": ws.bot_id,
        "deleted": False,
        "name": ws.app.name,
        "updated": updated,
        "app_id": ws.app_id,
        "icons": icons,
        "team_id": ws.team_id,
    }
