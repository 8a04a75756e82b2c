"""`bin/test`: what the tests need, the checks, then pytest. No Django in this process."""
