"""Static files under names that hold a hash of their content, those that our scripts import among them."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Rewrites the imports of our own scripts; comments of libraries would be taken for imports."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        ManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )


class CompressedStaticFiles(HashedStaticFiles, CompressedManifestStaticFilesStorage):
    """The same, compressed once for all who ask."""
