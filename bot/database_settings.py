"""Where the database is, from the environment."""

from __future__ import annotations

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.secrecy import require_encoded

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def read_database_url(text: str) -> str:
    """The address as SQLAlchemy takes it. Raises ValueError, which never shows it: it may hold a password."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("is no database address; write sqlite:///… or postgresql://…") from None
    if url.drivername != "sqlite":
        require_encoded(text, url.username, url.password)
    if url.drivername not in _DRIVERS:
        raise ValueError(f"must begin with sqlite:/// or postgresql://; not {url.drivername}://")
    if url.drivername == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise ValueError("names no file; write sqlite:///saksbot.db")
        return text
    return url.set(drivername=_DRIVERS[url.drivername]).render_as_string(hide_password=False)
