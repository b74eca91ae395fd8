"""What stands between a program and its PostgreSQL: forwards bytes, until it falls silent as a failover makes it."""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import make_url

# The server's greeting names its process; whoever pools lines says something else there.
# https://www.postgresql.org/docs/current/protocol-message-formats.html (BackendKeyData)
GREETING = b"K" + struct.pack("!i", 12)
SOMETHING_ELSE = struct.pack("!i", 7)


class Forwarder:
    """Forwards to the PostgreSQL at an address, from its own one, `url`; `pools` lets it greet as a pooler does."""

    def __init__(self, target: str, *, pools: bool = False) -> None:
        """Listen; `forwarding` lets it work."""
        self.pools = pools
        self.lines = 0
        address = make_url(target)
        self._folder = address.query["host"]
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wake, self._woken = socket.socketpair()
        self._peers: dict[socket.socket, socket.socket] = {}
        self._silent: set[socket.socket] = set()
        self._is_silent = False
        here = address.set(host="127.0.0.1", port=self._listener.getsockname()[1], query={})
        self.url = here.render_as_string(hide_password=False)

    def fall_silent(self, *, for_new_ones: bool = False) -> None:
        """Forward nothing more on the lines there are, without closing them; `for_new_ones` on no others, either."""
        self._is_silent = for_new_ones
        self._silent |= set(self._peers)
        self._wake.send(b".")

    def recover(self) -> None:
        """Let new lines through again."""
        self._is_silent = False

    def work(self) -> None:
        """Forward until `end` is called."""
        while True:
            heard, _, _ = select.select([self._listener, self._woken, *(set(self._peers) - self._silent)], [], [])
            if self._woken in heard and b"!" in self._woken.recv(100):
                break
            for one in heard:
                if one is self._listener:
                    self._accept()
                elif one in self._peers:
                    self._pass_on(one)
        for one in (*self._peers, self._listener, self._woken):
            one.close()

    def end(self) -> None:
        """Let `work` end, and every line with it."""
        self._wake.send(b"!")
        self._wake.close()

    def _accept(self) -> None:
        self.lines += 1
        line, _ = self._listener.accept()
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{self._folder}/.s.PGSQL.5432")
        self._peers |= {line: server, server: line}
        if self._is_silent:
            self._silent |= {line, server}

    def _pass_on(self, one: socket.socket) -> None:
        other = self._peers[one]
        with suppress(OSError):
            if data := one.recv(65536):
                other.sendall(self._greeted(data) if one.family == socket.AF_UNIX else data)
                return
        for gone in (one, other):
            del self._peers[gone]
            gone.close()

    def _greeted(self, data: bytes) -> bytes:
        before, greeting, after = data.partition(GREETING)
        return before + greeting + SOMETHING_ELSE + after[4:] if self.pools and greeting else data


@contextmanager
def forwarding(target: str, *, pools: bool = False) -> Iterator[Forwarder]:
    """Forward to this PostgreSQL inside the block, from a thread of its own."""
    forwarder = Forwarder(target, pools=pools)
    thread = threading.Thread(target=forwarder.work)
    thread.start()
    try:
        yield forwarder
    finally:
        forwarder.end()
        thread.join()
