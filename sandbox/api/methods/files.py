"""files.getUploadURLExternal, completeUploadExternal, info and delete."""

from sandbox.api.desk import Ask, method
from sandbox.api.methods.conversations import Place, known, reach
from sandbox.records import Json
from sandbox.state import posting
from sandbox.state.files import LARGEST
from sandbox.state.preparing import prepare_blocks
from sandbox.state.refusing import ApiError

LARGEST_SNIPPET = 1_000_000
LONGEST_ALT_TEXT = 1_000
MOST_CHANNELS = 100
OF_A_FILE = frozenset({"id", "title", "highlight_type"})


@method(
    "files.getUploadURLExternal",
    scope="files:write",
    args={"filename": "text", "length": "int", "alt_txt": "text", "snippet_type": "text"},
    required=("filename", "length"),
)
def get_upload_url(ask: Ask) -> Json:
    """Give an address for the bytes of one file.

    Source of the codes: docs.slack.dev/reference/methods/files.getUploadURLExternal. That only what has a snippet_type
    is a snippet, and that "1MB" is a million bytes, are guesses.
    """
    length = ask.get("length")
    if length == 0:
        raise ApiError("missing_argument", "a file of no bytes")
    if not 0 < length <= LARGEST:
        raise ApiError("file_upload_size_restricted", f"a file has 1 to {LARGEST} bytes")
    if ask.get("snippet_type") and length > LARGEST_SNIPPET:
        raise ApiError("snippet_too_large", f"a snippet has at most {LARGEST_SNIPPET} bytes")
    if len(ask.get("alt_txt", "")) > LONGEST_ALT_TEXT:
        raise ApiError("alt_txt_too_large", f"alt_txt takes {LONGEST_ALT_TEXT} characters")
    file = ask.ws.files.announce(ask.get("filename"), ask.get("length"), ask.get("alt_txt", ""))
    return {"upload_url": f"{ask.ws.base_url}/upload/{file.ticket}", "file_id": file.id}


@method(
    "files.completeUploadExternal",
    scope="files:write",
    args={
        "files": "list",
        "channel_id": "text",
        "channels": "text",
        "thread_ts": "text",
        "initial_comment": "text",
        "blocks": "list",
    },
    required=("files",),
)
def complete_upload(ask: Ask) -> Json:
    """Finish uploads; where conversations are named they appear in them a moment later.

    Source: docs.slack.dev/reference/methods/files.completeUploadExternal. A comment makes it ignore the blocks. No code
    there fits a thread whose root is gone; that it does what chat.postMessage does is a guess.
    """
    people, thread_ts = _where(ask), ask.get("thread_ts")
    for person in people:
        posting.root_of(person, thread_ts)
    blocks = [] if ask.get("initial_comment") else prepare_blocks(ask.ws, ask.get("blocks"), "message")
    if not all(isinstance(item, dict) and set(item) <= OF_A_FILE for item in ask.get("files")):
        raise ApiError("invalid_arguments", f"files is a list of {sorted(OF_A_FILE)}")
    files = [ask.ws.files.completable(item.get("id", "")) for item in ask.get("files")]
    answer = []
    for file, item in zip(files, ask.get("files"), strict=True):
        file.title = item.get("title") or file.title
        answer.append(ask.ws.files.json(file))
        file.complete = True
    for person in people:
        ask.ws.files.share_later(files, person, thread_ts, ask.get("initial_comment", ""), blocks)
    return {"files": answer}


def _where(ask: Ask) -> list[Place]:
    """Return in whose conversations the files are to appear: `channel_id` names one, `channels` up to a hundred."""
    named = [name for name in ask.get("channels", "").split(",") if name]
    if len(named) > MOST_CHANNELS:
        raise ApiError("channels_limit_exceeded", f"at most {MOST_CHANNELS} channels at once")
    if ask.get("thread_ts") is not None and len(named) > 1:
        raise ApiError("invalid_arguments", "a thread is in one channel")  # which code Slack has is a guess
    one = [known(ask, ask.get("channel_id"))] if ask.get("channel_id") else []
    return list(dict.fromkeys([*one, *(reach(ask, name) for name in named)]))


@method(
    "files.info",
    scope="files:read",
    args={"file": "text", "count": "int", "cursor": "text", "limit": "int", "page": "int"},
    required=("file",),
)
def files_info(ask: Ask) -> Json:
    """Return a file, and where it is shared by now."""
    file = ask.ws.files.visible_to_bot(ask.get("file"))
    return {"file": ask.ws.files.json(file), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete", scope="files:write", args={"file": "text"}, required=("file",))
def files_delete(ask: Ask) -> Json:
    """Delete one of the bot's own files."""
    file = ask.ws.files.visible_to_bot(ask.get("file"))
    if file.user != ask.ws.bot_user_id:
        raise ApiError("cant_delete_file", "the file is not the bot's own")
    ask.ws.files.delete(file)
    return {}


METHODS = (
    get_upload_url,
    complete_upload,
    files_info,
    files_delete,
)
