"""A double of Anthropic's Messages API: a real server on loopback that the real SDK talks to."""

from tests.doubles.claude.double import ClaudeDouble

__all__ = ["ClaudeDouble"]
