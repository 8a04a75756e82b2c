"""Stored files as files of this machine, for what needs a path: the storage may be a bucket elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile, TemporaryDirectory

from django.core.files import File
from django.core.files.storage import default_storage

PIECE = 1 << 20


@contextmanager
def on_disk(name: str) -> Iterator[Path]:
    """The stored file itself where it lies on this machine, else a copy for as long as the block lasts."""
    if (path := _path(name)) is not None:
        yield path
        return
    with (
        NamedTemporaryFile(suffix=PurePosixPath(name).suffix) as copy,
        default_storage.open(name) as source,
    ):
        shutil.copyfileobj(source, copy, PIECE)
        copy.flush()
        yield Path(copy.name)


@contextmanager
def written_as(name: str) -> Iterator[Path]:
    """A path to write to: what is there at the end of the block is stored as `name`, instead of what was."""
    if (path := _path(name)) is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield path
        path.chmod(0o600)
        return
    with TemporaryDirectory() as folder:
        aside = Path(folder) / PurePosixPath(name).name
        yield aside
        default_storage.delete(name)
        with aside.open("rb") as content:
            default_storage.save(name, File(content))


def _path(name: str) -> Path | None:
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        return None
