"""Where the database is, from the environment."""

from __future__ import annotations

import re

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.secrecy import require_encoded

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


# Several servers, of which the first that answers is taken, as PostgreSQL's own programs write it: //a:5432,b:5432/name
_SEVERAL = re.compile(r"(\w[\w+]*://(?:[^/?#]*@)?)([^/?#@,]+(?:,[^/?#@,]+)+)(/[^?#]*)?(?:\?(.*))?")
_PORT = "5432"


def read_database_url(text: str) -> str:
    """The address as SQLAlchemy takes it. Raises ValueError, which never shows it: it may hold a password."""
    try:
        several = _SEVERAL.fullmatch(text)
        url = make_url(_servers_behind(several) if several else text)
    except (ArgumentError, ValueError):
        raise ValueError("is no database address; write sqlite:///… or postgresql://…") from None
    if url.drivername != "sqlite":
        require_encoded(text, url.username, url.password)
    if url.drivername not in _DRIVERS:
        raise ValueError(f"must begin with sqlite:/// or postgresql://; not {url.drivername}://")
    if url.drivername == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise ValueError("names no file; write sqlite:///saksbot.db")
        if url.query:  # neither SQLite nor the backup knows any
            raise ValueError("has options after a ?, and SQLite takes none: leave them out")
        return text
    return url.set(drivername=_DRIVERS[url.drivername]).render_as_string(hide_password=False)


def _servers_behind(found: re.Match[str]) -> str:
    """The same address with its servers as options, which is the only place where SQLAlchemy takes more than one."""
    begin, servers, name, options = found.groups()
    pairs = [re.fullmatch(r"(.+?)(?::(\d+))?", one) for one in servers.split(",")]
    hosts = ",".join(pair[1].strip("[]") for pair in pairs if pair)
    ports = ",".join(pair[2] or _PORT for pair in pairs if pair)
    return f"{begin}{name or '/'}?{'&'.join(filter(None, (f'host={hosts}', f'port={ports}', options)))}"
