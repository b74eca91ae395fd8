"""How acts are run: the one place where the event loop and the database meet."""
