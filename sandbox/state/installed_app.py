"""The app as installed from its manifest: what it may do, hear and offer."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.records import Json

CHANNELS = ("channels:read", "groups:read")
EVENT_SCOPES: Mapping[str, tuple[str, ...]] = (  # any one of the scopes does; the sandbox does not send all of them
    dict.fromkeys(("app_home_opened", "app_uninstalled", "tokens_revoked"), ())
    | dict.fromkeys(("assistant_thread_context_changed", "assistant_thread_started"), ("assistant:write",))
    | dict.fromkeys(("member_joined_channel", "member_left_channel"), CHANNELS)
    | {f"channel_{act}": ("channels:read",) for act in ("archive", "created", "deleted", "rename", "unarchive")}
    | {f"file_{act}": ("files:read",) for act in ("change", "created", "deleted", "shared", "unshared")}
    | {f"pin_{act}": ("pins:read",) for act in ("added", "removed")}
    | {f"reaction_{act}": ("reactions:read",) for act in ("added", "removed")}
    | {
        "app_mention": ("app_mentions:read",),
        "emoji_changed": ("emoji:read",),
        "link_shared": ("links:read",),
        "message.channels": ("channels:history",),
        "message.groups": ("groups:history",),
        "message.im": ("im:history",),
        "message.mpim": ("mpim:history",),
        "team_join": ("users:read",),
        "user_change": ("users:read",),
    }
)


class ManifestError(ValueError):
    """The manifest is none, or asks for something that Slack would not install."""


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
        if not isinstance(_in(manifest, "display_information").get("name"), str):
            raise ManifestError("an app's manifest has display_information with a name")
        features, settings = _in(manifest, "features"), _in(manifest, "settings")
        home = _in(features, "app_home")
        app = cls(
            name=_in(features, "bot_user").get("display_name") or manifest["display_information"]["name"],
            scopes=_words(_in(_in(manifest, "oauth_config"), "scopes"), "bot"),
            events=_words(_in(settings, "event_subscriptions"), "bot_events"),
            commands=_by(features, "slash_commands", "command"),
            shortcuts=_by(features, "shortcuts", "callback_id"),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactive=bool(_in(settings, "interactivity").get("is_enabled", False)),
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
            scopes = EVENT_SCOPES[event]
            if scopes and self.scopes.isdisjoint(scopes):
                raise ManifestError(f"the bot event {event!r} needs the scope {' or '.join(map(repr, scopes))}")
        if (self.commands or self.shortcuts) and "commands" not in self.scopes:
            raise ManifestError("slash commands and shortcuts need the scope 'commands'")


def _in(given: Json, name: str) -> Json:
    """Return the object of this name, an empty one where there is none; raises ManifestError for what is no object."""
    found = given.get(name) or {}
    if not isinstance(found, dict):
        raise ManifestError(f"{name} in a manifest is an object, not {found!r}")
    return found


def _words(given: Json, name: str) -> frozenset[str]:
    found = given.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ManifestError(f"{name} in a manifest is a list of words, not {found!r}")
    return frozenset(found)


def _by(given: Json, name: str, key: str) -> dict[str, Json]:
    found = given.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) and isinstance(one.get(key), str) for one in found):
        raise ManifestError(f"{name} in a manifest is a list of objects with a {key}")
    return {one[key]: one for one in found}
