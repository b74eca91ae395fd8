"""Core: the ground with the files and views on it; everything that asks, acts or draws goes through here."""

from sandbox.clock import SettableClock
from sandbox.records import Json
from sandbox.state.files import FileStore
from sandbox.state.ground import Ground
from sandbox.state.views import ViewDesk


class Core(Ground):
    """All that the workspace holds."""

    def __init__(self, manifest: Json, clock: SettableClock) -> None:
        super().__init__(manifest, clock)
        self.files = FileStore(self)
        self.view_desk = ViewDesk(self)
