"""With whom the app shares a conversation: a user in their direct one, or a channel with its members."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.messages import Conversation, Message, message_json
from sandbox.records import Json, View
from sandbox.state.identity import Identity


class Partner:
    """One conversation of the app's, and what Slack says of it."""

    kind = "im"
    label = "directmessage"

    def __init__(self, identity: Identity, conversation: Conversation) -> None:
        self.identity = identity
        self.conversation = conversation

    def readers_of(self, message: Message) -> list[str]:
        """Return the ids of those who see the message."""
        raise NotImplementedError

    def message_json(self, message: Message, *, full_metadata: bool) -> Json:
        """Return one of this conversation's messages in Slack's shape."""
        one = self.identity
        profile = one.bot_profile(self.conversation.created)
        return message_json(message, self.conversation, one.team_id, one.app_id, profile, full_metadata=full_metadata)


class Channel(Partner):
    """A public channel: its name, who is in it, and whether the bot has been invited."""

    kind = "channel"

    def __init__(
        self, identity: Identity, conversation: Conversation, name: str, members: list[str], *, has_bot: bool
    ) -> None:
        super().__init__(identity, conversation)
        self.id = conversation.id
        self.name = self.label = name
        self.members = members
        self.has_bot = has_bot

    def readers_of(self, message: Message) -> list[str]:
        """Return the members, or the one to whom alone it is shown."""
        return [message.only_for] if message.only_for else list(self.members)


class User(Partner):
    """Somebody's profile, their direct conversation with the app, and which of its views they have open."""

    def __init__(
        self,
        identity: Identity,
        conversation: Conversation,
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
        super().__init__(identity, conversation)
        self.id = id
        self.name = name
        self.email = email
        self.locale = locale
        self.tz = tz
        self.title = title
        self.guest = guest
        self.stranger = stranger
        self.deleted = False
        self.team_id = "T0ELSEWHERE" if stranger else identity.team_id
        self.updated = conversation.created
        self.home: View | None = None
        self.modals: list[View] = []

    @property
    def username(self) -> str:
        """Return the short name, made of the e-mail address or the name."""
        return (self.email.partition("@")[0] or self.name.lower().replace(" ", ".")) or self.id.lower()

    def readers_of(self, message: Message) -> list[str]:
        """Return the user: nobody else sees a direct conversation."""
        return [self.id]

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
