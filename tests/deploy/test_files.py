"""What a server is made of: read by the tools of those who made the formats, and held against the code."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from config.core.celery import Queue
from tests.architecture.source import PACKAGES

DEPLOY = Path(settings.BASE_DIR) / "deploy"
MANIFESTS = DEPLOY / "kubernetes"
COMPOSE = DEPLOY / "compose.yaml"
QUEUES = sorted(queue.value for queue in Queue)


def tool(name: str, *arguments: str | Path) -> None:
    path = Path(sys.executable).with_name(name)
    done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the manifests with its file; a file may hold several."""
    for path in sorted(MANIFESTS.rglob("*.yaml")):
        if path.name != "kustomization.yaml":
            yield from ((path.name, each) for each in yaml.safe_load_all(path.read_text()))


def pods() -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, each["spec"]["template"]["spec"])
        for name, each in documents()
        if each["kind"] in ("Deployment", "Job")
    ]


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def test_the_compose_file_follows_the_specification() -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)


def test_the_image_is_made_as_it_should_be() -> None:
    tool("hadolint", DEPLOY / "Dockerfile")


def test_the_image_holds_every_app_and_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()

    assert [f"COPY {name}/ {name}/" for name in PACKAGES if f"COPY {name}/ {name}/" not in lines] == []
    assert "USER 10001:10001" in lines


def test_every_queue_has_a_worker_of_its_own_in_both() -> None:
    workers = [each["command"][1] for each in services().values() if each.get("command", [""])[0] == "worker"]
    named = yaml.safe_load((MANIFESTS / "base" / "kustomization.yaml").read_text())["resources"]

    assert sorted(workers) == QUEUES
    assert sorted(each.removeprefix("../queues/") for each in named if "queues" in each) == QUEUES


@pytest.mark.parametrize("queue", QUEUES)
def test_a_worker_works_on_the_queue_that_names_it(queue: str) -> None:
    written = yaml.safe_load((MANIFESTS / "queues" / queue / "kustomization.yaml").read_text())

    assert written["namePrefix"] == f"{queue}-"
    assert yaml.safe_load(written["patches"][0]["patch"])[0]["value"] == queue


def test_every_role_of_a_container_is_one_that_the_script_knows() -> None:
    script = (DEPLOY / "run").read_text()
    roles = [each["command"][0] for each in services().values() if each.get("image") == "formline"]
    roles += [pod["containers"][0]["args"][0] for _name, pod in pods()]

    assert [role for role in roles if f"\n{role})" not in script] == []


def test_kubernetes_takes_every_manifest(tmp_path: Path) -> None:
    for number, (name, each) in enumerate(documents()):
        # Kustomize adds what selects the pods of a pool: see pools and queues.
        if each["kind"] in ("Deployment", "Service"):
            each["spec"].setdefault("selector", {"matchLabels": {}} if each["kind"] == "Deployment" else {})
        (tmp_path / f"{number}-{name}").write_text(yaml.safe_dump(each))

    tool("kubernetes-validate", "--strict", *sorted(tmp_path.iterdir()))


def test_no_pod_may_do_more_than_it_must() -> None:
    for name, pod in pods():
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name
        assert "memory" in container["resources"]["limits"], name
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}, name


def test_secrets_are_named_and_never_written() -> None:
    for name, pod in pods():
        assert pod["containers"][0]["envFrom"] == [
            {"configMapRef": {"name": "formline"}},
            {"secretRef": {"name": "formline"}},
        ], name
    assert [each["kind"] for _name, each in documents() if each["kind"] == "Secret"] == []


def test_containers_cannot_write_and_gain_no_rights() -> None:
    ours = {name: each for name, each in services().items() if each.get("image") == "formline"}

    assert len(ours) == len(QUEUES) + 4
    for name, each in ours.items():
        facts = (each["read_only"], each["cap_drop"], each["security_opt"])
        assert facts == (True, ["ALL"], ["no-new-privileges:true"]), name


def test_database_and_queue_have_no_way_out() -> None:
    inside = yaml.safe_load(COMPOSE.read_text())["networks"]["inside"]

    assert inside == {"internal": True}
    assert [services()[name]["networks"] for name in ("postgres", "valkey", "beat")] == [["inside"]] * 3
