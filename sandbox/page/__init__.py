"""The browser page of the sandbox: an imitation of the parts of Slack that the bot uses.

Drawn in Python with htpy; one socket sends changed parts; a small script that knows no blocks puts them in place.
"""

from sandbox.page.server import add_page

__all__ = ["add_page"]
