"""Removing conversations and memories that have had their time."""

from __future__ import annotations

from datetime import datetime

from analysis.models import Conversation, Memory
from config.core.pruning import prune


def prune_deleted_conversations(before: datetime, dry_run: bool = False) -> int:
    """Erase what was deleted before then, with its answers; how many conversations."""
    return prune(Conversation.objects.filter(deleted_at__lt=before), dry_run)


def prune_conversations(before: datetime, dry_run: bool = False) -> int:
    """Erase conversations that were last gone on with before then; how many."""
    return prune(Conversation.objects.filter(updated_at__lt=before, deleted_at=None), dry_run)


def prune_forgotten_memories(before: datetime, dry_run: bool = False) -> int:
    """Erase facts that somebody had forgotten before then; how many."""
    return prune(Memory.objects.filter(deleted_at__lt=before), dry_run)
