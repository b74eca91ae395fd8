"""The dashboard, the alert rules and docs/monitoring.md speak only of numbers that there are, and of all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry, ProcessCollector

from bot.__main__ import _parser
from bot.watching.families import Counter, Family, Timer
from bot.watching.measures import Measures

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
FAMILIES = list(Measures("1"))
OF_THE_PROCESS = {
    f"{metric.name}_total" if metric.type == "counter" else metric.name
    for metric in ProcessCollector(registry=CollectorRegistry()).collect()
}


def series(family: Family) -> set[str]:
    """The names under which Prometheus has a family."""
    match family:
        case Counter():
            return {f"{family.name}_total"}
        case Timer():
            return {f"{family.name}_{part}" for part in ("bucket", "sum", "count")}
    return {family.name}


NAMES = {name for family in FAMILIES for name in series(family)} | OF_THE_PROCESS
LABELS = {name: family.labels for family in FAMILIES for name in series(family)}


def inside(value: Any, key: str) -> Iterator[Any]:
    """Everything that stands under this key, however deep."""
    if isinstance(value, dict):
        yield from ([value[key]] if key in value else [])
        yield from (found for one in value.values() for found in inside(one, key))
    elif isinstance(value, list):
        yield from (found for one in value for found in inside(one, key))


def of_the_dashboard() -> list[str]:
    return list(inside(json.loads((DOCS / "monitoring/grafana.json").read_text("utf-8")), "expr"))


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((DOCS / "monitoring/alerts.yml").read_text("utf-8"))["groups"]
    return list(group["rules"])


def faults_in(expr: str) -> list[str]:
    """What of an expression there is not: a number, a label of it, a value of that."""
    found = []
    for name in re.findall(r"\b(?:saksbot|process|up)\w*\b(?!\")", re.sub(r"\{[^}]*\}", "", expr)):
        found += [name] if name not in NAMES | {"up"} else []
    for name, matched in re.findall(r"(saksbot\w+)\{([^}]*)\}", expr):
        for label, values in re.findall(r'(\w+)(?:=~|!=|!~|=)"([^"]*)"', matched):
            known = LABELS.get(name, {}).get(label)
            if known:
                found += [f"{label} is never {one}" for one in values.split("|") if known.named(one) != one]
            elif label not in ("job", "instance"):
                found.append(f"{name} has no {label}")
    by = {label.strip() for labels in re.findall(r"by \(([^)]*)\)", expr) for label in labels.split(",")}
    asked = {label for name in LABELS if name in expr for label in LABELS[name]}
    return found + sorted(by - asked - {"instance", "job", "le"})


@pytest.mark.parametrize("expr", [*of_the_dashboard(), *(rule["expr"] for rule in rules())])
def test_an_expression_asks_for_what_there_is(expr: str) -> None:
    assert faults_in(expr) == []


def test_a_slip_would_be_noticed() -> None:
    assert faults_in('sum by (sort) (rate(saksbot_act_total{kind="x"}[5m]))') != []
    assert faults_in('saksbot_refusals_total{verdict="persons"}') == ["verdict is never persons"]


def test_the_dashboard_shows_every_number_and_each_alert_says_what_to_do() -> None:
    shown = " ".join(of_the_dashboard())
    assert [family.name for family in FAMILIES if family.name not in shown] == []
    assert [
        rule["alert"] for rule in rules() if not (rule["annotations"]["do"] and rule["annotations"]["summary"])
    ] == []
    panels = json.loads((DOCS / "monitoring/grafana.json").read_text("utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)


def test_what_an_alert_says_to_type_can_be_typed() -> None:
    said = " ".join(rule["annotations"]["do"] for rule in rules())

    assert re.findall(r"(?<!python -m )\bbot (?:check|migrate|outbox)", said) == []
    for command in re.findall(r"python -m bot (\w+)", said):
        _parser().parse_args([command])


def test_the_page_explains_every_number_with_its_labels() -> None:
    page = (DOCS / "monitoring.md").read_text("utf-8")
    for family in FAMILIES:
        name = family.name if isinstance(family, Timer) else max(series(family))
        labels = ",".join(family.labels)
        assert f"`{name}{{{labels}}}`" in page if labels else f"`{name}`" in page, name
