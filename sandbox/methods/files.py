"""files.getUploadURLExternal, completeUploadExternal, info and delete."""

from sandbox.api import Ask, method
from sandbox.files import LARGEST
from sandbox.methods.conversations import direct
from sandbox.preparing import prepare_blocks
from sandbox.records import Json
from sandbox.refusing import ApiError


@method(
    "files.getUploadURLExternal",
    scope="files:write",
    args={"filename": "text", "length": "int", "alt_txt": "text", "snippet_type": "text"},
    required=("filename", "length"),
)
def get_upload_url(ask: Ask) -> Json:
    """Give an address for the bytes of one file."""
    if not 0 < ask.get("length") <= LARGEST:
        raise ApiError("file_upload_size_restricted", f"a file has 1 to {LARGEST} bytes")
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
    """Finish uploads; where a conversation is named they appear in it a moment later."""
    channel = ask.get("channel_id") or ask.get("channels")
    person = direct(ask, channel) if channel else None
    thread_ts = ask.get("thread_ts")
    if thread_ts is not None and (person is None or person.conversation.find(thread_ts) is None):
        raise ApiError("invalid_thread_ts", f"there is no message {thread_ts} in {channel}")
    if ask.get("blocks") and ask.get("initial_comment"):
        raise ApiError("invalid_arguments", "blocks and initial_comment exclude each other")
    blocks = prepare_blocks(ask.ws, ask.get("blocks"), "message")
    if not all(isinstance(item, dict) and set(item) <= {"id", "title"} for item in ask.get("files")):
        raise ApiError("invalid_arguments", "files is a list of {id, title}")
    files = [ask.ws.files.completable(item.get("id", "")) for item in ask.get("files")]
    answer = []
    for file, item in zip(files, ask.get("files"), strict=True):
        file.title = item.get("title") or file.title
        answer.append(ask.ws.files.json(file))
        file.complete = True
    if person is not None:
        ask.ws.files.share_later(files, person, thread_ts, ask.get("initial_comment", ""), blocks)
    return {"files": answer}


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
