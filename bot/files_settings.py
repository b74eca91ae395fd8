"""FILES_URL: where the files are kept when it is not the folder FILES_DIR; and AWS_*, as other programs read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from bot.addresses import is_web_address
from bot.mail_settings import trusting
from bot.quoted import as_meant
from domain.bucket_place import BucketPlace

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)


def read_files_place(text: str, environment: Mapping[str, str]) -> Path | BucketPlace | None:
    """What FILES_URL says; None when it says nothing. Raises ValueError saying what is wrong."""
    folder = environment.get("FILES_DIR", "").strip()
    if not text:
        return None
    place = _folder(text) if text.startswith("file://") else _bucket(text, environment)
    if folder and not (isinstance(place, Path) and place == Path(folder)):
        raise ValueError("is another place than FILES_DIR, which is set too: leave one of them out")
    return place


def _folder(text: str) -> Path:
    path = unquote(text.removeprefix("file://"))
    if not path.startswith("/"):
        raise ValueError("names no folder; write file:///var/lib/saksbot/files")
    return Path(path)


def _bucket(text: str, environment: Mapping[str, str]) -> BucketPlace:
    scheme, _, behind = text.partition("://")
    bucket, _, prefix = behind.rstrip("/").partition("/")
    if scheme != "s3" or not _BUCKET.fullmatch(bucket) or (prefix and not _PREFIX.fullmatch(prefix)):
        # It is not shown: some write keys in it.
        raise ValueError("must be file:///… or s3://bucket/prefix, and nothing else in it; keys stand in AWS_…")

    def setting(*names: str) -> str:
        return next((found for name in names if (found := _named(environment, name))), "")

    endpoint = setting("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    key_id, secret = setting("AWS_ACCESS_KEY_ID"), setting("AWS_SECRET_ACCESS_KEY")
    if bool(key_id) != bool(secret) or (endpoint and not key_id):
        raise ValueError("needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    return BucketPlace(
        bucket,
        prefix,
        endpoint=_endpoint(endpoint),
        region=setting("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1",
        authority=_authority(setting("AWS_CA_BUNDLE")),
        key_id=key_id,
        secret=secret,
        session_token=setting("AWS_SESSION_TOKEN"),
    )


def _endpoint(text: str) -> str:
    if text and (not is_web_address(text) or "@" in text):
        raise ValueError("AWS_ENDPOINT_URL must be a web address, such as https://s3.uni.example, without keys")
    return text.rstrip("/")


def _authority(name: str) -> str:
    if not name:
        return ""
    try:
        trusting(Path(name))
        return Path(name).read_text("utf-8", errors="replace")  # beside the certificates stand the names of authorities
    except (OSError, ValueError) as error:
        raise ValueError(f"AWS_CA_BUNDLE: {error}") from error


def _named(environment: Mapping[str, str], name: str) -> str:
    try:
        return as_meant(environment, name)
    except ValueError as fault:
        raise ValueError(f"{name} {fault}") from fault
