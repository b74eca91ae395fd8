"""The table of contents of the bot: every listener."""

from __future__ import annotations

from handlers import (
    absence,
    access,
    begin,
    bulk_move,
    calendars,
    close_case,
    commands,
    conversation,
    create_subtask,
    deadlines,
    decline,
    disqualification,
    distribute,
    download,
    edit,
    ending,
    fetch_attachments,
    history,
    hold,
    home,
    lists,
    need_more,
    notification_settings,
    nudge,
    offers,
    overview,
    preview,
    ready_sets,
    reassign,
    record,
    rounds,
    search,
    take_out,
    task,
    upload,
    user_profile,
)
from handlers.dispatch import Listeners


def all_listeners() -> Listeners:
    """Bind every listener there is."""
    listeners = Listeners()
    for module in (home, notification_settings, create_subtask, task, conversation, commands, user_profile):
        module.register(listeners)
    for module in (close_case, distribute, reassign, decline, disqualification, hold, deadlines, history, record):
        module.register(listeners)
    for module in (edit, ending, begin, nudge, need_more, absence, ready_sets, rounds, search, bulk_move, offers):
        module.register(listeners)
    for module in (access, upload, fetch_attachments, take_out, preview, overview, download, lists, calendars):
        module.register(listeners)
    return listeners
