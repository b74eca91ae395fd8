"""Sends the bot what Slack and fellow systems never would, over real HTTP, and watches what becomes of it."""
