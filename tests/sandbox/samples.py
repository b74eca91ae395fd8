"""The shapes of what Slack sends to an app, as short tables, and a judge that compares a payload with them.

Taken down from json-logs/samples in slackapi/java-slack-sdk, from the bodies of the scenario tests in
slackapi/bolt-python (shortcut, block_suggestion, file_share) and from docs.slack.dev (events, interaction payloads).
Each shape: what no payload of that kind lacks, and what else was ever seen in one. Names follow the payload's own
fields: `message_action.user` is the user in a message_action, and wins over `user`, which is the user anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Shape: TypeAlias = tuple[set[str], set[str]]

INSTALL = {"type", "token", "team", "user"}
ORG = {"enterprise", "is_enterprise_install"}
INTERACTION = INSTALL | ORG | {"api_app_id"}
EVENT = {"type", "event_ts"}
IN_CHANNEL = EVENT | {"channel", "channel_type", "ts"}
WRITTEN = IN_CHANNEL | {"text", "user"}
THREAD = {"thread_ts", "parent_user_id"}
SAID = {"client_msg_id", "blocks", "attachments", "metadata", "edited"} | THREAD
BY_APP = {"bot_id", "bot_profile"}
ROOT = {"is_locked", "last_read", "latest_reply", "reply_count", "reply_users", "reply_users_count", "subscribed"}
ANY_MESSAGE = SAID | BY_APP | ROOT | {"app_id", "subtype", "hidden", "username", "files", "upload", "display_as_bot"}
CHOICES = {"selected_option", "selected_options", "selected_date", "selected_time", "selected_user", "selected_users"}
CHOICES |= {"selected_channel", "selected_channels", "selected_conversation", "selected_conversations"}
VIEW = {
    "id",
    "team_id",
    "type",
    "title",
    "submit",
    "close",
    "blocks",
    "private_metadata",
    "callback_id",
    "external_id",
    "state",
    "hash",
    "clear_on_close",
    "notify_on_close",
    "submit_disabled",
    "root_view_id",
    "previous_view_id",
    "app_id",
    "app_installed_team_id",
    "bot_id",
}
FILE = {
    "id",
    "created",
    "timestamp",
    "name",
    "title",
    "mimetype",
    "filetype",
    "pretty_type",
    "user",
    "editable",
    "size",
    "mode",
    "is_external",
    "external_type",
    "is_public",
    "public_url_shared",
    "display_as_bot",
    "username",
    "url_private",
    "url_private_download",
    "permalink",
    "permalink_public",
    "has_rich_preview",
}
LATER_IN_FILE = {
    "alt_txt",
    "comments_count",
    "file_access",
    "has_more_shares",
    "is_starred",
    "shares",
    "user_team",
}
PERSON = {"id", "team_id", "name", "deleted", "profile", "is_bot", "is_app_user", "updated"}
WHILE_ACTIVE = {
    "color",
    "real_name",
    "tz",
    "tz_label",
    "tz_offset",
    "is_admin",
    "is_owner",
    "is_primary_owner",
    "is_restricted",
    "is_ultra_restricted",
    "is_email_confirmed",
    "is_stranger",
    "has_2fa",
    "who_can_share_contact_card",
    "locale",
}
PROFILE = {
    "title",
    "phone",
    "skype",
    "real_name",
    "real_name_normalized",
    "display_name",
    "display_name_normalized",
    "status_text",
    "status_text_canonical",
    "status_emoji",
    "status_expiration",
    "avatar_hash",
    "first_name",
    "last_name",
    "team",
    *(f"image_{size}" for size in (24, 32, 48, 72, 192, 512)),
}
SAMPLES: dict[str, Shape] = {
    # what people do
    "block_actions in a message": (
        INTERACTION | {"container", "trigger_id", "channel", "response_url", "state", "actions"},
        {"message"},  # not in an ephemeral one
    ),
    "block_actions in a view": (INTERACTION | {"container", "trigger_id", "view", "actions"}, set()),
    "block_suggestion": (
        INTERACTION | {"container", "action_id", "block_id", "value"},
        {"view", "message", "channel"},
    ),
    "view_submission": (INTERACTION | {"trigger_id", "view"}, {"response_urls"}),
    "view_closed": (INTERACTION | {"view", "is_cleared"}, set()),
    "shortcut": (INSTALL | {"callback_id", "trigger_id", "action_ts"}, ORG),
    "message_action": (
        INSTALL | {"callback_id", "trigger_id", "action_ts", "message_ts", "response_url", "message", "channel"},
        ORG,
    ),
    "slash_command": (
        {"token", "api_app_id", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name"}
        | {"command", "text", "response_url", "trigger_id", "is_enterprise_install"},
        set(),
    ),
    "team": ({"id", "domain"}, set()),
    "user": ({"id", "username", "name", "team_id"}, set()),
    "shortcut.user": ({"id", "username", "team_id"}, set()),
    "message_action.user": ({"id", "name"}, {"team_id"}),
    "channel": ({"id", "name"}, set()),
    "container of a message": ({"type", "message_ts", "channel_id", "is_ephemeral"}, {"thread_ts"}),
    "container of a view": ({"type", "view_id"}, set()),
    "actions": (
        {"type", "action_id", "block_id", "action_ts"},
        {"text", "value", "style", "confirm", "placeholder"} | CHOICES,
    ),
    "view": (VIEW, set()),
    "message": ({"type", "ts", "text", "user", "team"}, ANY_MESSAGE | {"source_team", "user_team"}),
    # what Slack tells
    "event_callback": (
        {"token", "team_id", "api_app_id", "type", "authorizations", "is_ext_shared_channel"}
        | {"event_id", "event_time", "event_context", "event"},
        {"context_team_id", "context_enterprise_id"},
    ),
    "authorizations": ({"enterprise_id", "team_id", "user_id", "is_bot", "is_enterprise_install"}, set()),
    "event message": (WRITTEN | {"team"}, SAID | BY_APP | {"app_id"}),
    "event file_share": (WRITTEN | {"subtype", "files", "upload", "display_as_bot"}, SAID | BY_APP | {"app_id"}),
    "event thread_broadcast": (WRITTEN | {"subtype", "thread_ts", "root"}, SAID | BY_APP | {"app_id"}),
    "event app_mention": (EVENT | {"channel", "ts", "text", "user"}, SAID | {"team"}),
    "event me_message": (WRITTEN | {"subtype"}, SAID),
    "event message_changed": (IN_CHANNEL | {"subtype", "hidden", "message", "previous_message"}, set()),
    "event message_deleted": (IN_CHANNEL | {"subtype", "hidden", "deleted_ts"}, {"previous_message"}),
    "event app_home_opened": (EVENT | {"user", "channel", "tab"}, {"view"}),
    "event user_change": ({"type", "user", "cache_ts"}, {"event_ts"}),
    "event file_shared": (EVENT | {"file_id", "user_id", "file", "channel_id"}, set()),
    "event file_deleted": (EVENT | {"file_id", "channel_ids"}, set()),
    "event user_change.user": (PERSON, WHILE_ACTIVE),
    "profile": (PROFILE, {"email", "status_emoji_display_info"}),
    "previous_message": ({"type", "ts", "text", "user", "team"}, ANY_MESSAGE),
    "event file_shared.file": ({"id"}, set()),
    "files": ({"id"}, FILE | LATER_IN_FILE),  # one that was taken out, or that the app may not see, has little more
    "edited": ({"user", "ts"}, set()),
    "bot_profile": ({"id", "deleted", "name", "updated", "app_id", "icons", "team_id"}, set()),
    # what Slack answers
    "auth.test": ({"ok", "url", "team", "user", "team_id", "user_id", "bot_id", "is_enterprise_install"}, set()),
    "chat.postMessage": ({"ok", "channel", "ts", "message"}, set()),
    "chat.update": ({"ok", "channel", "ts", "text", "message"}, set()),
}
IN_OTHER_WORDS = {"root": "message"}


def sample_of(payload: dict[str, Any]) -> str:
    """Name the sample that a payload must be like."""
    if "command" in payload:
        return "slash_command"
    kind = str(payload["type"])
    if kind == "block_actions":
        return f"{kind} in a {payload['container']['type']}"
    return kind


def unlike(payload: dict[str, Any], name: str = "") -> list[str]:
    """Tell where the payload lacks what Slack always sends, or holds what Slack was never seen to send."""
    return list(_unlike(name or sample_of(payload), payload))


def _unlike(name: str, shape: dict[str, Any]) -> Iterator[str]:
    always, sometimes = SAMPLES[name]
    if lacking := always - set(shape):
        yield f"{name} lacks {sorted(lacking)}"
    if unknown := set(shape) - always - sometimes:
        yield f"{name} has {sorted(unknown)}"
    for field, value in shape.items():
        for inside in value if isinstance(value, list) else [value]:
            sample = _inside(name, field, inside)
            if sample is not None:
                yield from _unlike(sample, inside)


def _inside(name: str, field: str, value: Any) -> str | None:
    """Name the sample of what stands in a field, where there is one."""
    if not isinstance(value, dict):
        return None
    if field == "event":
        return f"event {value.get('subtype') or value['type']}"
    if field == "container":
        return f"container of a {value['type']}"
    known = [f"{name}.{field}", IN_OTHER_WORDS.get(field, field)]
    return next((sample for sample in known if sample in SAMPLES), None)
