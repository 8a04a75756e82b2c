"""Two writers of one athlete's data wait for each other."""

from __future__ import annotations

from athletes.models import Athlete


def lock(athlete: Athlete) -> Athlete:
    """The athlete as stored, once whoever else writes about them is done. Runs in the caller's transaction.

    Rows that only point to the athlete can be written meanwhile.
    """
    locked: Athlete = Athlete.objects.select_for_update(no_key=True).get(pk=athlete.pk)
    return locked
