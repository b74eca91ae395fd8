"""The case work itself: rules and acts. Knows the field and the database, but nothing of Slack."""
