"""A server that speaks as S3 does, for tests: its state lives in this process, so that it can be away for a while."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

from moto.server import ThreadedMotoServer

from domain.bucket_place import BucketPlace

KEY = {"AWS_ACCESS_KEY_ID": "AKIASAKSBOT", "AWS_SECRET_ACCESS_KEY": "hemmelig-nok"}
SIGNED = (  # the server looks at whose key it is, and not whether it is right
    f"AWS4-HMAC-SHA256 Credential={KEY['AWS_ACCESS_KEY_ID']}/20260101/us-east-1/s3/aws4_request, "
    "SignedHeaders=host, Signature=0"
)

_numbers = count(1)


class S3:
    """A server with buckets."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)  # it tells of every request
        self._server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self._server.start()
        self._host, self._port = self._server.get_host_and_port()

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://{self._host}:{self._port}"

    def new_bucket(self) -> str:
        """Make a bucket and give its name."""
        name = f"saksbot-{next(_numbers)}"
        self.ask("PUT", name)
        return name

    def place(self, bucket: str, prefix: str = "vedlegg") -> BucketPlace:
        """As the settings say it."""
        key_id, secret = KEY.values()
        return BucketPlace(bucket, prefix, endpoint=self.endpoint, key_id=key_id, secret=secret)

    def environment(self, bucket: str) -> dict[str, str]:
        """As an administrator writes it."""
        return {"FILES_URL": f"s3://{bucket}/vedlegg", "FILES_DIR": "", "AWS_ENDPOINT_URL": self.endpoint, **KEY}

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Do something with the server that no program of ours does."""
        headers = {"Authorization": SIGNED}
        request = urllib.request.Request(f"{self.endpoint}/{path}", body, headers, method=method)  # noqa: S310 - our own
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return bytes(answer.read())

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens for as long as the block lasts; what is in the buckets stays."""
        self.stop()
        try:
            yield
        finally:
            self._server = ThreadedMotoServer("127.0.0.1", self._port, verbose=False)
            self._server.start()

    def stop(self) -> None:
        """Listen no more."""
        with suppress(OSError):
            self._server.stop()
