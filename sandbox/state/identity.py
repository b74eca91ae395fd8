"""Who is who in the workspace: the ids of the team, of the app and of its bot, and how Slack tells of the bot."""

from dataclasses import dataclass

from sandbox.records import Json


@dataclass(frozen=True)
class Identity:
    """The workspace's and the app's own ids, and the bot's name."""

    bot_name: str
    team_id: str = "T0SANDBOX1"
    team_domain: str = "sandbox"
    app_id: str = "A0SANDBOX1"
    bot_id: str = "B0SANDBOX1"
    bot_user_id: str = "U0SANDBOXBOT"

    def bot_profile(self, updated: int) -> Json:
        """Return what Slack tells about the bot inside its messages."""
        icons = {f"image_{size}": f"https://avatars.invalid/bot_{size}.png" for size in (36, 48, 72)}
        return {
            "id": self.bot_id,
            "deleted": False,
            "name": self.bot_name,
            "updated": updated,
            "app_id": self.app_id,
            "icons": icons,
            "team_id": self.team_id,
        }
