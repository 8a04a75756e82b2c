"""Password hashing: Argon2id with OWASP's figures (19 MiB, two passes, one lane)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Django's own defaults take 100 MiB a login, so that twenty logins at once take 2 GB."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
