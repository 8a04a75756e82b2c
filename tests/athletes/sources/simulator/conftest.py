from __future__ import annotations

import pytest

from athletes.sources.simulator import Profile, SimulatedAthlete, load_profile, simulate


@pytest.fixture(scope="session")
def nominal() -> Profile:
    return load_profile("nominal")


@pytest.fixture(scope="session")
def athletes(nominal: Profile) -> list[SimulatedAthlete]:
    """Twelve athletes over two years."""
    return [simulate(nominal, seed) for seed in range(12)]
