"""The ways to the bot: Socket Mode and signed HTTP, with their deadlines, retries and losses."""
