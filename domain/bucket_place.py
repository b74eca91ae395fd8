"""Which bucket the files are in, and what opens it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BucketPlace:
    """A bucket of something that speaks as S3 does: Amazon's own, MinIO, Ceph."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    """Empty for Amazon's own."""
    region: str = "us-east-1"
    authority: str = ""
    """A certificate that is trusted besides the machine's own, as PEM."""
    key_id: str = field(default="", repr=False)
    """Empty where the machine itself is let in (an instance's role, a token in a file): the library finds out."""
    secret: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)

    def __str__(self) -> str:
        """As FILES_URL has it."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")
