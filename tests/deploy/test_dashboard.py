"""The dashboard: every query is one that Prometheus understands, of something that is told."""

import json
import subprocess
from pathlib import Path
from typing import Any

import yaml

from config.exposition import FAMILIES
from tests.architecture.source import ROOT
from tests.deploy.exposed import NAME, told, tool, unknown

DASHBOARD = ROOT / "deploy" / "grafana" / "formline.json"


def panels() -> list[dict[str, Any]]:
    return [each for each in json.loads(DASHBOARD.read_text())["panels"] if each["type"] != "row"]


def queries() -> list[str]:
    return [target["expr"] for each in panels() for target in each["targets"]]


def test_every_query_asks_for_what_is_told() -> None:
    assert [query for query in queries() if not NAME.search(query)] == []
    assert {query: found for query in queries() if (found := unknown(query))} == {}


def test_the_guard_finds_names_and_labels_that_are_never_told() -> None:
    assert unknown('sum by (queue) (rate(formline_tasks_total{outcome="failed"}[5m]))') == set()
    assert unknown('sum by (route) (rate(formline_tasks{shard="1"}[5m]))') == {
        "formline_tasks",
        "route",
        "shard",
    }


def test_everything_that_is_told_is_shown() -> None:
    asked = {name for query in queries() for name in NAME.findall(query)}
    ours = {each for each in told() if each.startswith("formline_")}
    shown = {each.removesuffix(end) for each in asked for end in ("_bucket", "_sum", "_count", "_total", "")}

    assert {f"formline_{name}" for name in FAMILIES} <= asked
    assert sorted(each for each in ours if each not in asked and each.rpartition("_")[0] not in shown) == []


def test_prometheus_understands_every_query(tmp_path: Path) -> None:
    rules = [
        {"record": f"panel:{number}", "expr": query.replace("$__rate_interval", "5m")}
        for number, query in enumerate(queries())
    ]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))

    done = subprocess.run(
        [tool("promtool"), "check", "rules", tmp_path / "rules.yml"],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_two_panels_lie_on_each_other_and_all_have_an_id_and_a_unit() -> None:
    taken = [
        (x, y)
        for place in (each["gridPos"] for each in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    every = json.loads(DASHBOARD.read_text())["panels"]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) == 23
    assert len({each["id"] for each in every}) == len(every)
    assert [each["title"] for each in panels() if not each["fieldConfig"]["defaults"]["unit"]] == []
