"""One whole evaluation, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from analysis.evaluation import (
    answering,
    costs,
    detection,
    fallbacks,
    latency,
    live,
    references,
    shows,
)
from analysis.evaluation.archetypes import STORIES
from analysis.evaluation.gates import Gates
from analysis.evaluation.people import Somebody, settle_in
from analysis.evaluation.redteam import trial
from analysis.evidence import Pack, assemble, read
from config.core.celery import sending_with

SEEDS = range(1_000, 1_020)
QUICK_SORTS = ("healthy_steady", "overload_spike", "illness_onset", "sleep_debt", "sparse_data")
QUICK_DAYS = 365


@dataclass
class Evaluation:
    """`seeds` decide who the athletes are; `quick` tries less of everything."""

    seeds: Sequence[int] = SEEDS
    quick: bool = False

    @cached_property
    def today(self) -> date:
        return timezone.now().date()

    @cached_property
    def people(self) -> list[Somebody]:
        """Every sort once for the first seed, and outside of a quick run for the second."""
        sorts = QUICK_SORTS if self.quick else tuple(STORIES)
        chosen = self.seeds[:1] if self.quick else self.seeds[:2]
        return [settle_in(sort, seed, self.today) for seed in chosen for sort in sorts]

    @cached_property
    def packs(self) -> list[Pack]:
        return [
            assemble(read(athlete=each.athlete, today=self.today, days=7, for_ai=True))
            for each in self.people
        ]

    def detected(self) -> Gates:
        if self.quick:
            return detection.gates(self.seeds[:4], days=QUICK_DAYS)
        return detection.gates(self.seeds)

    def answered(self) -> Gates:
        return {"objective_questions_through_tools": answering.through_tools(self.people)}

    def acted(self) -> Gates:
        return shows.gates(shows.played(self.people, self.seeds[:1]))

    def referred(self) -> Gates:
        draws = range(2) if self.quick else range(5)
        return references.gates(self.packs, draws)

    def attacked(self) -> Gates:
        return trial.gates(self.people[0], every=3 if self.quick else 1)

    def fell_back(self) -> Gates:
        return fallbacks.gates(self.people[:1] if self.quick else self.people[:3])

    def cost(self) -> Gates:
        return costs.gates(self.people)

    def took(self) -> Gates:
        runs, slow_runs = (6, 1) if self.quick else (30, 5)
        return latency.gates(self.people, runs=runs, slow_runs=slow_runs)


SECTIONS: Mapping[str, Callable[[Evaluation], Gates]] = {
    "detection": Evaluation.detected,
    "tools": Evaluation.answered,
    "personas": Evaluation.acted,
    "references": Evaluation.referred,
    "red_team": Evaluation.attacked,
    "fallback": Evaluation.fell_back,
    "cost": Evaluation.cost,
    "latency": Evaluation.took,
}


def run(evaluation: Evaluation, only: Sequence[str], *, is_live: bool) -> Iterator[tuple[str, Gates]]:
    """Each section and its gates as they come; with `is_live` the model of the settings is asked last."""
    with sending_with(lambda *_: None):
        for name in only or SECTIONS:
            yield name, SECTIONS[name](evaluation)
        if is_live:
            yield f"live, {settings.ANALYSIS_MODEL}", live.gates(evaluation.people)
