"""The app as installed from its manifest: what it may do, hear and offer."""

from dataclasses import dataclass

from sandbox.records import Json

EVENT_SCOPES = {
    "message.im": "im:history",
    "user_change": "users:read",
    "team_join": "users:read",
    "file_shared": "files:read",
    "file_created": "files:read",
    "file_change": "files:read",
    "file_deleted": "files:read",
    "file_unshared": "files:read",
    "app_home_opened": None,
    "app_uninstalled": None,
    "tokens_revoked": None,
}


class ManifestError(ValueError):
    """The manifest asks for something that Slack would not install."""


@dataclass(frozen=True)
class InstalledApp:
    """What the manifest says, in the words the sandbox needs."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Json]
    shortcuts: dict[str, Json]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactive: bool

    @classmethod
    def from_manifest(cls, manifest: Json) -> "InstalledApp":
        """Read the manifest; raises ManifestError where an event, command or shortcut lacks its scope."""
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        home = features.get("app_home", {})
        bot_user = features.get("bot_user", {})
        app = cls(
            name=bot_user.get("display_name") or manifest["display_information"]["name"],
            scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands={command["command"]: command for command in features.get("slash_commands", [])},
            shortcuts={shortcut["callback_id"]: shortcut for shortcut in features.get("shortcuts", [])},
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled", False)),
        )
        app._check()
        return app

    def hears(self, event: str) -> bool:
        """Say whether the app is subscribed to this bot event."""
        return event in self.events

    def _check(self) -> None:
        for event in sorted(self.events):
            if event not in EVENT_SCOPES:
                raise ManifestError(f"the sandbox knows no bot event {event!r}")
            scope = EVENT_SCOPES[event]
            if scope and scope not in self.scopes:
                raise ManifestError(f"the bot event {event!r} needs the scope {scope!r}")
        if (self.commands or self.shortcuts) and "commands" not in self.scopes:
            raise ManifestError("slash commands and shortcuts need the scope 'commands'")
