"""One sealed file with the database and all stored files, and the way back."""

from config.core.backup.archive import Manifest, make_backup, read_manifest
from config.core.backup.errors import BackupError
from config.core.backup.restoring import forget_kept, restore_backup

__all__ = ["BackupError", "Manifest", "forget_kept", "make_backup", "read_manifest", "restore_backup"]
