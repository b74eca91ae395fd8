"""What people put into a message besides typing, in the shapes in which Slack's clients send it.

Where a shape was seen stands with it; what nobody was found to have published is marked as a guess.
"""

from sandbox.records import Json


def section(*elements: Json) -> Json:
    """Return a line of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: Json) -> Json:
    """Return a block of rich text, as the composer sends one."""
    return {"type": "rich_text", "block_id": "a1B2c", "elements": list(parts)}


def table(*rows: tuple[str | int | Json, ...]) -> Json:
    """Return a table block; a text is `raw_text`, a number `raw_number`, an object stands as it is.

    @slack/types 3.2.0; https://docs.slack.dev/reference/block-kit/blocks/table-block
    """
    return {"type": "table", "block_id": "t1", "rows": [[_cell(cell) for cell in row] for row in rows]}


def _cell(cell: str | int | Json) -> Json:
    if isinstance(cell, int):
        return {"type": "raw_number", "value": cell, "text": str(cell)}
    return {"type": "raw_text", "text": cell} if isinstance(cell, str) else cell


def pasted(block: Json) -> Json:
    """Return what hangs on a message into which cells were pasted: vercel/chat#803, openclaw/openclaw#112229."""
    return {"id": 1, "fallback": "[no preview available]", "blocks": [block]}


def forwarded(author: str, text: str, blocks: list[Json] | None = None, files: list[Json] | None = None) -> Json:
    """Return a message that was forwarded.

    slackapi/java-slack-sdk#1179 (`message_blocks`), NousResearch/hermes-agent#96384 (text and files). That an empty
    `blocks` comes where there are none, is a guess.
    """
    inside = {
        "team": "T0SANDBOX1",
        "channel": "C0STUDIE",
        "ts": "1795420000.000100",
        "message": {"blocks": blocks or []},
    }
    return {
        "id": 1,
        "ts": "1795420000.000100",
        "author_id": "U0STUDADM",
        "author_name": author,
        "author_subname": author,
        "channel_id": "C0STUDIE",
        "channel_team": "T0SANDBOX1",
        "is_msg_unfurl": True,
        "is_share": True,
        "from_url": "https://sandbox.slack.com/archives/C0STUDIE/p1795420000000100",
        "fallback": f"[November 23rd, 2026 8:00 AM] {author}: {text}",
        "text": text,
        "message_blocks": [inside],
        "mrkdwn_in": ["text"],
        "footer": "Posted in #studie",
    } | ({"files": files} if files else {})


def preview(address: str, title: str) -> Json:
    """Return the preview of a link, which Slack adds by itself.

    https://docs.slack.dev/messaging/unfurling-links-in-messages
    """
    said = {
        "title": title,
        "title_link": address,
        "text": "Lagt til av Slack",
        "fallback": title,
        "service_name": "uni",
    }
    return {"id": 1, "from_url": address, "original_url": address, **said}


def file(id: str, name: str, **more: object) -> Json:
    """Return a file object whose bytes the workspace does not have; `more` says why.

    https://docs.slack.dev/reference/objects/file-object
    """
    address = f"https://files.slack.com/files-pri/T0SANDBOX1-{id}"
    shape: Json = {
        "id": id,
        "created": 1795420000,
        "timestamp": 1795420000,
        "name": name,
        "title": name,
        "mimetype": "text/plain",
        "filetype": "text",
        "pretty_type": "Plain Text",
        "user": "U0AISHA",
        "user_team": "T0SANDBOX1",
        "editable": False,
        "size": 12,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{name}",
        "url_private_download": f"{address}/download/{name}",
        "permalink": f"https://sandbox.slack.com/files/U0AISHA/{id}/{name}",
        "permalink_public": f"https://slack-files.com/T0SANDBOX1-{id}",
        "is_starred": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }
    return shape | more


def external(id: str, name: str, address: str) -> Json:
    """Return a file that lies elsewhere: the file object's page, `is_external` and `external_type`."""
    return file(id, name, mode="external", is_external=True, external_type="gdrive", url_private=address, size=0)


def denied(id: str, access: str = "access_denied") -> Json:
    """Return what stands for a file that the app may not see: zulip/zulip#23197."""
    return {"id": id, "created": 0, "timestamp": 0, "user": "U0AISHA", "file_access": access}
