"""Removing what is known of looks and invitations, when it has had its time."""

from __future__ import annotations

from datetime import datetime

from athletes.models import CoachInvitation, DataRead
from config.core.pruning import prune


def prune_reads(before: datetime, dry_run: bool = False) -> int:
    """Remove the hours of looks that ended before then; how many. The audit log has its own time."""
    return prune(DataRead.objects.filter(hour__lt=before), dry_run)


def prune_invitations(before: datetime, dry_run: bool = False) -> int:
    """Remove invitations that could not be taken up since before then, whatever became of them; how many."""
    return prune(CoachInvitation.objects.filter(expires_at__lt=before), dry_run)
