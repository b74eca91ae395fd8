"""What a person said, read out of what Slack sends of it: one reader for every event, shortcut and kind of content.

Whatever they can put into a message comes out as one plain value, or is named among what could not be read.
"""

from handlers.said.mentions import Mentions, mentions
from handlers.said.message import Said, files_to_ask_for, read

__all__ = ["Mentions", "Said", "files_to_ask_for", "mentions", "read"]
