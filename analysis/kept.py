"""What this app keeps, and for how long."""

from __future__ import annotations

from analysis.services.retaining import (
    prune_conversations,
    prune_deleted_conversations,
    prune_forgotten_memories,
)
from config.core.retention import Rule

RULES = (
    Rule("analysis.deleted_chats", "Chats that somebody deleted", lambda: 30, prune_deleted_conversations),
    Rule("analysis.memories", "Facts that somebody had forgotten", lambda: 30, prune_forgotten_memories),
    Rule("analysis.chats", "Chats that nobody goes on with", lambda: None, prune_conversations),
)
