from datetime import date, timedelta

import numpy as np
import pytest

from metrics.science.critical_speed import FastestTime, critical_speed, fit

PUBLISHED = [FastestTime(1200, 234), FastestTime(2400, 504), FastestTime(3600, 780)]
DAY = date(2026, 5, 4)


def test_critical_speed_is_the_published_one():
    model = critical_speed(PUBLISHED).model

    assert model.cs_mps == pytest.approx(4.395427467396555, rel=1e-9)
    assert model.d_prime_m == pytest.approx(175.9137014973442, rel=1e-9)
    assert model.time_s(5000) == pytest.approx(1097.5238095238092, rel=1e-9)
    assert model.time_s(10_000) == pytest.approx(2235.0695970695965, rel=1e-9)


def test_the_fit_tells_its_errors_and_residuals():
    model = fit(PUBLISHED)

    design = np.column_stack([np.ones(3), [234, 504, 780]])
    residuals = np.array([1200, 2400, 3600]) - design @ [model.d_prime_m, model.cs_mps]
    covariance = np.linalg.inv(design.T @ design) * np.sum(residuals**2)
    assert model.residuals_m == pytest.approx(residuals)
    assert (model.d_prime_se_m, model.cs_se_mps) == pytest.approx(tuple(np.sqrt(np.diag(covariance))))
    assert model.rmse_m == pytest.approx(np.sqrt(np.mean(residuals**2)))


def test_a_speed_for_a_time_and_a_time_for_a_distance_agree():
    model = fit(PUBLISHED)

    assert 3000 / model.speed_mps(model.time_s(3000)) == pytest.approx(model.time_s(3000))


@pytest.mark.parametrize(
    ("efforts", "reason"),
    [
        (PUBLISHED[:2], "needs 3 efforts of 2 to 20 min"),
        (
            [FastestTime(3000, 700), FastestTime(3500, 830), FastestTime(4000, 960)],
            "the efforts are too alike in duration",
        ),
        (
            [FastestTime(800, 240), FastestTime(1600, 450), FastestTime(3000, 700)],
            "the efforts do not follow the model: at least one was not maximal",
        ),
        (
            [
                FastestTime(e.distance_m, e.duration_s, DAY + timedelta(days=50 * k))
                for k, e in enumerate(PUBLISHED)
            ],
            "the efforts lie more than 90 days apart",
        ),
    ],
)
def test_times_that_cannot_carry_the_model_give_the_reason(efforts, reason):
    fitted = critical_speed(efforts)

    assert (fitted.model, fitted.reason) == (None, reason)


def test_a_marathon_and_a_sprint_are_left_out():
    fitted = critical_speed([FastestTime(400, 70), *PUBLISHED, FastestTime(42_195, 12_000)])

    assert fitted.model == fit(PUBLISHED)
