"""The papers for the data protection officer name everything that is kept, and nothing that is not."""

from __future__ import annotations

import re
from pathlib import Path

from bot.settings import DEFAULTS
from store.tables import metadata

PAGE = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text("utf-8")


def test_every_table_is_named_and_none_that_is_not() -> None:
    data = PAGE.partition("## Hvilke opplysninger")[2].partition("**Rettslig grunnlag**")[0]
    tables = set(re.findall(r"`([a-z_]+)`", data))

    assert tables == {*metadata.tables}


def test_each_setting_that_it_names_is_one() -> None:
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=\w+)?`", PAGE))

    assert {"KEEP_DAYS", "NOTICES", "ATTACHMENTS", "FILES_WHEN_SOLVED", "TEMPLATES"} <= named <= {*DEFAULTS}
