"""The record of a case as JSON, the same bytes for the same record; and what its state is known by."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

from domain import answer_forms
from domain.answer_forms import Question
from domain.case_record import CaseRecord, PlaceRecord, Who

FORMAT: Final = "saksbot-sak-1"
"""Named in the JSON; another one when a field is renamed or means something else."""


def as_json(record: CaseRecord) -> bytes:
    """The whole record, to be read by people, too."""
    return _written({"format": FORMAT, **_plain(record)})


def history_as_json(record: CaseRecord) -> bytes:
    """The history alone."""
    return _written(_plain(record.history))


def state_of(record: CaseRecord) -> str:
    """What says whether a case is as it was when a package of it was made.

    People and places are known by their numbers and codes: that somebody got another name changes no case.
    """
    return hashlib.sha256(_written(_plain(record, names=False))).hexdigest()


def bytes_of(value: Any) -> bytes:
    """Any of these values as JSON, in the form of the records."""
    return _written(_plain(value))


def _written(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _plain(value: Any, *, names: bool = True) -> Any:
    """A value as JSON has it: fields in their order, mappings by their keys."""
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return value.value
        case str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(value[key], names=names) for key in sorted(value, key=str)}
        case Who() if not names:
            return value.id
        case PlaceRecord() if not names:
            return value.code
        case tuple() | list():
            is_form = bool(value) and all(isinstance(one, Question) for one in value)
            return answer_forms.to_json(tuple(value)) if is_form else [_plain(one, names=names) for one in value]
    return {one.name: _plain(getattr(value, one.name), names=names) for one in dataclasses.fields(value)}
