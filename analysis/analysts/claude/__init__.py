"""Claude as an analyst: what it is asked for, and how its answer becomes a draft that code checks."""
