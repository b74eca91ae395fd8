"""The numbers in Prometheus' words, by Prometheus' own package, which is loaded only where METRICS_PORT is set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bot.watching.families import Counter, Family, Gauge, Timer

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class Exposition:
    """What a scrape is answered with: these families, and memory, processor and files of the process."""

    def __init__(self, families: Iterable[Family]) -> None:
        """Nothing is read yet."""
        self._registry = CollectorRegistry()
        self._registry.register(_Families(tuple(families)))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """All of it, as it is now."""
        return generate_latest(self._registry)


class _Families(Collector):
    def __init__(self, families: tuple[Family, ...]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        return map(_metric, self._families)


def _metric(family: Family) -> Metric:
    """Copies first: the bot counts on meanwhile."""
    labels = list(family.labels)
    match family:
        case Counter():
            counter = CounterMetricFamily(family.name, family.told, labels=labels)
            for named, count in dict(family.counts).items():
                counter.add_metric(named, count)
            return counter
        case Gauge():
            gauge = GaugeMetricFamily(family.name, family.told, labels=labels)
            for named, value in dict(family.values).items():
                gauge.add_metric(named, value)
            return gauge
        case Timer():
            return _histogram(family, labels)
    raise TypeError(f"what is {family.name}?")


def _histogram(family: Timer, labels: list[str]) -> HistogramMetricFamily:
    histogram = HistogramMetricFamily(family.name, family.told, labels=labels)
    for named, counts in dict(family.counts).items():
        upto, buckets = 0, []
        for bound, count in zip((*map(str, family.bounds), "+Inf"), list(counts), strict=True):
            upto += count
            buckets.append((bound, upto))
        histogram.add_metric(named, buckets, family.seconds[named])
    return histogram
