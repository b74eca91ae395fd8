"""Block Kit's shapes and limits, as plain functions over what the bot sent: nothing here knows a workspace."""
