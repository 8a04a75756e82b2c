"""Style sheets and scripts from a CDN, by one variable."""

import json
import os
import subprocess
import sys

from django.conf import settings

PRINT = """
import json
from config.settings import assets
rules = assets.CONTENT_SECURITY_POLICY["DIRECTIVES"]
print(json.dumps([assets.STATIC_URL, str(assets.STATIC_ROOT), rules["default-src"], rules["img-src"]]))
"""


def test_static_files_come_from_the_host_that_is_named_and_scripts_of_no_other_run() -> None:
    named = {"STATIC_HOST": "https://cdn.example.org/", "STATIC_ROOT": "/srv/static", "MAP_TILE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=settings.BASE_DIR,
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert json.loads(done.stdout) == [
        "https://cdn.example.org/static/",
        "/srv/static",
        ["'self'", "https://cdn.example.org"],
        ["'self'", "https://cdn.example.org", "data:"],
    ]
