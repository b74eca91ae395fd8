"""Kills the bot at every step of what people do with it, and shows that it costs nothing."""
