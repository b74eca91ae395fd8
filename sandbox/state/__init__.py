"""What the workspace holds: people and channels, messages, views and files, and how they change.

It knows neither the Web API nor the ways to the bot nor the page: those stand on it.
"""
