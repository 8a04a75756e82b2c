"""A server as docs/deploying.md describes it, without containers and on loopback.

nginx with TLS, two web servers, one for streams, three workers, a schedule, a PostgreSQL and a Valkey, each
started by `deploy/run` with the settings of production.
"""

import base64
import json
import os
import secrets
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.serve.options import ROOT
from config.serve.ports import LOOPBACK, free_port
from support import mortal
from support.mortal import FOLDER, Mortal

WEB_SERVERS = 2
WORKERS = ("sync,ingest", "compute,default", "ai,notify")
DEPLOY = ROOT / "deploy"


@dataclass
class Server:
    """Everything that runs, by name; `url` is what people type, `environment` what every process got."""

    url: str
    certificate: Path
    environment: dict[str, str]
    processes: dict[str, Mortal] = field(default_factory=dict)

    def manage(self, *arguments: str, **more: str) -> str:
        """What `manage.py` printed; raises CalledProcessError."""
        argv = [sys.executable, "manage.py", *arguments]
        environment = {**self.environment, **more}
        done = subprocess.run(argv, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
        return done.stdout

    def grow(self, size: int, *, people: int, streams: bool = True) -> dict[str, Any]:
        """Let there be so many athletes of two years; what `crowd.grow` told of them."""
        call = f"from support import crowd; crowd.grow({size}, streams={streams}, people={people})"
        try:
            said = self.manage("shell", "-c", call, PYTHONPATH=str(ROOT / "benchmarks"))
        except subprocess.CalledProcessError as error:
            raise SystemExit(error.stderr[-2_000:]) from error
        told: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
        return told


def start(*, crowd: bool = False, **more: str) -> Server:
    """All of it, migrated and answering, with `more` in its environment. All is gone when this process ends.

    A `crowd` asks from one address, which nginx then lets ask more often than one household would.
    """
    database, database_url = mortal.database()
    queue, queue_url = mortal.queue()
    tls_port, plain_port = free_port(), free_port()
    server = Server(
        url=f"https://localhost:{tls_port}",
        certificate=_certificate(),
        environment=_environment(tls_port, database_url, queue_url) | more,
        processes={"database": database, "queue": queue},
    )
    server.manage(
        "collectstatic", "--no-input", "--verbosity", "0", DJANGO_SETTINGS_MODULE="config.settings.assets"
    )
    subprocess.run([DEPLOY / "run", "migrate"], env=server.environment, check=True, capture_output=True)
    ports = {name: free_port() for name in (*(f"web{number}" for number in range(WEB_SERVERS)), "streams")}
    for name, port in ports.items():
        server.processes[name] = _web(server, name, port)
    for queues in WORKERS:
        server.processes[f"worker {queues}"] = _run(server, f"worker {queues}", "worker", queues)
    server.processes["beat"] = _run(server, "beat", "beat")
    server.processes["nginx"] = _nginx(ports, tls_port, plain_port, crowd=crowd)
    for each in list(server.processes.values())[2:]:
        each.start()
    return server


def _environment(tls_port: int, database_url: str, queue_url: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "FORMLINE_DATA": str(FOLDER / "formline"),
        "STATIC_ROOT": str(FOLDER / "static"),
        "SITE_URL": f"https://localhost:{tls_port}",
        "ALLOWED_HOSTS": "localhost",
        "TRUSTED_PROXY_COUNT": "1",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "CREDENTIAL_KEYS": f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        "DATABASE_URL": database_url,
        "REDIS_URL": queue_url,
        "LOG_LEVEL": "WARNING",
    }


def _run(server: Server, name: str, *role: str, **more: str) -> Mortal:
    return Mortal(name, [DEPLOY / "run", *role], environment={**server.environment, **more})


def _web(server: Server, name: str, port: int) -> Mortal:
    role = "streams" if name == "streams" else "web"
    environment = {**server.environment, "BIND": f"{LOOPBACK}:{port}", "WEB_WORKERS": "1"}
    alive = [sys.executable, DEPLOY / "alive.py"]

    def is_up() -> bool:
        return subprocess.run(alive, env=environment, check=False).returncode == 0

    return Mortal(name, [DEPLOY / "run", role], is_up, environment=environment)


def _nginx(ports: dict[str, int], tls_port: int, plain_port: int, *, crowd: bool) -> Mortal:
    """The committed configuration, with ports that nobody needs rights for."""
    folder = FOLDER / "nginx"
    folder.mkdir(exist_ok=True)
    text = (DEPLOY / "nginx" / "nginx.conf").read_text()
    replaced = {
        "/etc/nginx/upstreams.conf": f"{folder}/upstreams.conf",
        "/etc/nginx/tls": str(FOLDER),
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/dev/stdout": f"{folder}/access.log",
        "listen [::]:443 ssl http2 default_server;": "",
        "listen [::]:80 default_server;": "",
        "listen 443 ": f"listen {LOOPBACK}:{tls_port} ",
        "listen 80 ": f"listen {LOOPBACK}:{plain_port} ",
    }
    if crowd:
        replaced |= {
            "rate=50r/s": "rate=5000r/s",
            "limit_conn connections 60;": "limit_conn connections 600;",
        }
    for old, new in replaced.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(text)
    web = [f"server {LOOPBACK}:{port} max_fails=0;" for name, port in ports.items() if name != "streams"]
    upstreams = (DEPLOY / "nginx" / "upstreams.conf").read_text()
    upstreams = upstreams.replace("server web:8000 max_fails=0;", "\n".join(web))
    upstreams = upstreams.replace("streams:8000", f"{LOOPBACK}:{ports['streams']}")
    (folder / "upstreams.conf").write_text(upstreams)
    argv = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", folder / "nginx.conf", "-g", "daemon off;"]
    return Mortal("nginx", argv, lambda: _answers(tls_port))


def _certificate() -> Path:
    """For localhost, signed by itself; what is returned holds what a client has to trust."""
    chain, key = FOLDER / "fullchain.pem", FOLDER / "privkey.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    argv = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*argv, "-keyout", key, "-out", chain], check=True, capture_output=True)
    return chain


def _answers(port: int) -> bool:
    context = ssl.create_default_context(cafile=str(FOLDER / "fullchain.pem"))
    try:
        with urllib.request.urlopen(f"https://localhost:{port}/health", timeout=3, context=context) as answer:
            return answer.status == 200
    except (TimeoutError, urllib.error.URLError, ConnectionError):
        return False
