"""The committed configuration of nginx, read by nginx itself; `benchmarks/server.py` then runs it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "deploy" / "nginx"
NGINX = shutil.which("nginx", path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")

pytestmark = [
    pytest.mark.either,
    pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light"),
]


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    """As committed, with a certificate and the folders of this test."""
    text = (FOLDER / "nginx.conf").read_text()
    for old in ("/etc/nginx/upstreams.conf", "/etc/nginx/tls", "/run/nginx.pid", "/dev/stdout"):
        assert old in text
        text = text.replace(old, str(tmp_path / Path(old).name))
    upstreams = re.sub(r"\b(web|streams):8000", "127.0.0.1:8000", (FOLDER / "upstreams.conf").read_text())
    (tmp_path / "upstreams.conf").write_text(upstreams)
    (tmp_path / "tls").mkdir()
    key, chain = (tmp_path / "tls" / name for name in ("privkey.pem", "fullchain.pem"))
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost"]
    argv = ["openssl", "req", "-x509", *curve, "-keyout", key, "-out", chain]
    subprocess.run(argv, check=True, capture_output=True, timeout=60)
    path = tmp_path / "nginx.conf"
    path.write_text(text)
    return path


def said(path: Path, option: str) -> tuple[int, str]:
    argv = [str(NGINX), option, "-c", path, "-p", path.parent, "-g", f"error_log {path.parent}/log;"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_nginx_takes_the_configuration_and_speaks_tls_1_3_alone(configuration: Path) -> None:
    code, text = said(configuration, "-T")

    assert code == 0, text
    assert re.findall(r"^\s*ssl_protocols (.*);", text, re.MULTILINE) == ["TLSv1.3"]
    listens = re.findall(r"^\s*listen (\S+)(.*);", text, re.MULTILINE)
    assert {port.rpartition(":")[2] for port, how in listens if " ssl" not in how} == {"80"}


def test_what_nginx_does_not_know_is_noticed(configuration: Path) -> None:
    configuration.write_text(configuration.read_text().replace("ssl_protocols", "ssl_protocol"))

    code, text = said(configuration, "-t")

    assert (code, 'unknown directive "ssl_protocol"' in text) == (1, True), text
