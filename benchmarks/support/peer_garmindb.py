"""Run by an interpreter that has GarminDB: import a folder of FIT files, print the seconds each took."""

import contextlib
import io
import json
import sys
import tempfile
import time
from pathlib import Path

import fitfile
from garmindb import ActivityFitFileProcessor, PluginManager
from idbutils import DbParams


def main(folder: str) -> None:
    with tempfile.TemporaryDirectory() as kept:
        database = DbParams(db_type="sqlite", db_path=kept)
        with contextlib.redirect_stdout(io.StringIO()):
            processor = ActivityFitFileProcessor(database, PluginManager(kept, database), 0)
            took = [_import(processor, path) for path in sorted(Path(folder).glob("*.fit"))]
        print(json.dumps({"seconds": took}))


def _import(processor: ActivityFitFileProcessor, path: Path) -> float:
    started = time.perf_counter()
    processor.write_file(fitfile.file.File(str(path), fitfile.field_enums.DisplayMeasure.metric))
    return time.perf_counter() - started


if __name__ == "__main__":
    main(sys.argv[1])
