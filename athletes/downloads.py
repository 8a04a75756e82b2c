"""Files that somebody takes along, for pages and for the API."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.cache import add_never_cache_headers

from athletes.models import User
from athletes.services import data_exports


def export_file(request: HttpRequest, *, user: User, uid: UUID | str) -> FileResponse:
    """The zip of one's own export; taking it is on record. Raises DataNotFoundError."""
    row = data_exports.ready_export(user=user, uid=uid)
    if request.method == "GET":
        data_exports.record_download(row=row)
    # Generated clients know no other type for a file.
    kind, name = "application/octet-stream", f"formline-{row.created_at.date()}.zip"
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=name, content_type=kind)
    add_never_cache_headers(response)
    return response
