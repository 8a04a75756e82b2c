"""Where files of athletes lie: in the data folder, or in a bucket of any store that speaks the S3 API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

env = environ.Env()

CONNECT_S, READ_S, TRIES = 5, 30, 3


def files_storage(folder: Path) -> dict[str, Any]:
    """The `default` of STORAGES: `folder`, unless FILES_BUCKET is named."""
    if not env.str("FILES_BUCKET", default=""):
        options = {
            "location": str(folder),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket()}


def _bucket() -> dict[str, Any]:
    """Nothing in it is public, and nobody gets an address of it: files are handed out by this server.

    Without a key of its own the server uses that of the machine or the pod it runs on.
    """
    # Only who has a bucket installs and loads this.
    from botocore.config import Config  # noqa: PLC0415

    encryption = env.str("FILES_ENCRYPTION", default="")
    return {
        "bucket_name": env.str("FILES_BUCKET"),
        "endpoint_url": env.str("FILES_ENDPOINT", default="") or None,
        "region_name": env.str("FILES_REGION", default="") or None,
        "access_key": env.str("FILES_ACCESS_KEY", default="") or None,
        "secret_key": env.str("FILES_SECRET_KEY", default="") or None,
        "default_acl": None,
        "file_overwrite": False,
        "object_parameters": {"ServerSideEncryption": encryption} if encryption else {},
        "client_config": Config(
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            retries={"max_attempts": TRIES, "mode": "standard"},
            s3={"addressing_style": env.str("FILES_ADDRESSING", default="auto")},
        ),
    }
