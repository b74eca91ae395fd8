"""The delivery of the outbox: everything that must be shown to somebody, at Slack's pace, once, in order."""
