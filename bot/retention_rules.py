"""How long cases are kept, as the administrator's file says for each type of case (docs/settings.md)."""

from __future__ import annotations

from typing import Final

from cases.importing.entries import Entry
from cases.importing.records import TYPE
from domain import arriving
from domain.errors import N_
from domain.retention import MONTHS, PROVISION, Rule, Then
from domain.templates import known_as

_RULE: Final = ("type", "years", "months", "provision", "then")
_IN_YEAR: Final = 12


def retention_rules(top: Entry) -> dict[str, Rule]:
    """The rules under `retention`, by type; notes a fault for whatever is wrong with one."""
    found: dict[str, Rule] = {}
    for entry in top.entries("retention", _RULE):
        case_type = known_as(entry.text("type", TYPE))
        if case_type and case_type in found:
            words = N_("Typen «{type}» har to regler om bevaring. Ta bort den ene.")
            entry.fault("type", words, type=case_type)
        found[case_type] = Rule(_months(entry), arriving.line(entry.text("provision", PROVISION)), _then(entry))
    return found


def _months(entry: Entry) -> int:
    if entry.has("years") == entry.has("months"):
        key = "months" if entry.has("months") else "type"
        words = N_("Skriv enten «years» eller «months»: hvor lenge saken skal bevares etter at den er avsluttet.")
        entry.fault(key, words)
        return 0
    if entry.has("months"):
        return entry.number("months", most=MONTHS)
    return entry.number("years", most=MONTHS // _IN_YEAR) * _IN_YEAR


def _then(entry: Entry) -> Then:
    written = entry.text("then", max(map(len, Then)))
    if written and written not in set(Then):
        entry.fault("then", N_("«then» må være delete eller without_attachments."))
    return Then(written) if written in set(Then) else Then.DELETE
