"""What can be wrong with a backup, by name."""

from __future__ import annotations

from config.core.errors import DataError


class BackupError(DataError):
    """Codes: BACKUP_KEY_MISSING, BACKUP_KEY_WRONG, BACKUP_DAMAGED, BACKUP_NEWER, BACKUP_OTHER_DATABASE,
    BACKUP_TARGET_NOT_EMPTY, BACKUP_PROGRAM_MISSING, BACKUP_PROGRAM_FAILED, BACKUP_INCOMPLETE."""

    code = "BACKUP_DAMAGED"
    default_message = "This file is no whole backup: nothing was changed. Take another one."
