"""FILES_URL takes the place of FILES_DIR, and what is wrong with it is said before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.secrecy import without_secrets
from bot.settings import Settings, SettingsError
from domain.bucket_place import BucketPlace
from tests.bot.mail_servers import AUTHORITY
from tests.bucket import KEY


def read(environment: dict[str, str]) -> Settings:
    return Settings.from_environment(environment, needs_slack=False)


def test_a_folder_by_its_address_and_by_both_names() -> None:
    url = "file:///var/lib/sak%20bot/files"
    assert read({"FILES_URL": url}).files == read({"FILES_URL": url, "FILES_DIR": "/var/lib/sak bot/files"}).files
    assert read({"FILES_URL": url}).files_dir == Path("/var/lib/sak bot/files")


def test_a_bucket_with_what_opens_it_as_other_programs_read_it(tmp_path: Path) -> None:
    written = f"# Statens sertifikater på norsk\n{AUTHORITY.read_text('ascii')}"
    (tmp_path / "ca.pem").write_text(written, "utf-8")
    chosen = {
        **KEY,
        "FILES_URL": "s3://uni-saksbot/prod/vedlegg/",
        "AWS_ENDPOINT_URL": "https://s3.uni.example/",
        "AWS_REGION": "no-1",
        "AWS_CA_BUNDLE": str(tmp_path / "ca.pem"),
    }
    settings = read(chosen)
    assert settings.files == BucketPlace(
        "uni-saksbot",
        "prod/vedlegg",
        endpoint="https://s3.uni.example",
        region="no-1",
        authority=written,
        key_id=KEY["AWS_ACCESS_KEY_ID"],
        secret=KEY["AWS_SECRET_ACCESS_KEY"],
    )
    assert str(settings.files) == "s3://uni-saksbot/prod/vedlegg"
    assert KEY["AWS_SECRET_ACCESS_KEY"] not in repr(settings) + without_secrets(f"x {chosen}")
    assert read({"FILES_URL": "s3://uni-saksbot"}).files == BucketPlace("uni-saksbot"), "the machine itself is let in"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"FILES_URL": "file:///a", "FILES_DIR": "/b"}, "another place than FILES_DIR"),
        ({"FILES_URL": "s3://uni-saksbot", "FILES_DIR": "/b"}, "another place than FILES_DIR"),
        ({"FILES_URL": "file://files"}, "names no folder"),
        ({"FILES_URL": "s3://AKIA:hemmelig@uni-saksbot"}, "must be file:///"),
        ({"FILES_URL": "s3://uni-saksbot/a//b"}, "must be file:///"),
        ({"FILES_URL": "s3://uni-saksbot/a?region=x"}, "must be file:///"),
        ({"FILES_URL": "/var/lib/files"}, "must be file:///"),
        ({"FILES_URL": "s3://uni-saksbot", "AWS_ACCESS_KEY_ID": "AKIA"}, "needs both"),
        ({"FILES_URL": "s3://uni-saksbot", "AWS_ENDPOINT_URL": "https://s3.uni.example"}, "needs both"),
        ({"FILES_URL": "s3://uni-saksbot", **KEY, "AWS_ENDPOINT_URL": "s3.uni.example"}, "must be a web address"),
        ({"FILES_URL": "s3://uni-saksbot", "AWS_CA_BUNDLE": "/finnes/ikke"}, "/finnes/ikke cannot be read"),
        ({"FILES_URL": "s3://uni-saksbot", "AWS_CA_BUNDLE": __file__}, "holds no certificate"),
        ({"FILES_URL": "s3://uni-saksbot", **KEY, "AWS_ENDPOINT_URL": "http://s3:99999"}, "must be a web address"),
        ({"FILES_URL": "s3://uni-saksbot", **KEY, "AWS_REGION": "'no-1'"}, "AWS_REGION stands in quotes"),
    ],
)
def test_what_is_wrong_is_named_without_any_key(environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as found:
        read(environment)
    [fault] = found.value.faults
    assert fault.startswith("FILES_URL: ")
    assert words in fault
    assert "hemmelig" not in fault
