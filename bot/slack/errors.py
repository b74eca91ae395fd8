"""Every refusal that Slack documents for a method we call, sorted by what becomes of the thing refused.

The codes are those of each method's own page, https://docs.slack.dev/reference/methods/METHOD, under "Errors", read in
two public copies of May and August 2026; the one marked "seen" stands on no page. A code that Slack invents tomorrow
waits, like everything that does not speak of this very content or person.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Verdict(StrEnum):
    """What a refusal means for the thing refused."""

    LATER = "later"  # Slack is busy with something else: nothing was done, and nobody has to do anything
    UNKNOWN = "unknown"  # Slack may have done it all the same
    ADMINISTRATOR = "administrator"  # nothing was done until somebody mends the installation
    CHANNEL = "channel"  # the conversation that we remember is not the right one any more
    GONE = "gone"  # what is to be changed, taken away or hung under something is not there any more
    CONTENT = "content"  # for good: this very message or file
    PERSON = "person"  # for good: this very person
    OURS = "ours"  # this program has asked in a wrong way


_INSTALL = "install the app again from manifest.yml (App Manifest, then Install App)"
_REISSUE = "make a new token under Install App, set SLACK_BOT_TOKEN, and start again"
_POLICY = "an administrator of the workspace has to allow it: Settings & administration"
_UPLOADS = "allow file uploads for the app: Settings & administration, Workspace settings, Permissions"
_NETWORK = "allow this machine's address: the workspace or the app only takes calls from certain networks"
_REPORT = "a fault in this program: send the log to its makers; after an upgrade, outbox retry"

_CODES: Mapping[Verdict, Mapping[str, str]] = {
    Verdict.LATER: {
        "external_channel_migrating": "",
        "list_record_comment_fetch_failed": "",
        "message_limit_exceeded": "the workspace has sent all the messages that its plan allows for now",
        "org_login_required": "the workspace is being moved to an organization; wait until Slack is done",
        "rate_limited": "",
        "ratelimited": "",
        "streaming_state_conflict": "",
        "team_added_to_org": "the workspace is being moved to an organization; wait until Slack is done",
        "unable_to_share_files": "",
    },
    Verdict.UNKNOWN: dict.fromkeys(
        ("fatal_error", "file_update_failed", "internal_error", "request_timeout", "service_unavailable",
         "update_failed"),
        "Slack is in trouble; see status.slack.com",
    ),
    Verdict.ADMINISTRATOR: {
        "access_denied": _POLICY,
        "accesslimited": _NETWORK,
        "account_inactive": _REISSUE,
        "app_access_restricted": "approve the app for these people: Settings & administration, Manage apps",
        "channel_is_limited_access": _POLICY,
        "ekm_access_denied": "the keys of Enterprise Key Management are withdrawn; ask who keeps them",
        "enterprise_is_restricted": "install the app in the workspace, not in the whole organization",
        "file_deleting_disabled": _POLICY,
        "file_uploads_disabled": _UPLOADS,
        "forbidden_team": "this workspace may not use Socket Mode: use HTTP, or ask Slack",
        "invalid_auth": f"SLACK_BOT_TOKEN, or the network the call comes from, is not accepted: {_REISSUE}",
        "is_bot": _REISSUE,
        "messages_tab_disabled": "App Home, Show Tabs: turn the Messages Tab on, and let people write there",
        "missing_args": "set SLACK_APP_TOKEN to an app-level token (xapp-…) with connections:write",
        "missing_scope": _INSTALL,
        "no_permission": _INSTALL,
        "not_allowed_token_type": _REISSUE,
        "not_authed": _REISSUE,
        "not_enabled": "App Home, Show Tabs: turn the Home Tab on",
        "posting_to_channel_denied": _POLICY,
        "restricted_action": _POLICY,
        "restricted_action_non_threadable_channel": _POLICY,
        "restricted_action_read_only_channel": "App Home, Show Tabs: let people write in the Messages Tab",
        "restricted_action_thread_locked": "an administrator has locked the thread; unlock it",
        "restricted_action_thread_only_channel": _POLICY,
        "storage_limit_reached": "the workspace's file storage is full: delete files, or buy more",
        "team_access_not_granted": _INSTALL,  # seen
        "team_not_found": _REISSUE,
        "token_expired": _REISSUE,
        "token_revoked": _REISSUE,
        "two_factor_setup_required": "the app's owner has to set up two-factor authentication in Slack",
    },
    Verdict.CHANNEL: dict.fromkeys(
        ("channel_not_found", "invalid_channel", "is_archived", "is_inactive", "not_in_channel"),
        "opened anew at every try; if it stays so, see whether the person can still use the app in Slack",
    ),
    Verdict.GONE: dict.fromkeys(
        ("cannot_reply_to_message", "cant_delete_file", "cant_delete_message", "cant_update_message",
         "edit_window_closed", "exchanged_trigger_id", "expired_trigger_id", "file_deleted", "file_is_deleted",
         "file_not_found", "hash_conflict", "invalid_trigger_id", "message_not_found", "not_found", "not_visible",
         "push_limit_reached", "thread_not_found"),
        "",
    ),
    Verdict.CONTENT: dict.fromkeys(
        ("alt_txt_too_large", "attachment_payload_limit_exceeded", "blocked_file_type", "delete_not_allowed",
         "file_share_limit_reached", "file_type_not_allowed", "file_upload_size_restricted",
         "file_uploads_except_images_disabled", "foreign_file_address", "invalid_attachments", "invalid_blocks",
         "invalid_blocks_format", "max_file_sharing_exceeded", "msg_blocks_too_long", "msg_too_long", "no_text",
         "snippet_too_large", "too_many_attachments", "view_too_large"),
        "whoever wrote it has been told, and has to send it in another way",
    ),
    Verdict.PERSON: dict.fromkeys(
        ("cannot_dm_bot", "invalid_user_combination", "user_disabled", "user_not_found", "user_not_visible",
         "users_not_found"),
        "the other party has been told; give the work to somebody who can be reached, or open the account in Slack",
    ),
    Verdict.OURS: dict.fromkeys(
        ("as_user_not_supported", "block_mismatch", "cant_broadcast_message", "canvas_disabled_file_team",
         "canvas_disabled_user_team", "canvas_globally_disabled", "channels_limit_exceeded", "deprecated_endpoint",
         "draft_already_deleted", "draft_already_sent", "draft_has_conflict", "draft_not_found",
         "duplicate_channel_not_found", "duplicate_external_id", "duplicate_message_not_found", "insecure_request",
         "invalid_arg_name", "invalid_arguments", "invalid_array_arg", "invalid_charset", "invalid_cursor",
         "invalid_form_data", "invalid_metadata_filter_keys", "invalid_metadata_format", "invalid_metadata_schema",
         "invalid_post_type", "invalid_ts_latest", "invalid_ts_oldest", "limit_required", "markdown_text_conflict",
         "metadata_must_be_sent_from_app", "metadata_too_large", "method_deprecated",
         "method_not_supported_for_channel_type", "missing_argument", "missing_file_data", "missing_post_type",
         "missing_profile_id", "no_dual_broadcast_content_update", "not_enough_users", "not_implemented",
         "send_on_behalf_not_allowed", "slack_connect_blocked_file_type", "slack_connect_canvas_sharing_blocked",
         "slack_connect_clip_sharing_blocked", "slack_connect_file_link_sharing_blocked",
         "slack_connect_file_upload_sharing_blocked", "slack_connect_lists_sharing_blocked", "template_not_visible",
         "too_many_contact_cards", "too_many_users", "unknown_method", "unknown_snippet_type", "unknown_subtype",
         "users_list_not_supplied"),
        _REPORT,
    ),
}  # fmt: skip

VERDICTS: Mapping[str, Verdict] = MappingProxyType(
    {code: verdict for verdict, codes in _CODES.items() for code in codes}
)
RATE_LIMITED = frozenset({"rate_limited", "ratelimited"})
NO_SUCH_PERSON = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
FINAL = frozenset({Verdict.CONTENT, Verdict.PERSON})

# Of auth.test and apps.connections.open: only another token helps, and trying again does not.
WRONG_TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


def verdict_on(code: str) -> Verdict:
    """What a refusal means; one that nobody knows waits for an administrator."""
    return VERDICTS.get(code, Verdict.ADMINISTRATOR)


def cure_of(code: str) -> str:
    """What an administrator can do about it, in one sentence; empty when there is nothing to do but wait."""
    known = VERDICTS.get(code)
    return _CODES[known][code] if known else f"unknown here; look for {code} in Slack's documentation of its methods"
