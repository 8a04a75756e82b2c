"""The alert rules: each fires and ends, asks only what is told, and leads to what to do."""

import re
import subprocess
from typing import Any

import pytest
import yaml

from config.exposition import WATCHED
from config.monitor.measures import MEASURES
from tests.architecture.source import ROOT
from tests.deploy.exposed import NAME, tool, unknown

PROMETHEUS = ROOT / "deploy" / "prometheus"
ALERTMANAGER = ROOT / "deploy" / "alertmanager" / "alertmanager.yml"


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"]
    return list(group["rules"])


def jobs() -> set[str]:
    written = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    return {each["job_name"] for each in written["scrape_configs"]}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_rule_asks_for_what_there_is_and_says_what_to_do(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    heads = re.findall(r"^#### (.+)$", (ROOT / page).read_text(), re.MULTILINE)

    assert NAME.search(rule["expr"])
    assert unknown(rule["expr"]) == set()
    assert set(re.findall(r'formline_measure\{name="(\w+)"', rule["expr"])) <= set(MEASURES)
    assert set(re.findall(r'action="([\w.]+)"', rule["expr"])) <= set(WATCHED)
    assert set(re.findall(r'job="([\w-]+)"', rule["expr"])) <= jobs()
    assert anchor in [head.lower().replace(" ", "-") for head in heads]
    assert rule["annotations"].keys() == {"summary", "description", "runbook_url"}
    assert rule["labels"]["severity"] in ("warning", "critical")


def test_each_alert_is_seen_to_fire_and_to_end() -> None:
    tests = yaml.safe_load((PROMETHEUS / "alerts.test.yml").read_text())["tests"]
    seen = {
        each["name"]: [(step["alertname"], bool(step["exp_alerts"])) for step in each["alert_rule_test"]]
        for each in tests
    }

    assert seen == {each["alert"]: [(each["alert"], True), (each["alert"], False)] for each in rules()}


def test_every_server_and_worker_is_asked() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
    ports = {"web": 8000, "streams": 8000, "worker": 9100}
    roles = {name: each.get("command", [""])[0] for name, each in services.items()}
    written = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]
    asked = [target for each in written for target in each["static_configs"][0]["targets"]]

    assert sorted(asked) == sorted(f"{name}:{ports[role]}" for name, role in roles.items() if role in ports)


@pytest.mark.parametrize(
    "command",
    [
        ("promtool", "test", "rules", PROMETHEUS / "alerts.test.yml"),
        ("promtool", "check", "config", "--syntax-only", PROMETHEUS / "prometheus.yml"),
        ("amtool", "check-config", ALERTMANAGER),
    ],
    ids=lambda command: command[1],
)
def test_prometheus_own_tools_take_them(command: tuple[Any, ...]) -> None:
    done = subprocess.run([tool(command[0]), *command[1:]], capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stdout + done.stderr
