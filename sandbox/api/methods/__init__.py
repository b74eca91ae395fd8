"""The Web API's methods, one file for each family; importing this package registers them all."""

from sandbox.api.methods import auth, chat, conversations, files, users, views

__all__ = ["auth", "chat", "conversations", "files", "users", "views"]
