"""Lets an institution live for long while its bot is killed, its database restarted, and Slack fails in every way."""
