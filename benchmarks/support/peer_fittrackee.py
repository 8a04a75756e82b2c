"""Run by an interpreter that has FitTrackee, with DATABASE_URL: import FIT files, print the seconds of each.

It draws a map of each activity: the tiles come from this process, at once.
"""

import io
import json
import os
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image


def _tile() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGBA", (256, 256), "white").save(drawn, "PNG")
    return drawn.getvalue()


TILE = _tile()


class Tiles(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(TILE)

    def log_message(self, *_: object) -> None:
        """Silent."""


tiles = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
threading.Thread(target=tiles.serve_forever, daemon=True).start()
os.environ |= {
    "APP_SECRET_KEY": "x" * 40,
    "UI_URL": "http://localhost",
    "UPLOAD_FOLDER": tempfile.mkdtemp(),
    "TILE_SERVER_URL": f"http://127.0.0.1:{tiles.server_address[1]}/{{z}}/{{x}}/{{y}}.png",
}

import flask_migrate  # noqa: E402 - its settings are read when it is imported
from fittrackee import create_app, db  # noqa: E402
from fittrackee.users.users_service import UserManagerService  # noqa: E402
from fittrackee.workouts.models import Sport  # noqa: E402
from fittrackee.workouts.services import WorkoutsFromFileCreationService  # noqa: E402
from werkzeug.datastructures import FileStorage  # noqa: E402

MIGRATIONS = Path(sys.modules["fittrackee"].__file__).parent / "migrations"


def main(folder: str) -> None:
    app = create_app(init_email=False)
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        user, _ = UserManagerService(username="peer").create(
            email="peer@formline.example", password="peer-of-formline"
        )
        user.is_active = True
        db.session.commit()
        sport = Sport.query.filter_by(label="Cycling (Sport)").one()
        took = [_import(user, sport.id, path) for path in sorted(Path(folder).glob("*.fit"))]
    print(json.dumps({"seconds": took}))


def _import(user: object, sport_id: int, path: Path) -> float:
    content = path.open("rb")
    started = time.perf_counter()
    service = WorkoutsFromFileCreationService(
        user, {"sport_id": sport_id}, FileStorage(content, filename=path.name)
    )
    service.process()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(sys.argv[1])
