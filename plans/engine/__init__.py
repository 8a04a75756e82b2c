"""The planner: pure, deterministic, without Django."""
