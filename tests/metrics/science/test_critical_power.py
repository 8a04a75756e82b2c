from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.science.critical_power import (
    MaximalEffort,
    critical_power,
    fit_morton,
    fit_two,
    morton,
    without_held,
)

DAY = date(2026, 5, 4)


def efforts(cp_w: float, w_prime_j: float, k_s: float = 0.0, *durations_s: float) -> list[MaximalEffort]:
    return [MaximalEffort(t, cp_w + w_prime_j / (t - k_s), DAY) for t in durations_s]


def of(*pairs: tuple[float, float]) -> list[MaximalEffort]:
    return [MaximalEffort(duration, power) for duration, power in pairs]


PUBLISHED = of((120, 380), (300, 310), (720, 272), (1200, 262))
PUBLISHED_3P = of((5, 950), (30, 640), (120, 395), (300, 315), (720, 275), (1200, 264))


def test_the_two_regressions_give_their_two_answers():
    by_power, by_work = fit_two(PUBLISHED), fit_two(PUBLISHED, "work_time")

    assert by_power.cp_w == pytest.approx(251.7505518763797, rel=1e-9)
    assert by_power.w_prime_j == pytest.approx(15623.841059602652, rel=1e-9)
    assert by_work.cp_w == pytest.approx(247.99740596627754, rel=1e-9)
    assert by_work.w_prime_j == pytest.approx(17131.517509727702, rel=1e-9)


def test_the_fit_tells_its_errors_and_residuals():
    fit = fit_two(PUBLISHED)

    design = np.column_stack([np.ones(4), 1 / np.array([120, 300, 720, 1200])])
    residuals = np.array([380, 310, 272, 262]) - design @ [fit.cp_w, fit.w_prime_j]
    covariance = np.linalg.inv(design.T @ design) * np.sum(residuals**2) / 2
    assert fit.residuals_w == pytest.approx(residuals)
    assert (fit.cp_se_w, fit.w_prime_se_j) == pytest.approx(tuple(np.sqrt(np.diag(covariance))))
    assert fit.rmse_w == pytest.approx(np.sqrt(np.mean(residuals**2)))
    assert fit.power_w(3600) == pytest.approx(fit.cp_w + fit.w_prime_j / 3600)


def test_two_efforts_give_a_line_without_errors():
    fit = fit_two(efforts(250, 20_000, 0, 180, 720))

    assert (fit.cp_w, fit.w_prime_j) == pytest.approx((250, 20_000))
    assert (fit.cp_se_w, fit.w_prime_se_j) == (None, None)


def test_mortons_three_parameters_are_the_published_ones():
    fit = fit_morton(PUBLISHED_3P)

    assert fit.cp_w == pytest.approx(245.4680597996428, rel=1e-6)
    assert fit.w_prime_j == pytest.approx(22261.45958830217, rel=1e-6)
    assert fit.pmax_w == pytest.approx(1082.801974981609, rel=1e-6)
    assert fit.k_s == pytest.approx(-26.586119569114064, rel=1e-6)
    assert fit.power_w(3600) == pytest.approx(251.60646623873959, rel=1e-6)
    assert np.sum(np.square(fit.residuals_w)) == pytest.approx(8.874, abs=1e-3)
    assert 0 < fit.cp_se_w < 2
    assert 0 < fit.pmax_se_w < 20


@given(st.floats(150, 400), st.floats(8_000, 35_000), st.floats(500, 1800))
def test_efforts_on_the_curve_give_its_parameters_back(cp, work, pmax):
    k = work / (cp - (cp + pmax))

    two = critical_power(efforts(cp, work, 0, 120, 300, 720, 1200)).model
    three = fit_morton(efforts(cp, work, k, 5, 15, 30, 60, 120, 300, 720, 1200))

    assert (two.cp_w, two.w_prime_j) == pytest.approx((cp, work))
    assert (three.cp_w, three.w_prime_j, three.pmax_w) == pytest.approx((cp, work, cp + pmax), rel=1e-4)


@given(st.floats(0.5, 2))
def test_a_body_of_twice_the_power_has_twice_of_everything(factor):
    scaled = fit_two([MaximalEffort(e.duration_s, factor * e.power_w) for e in PUBLISHED])
    plain = fit_two(PUBLISHED)

    assert scaled.cp_w == pytest.approx(factor * plain.cp_w)
    assert scaled.w_prime_j == pytest.approx(factor * plain.w_prime_j)


@pytest.mark.parametrize(
    ("given_efforts", "reason"),
    [
        (efforts(250, 20_000, 0, 60, 300, 720), "needs 3 efforts of 2 to 20 min"),
        (efforts(250, 20_000, 0, 300, 300, 720), "needs 3 efforts of 2 to 20 min"),
        (efforts(250, 20_000, 0, 300, 400, 700), "the efforts are too alike in duration"),
        (
            efforts(250, 1_000, 0, 120, 300, 720),
            "the efforts do not follow the model: at least one was not maximal",
        ),
        (
            efforts(250, -5_000, 0, 120, 300, 720),
            "the efforts do not follow the model: at least one was not maximal",
        ),
        ([], "needs 3 efforts of 2 to 20 min"),
    ],
)
def test_data_that_cannot_carry_the_model_give_the_reason(given_efforts, reason):
    fitted = critical_power(given_efforts)

    assert (fitted.model, fitted.reason) == (None, reason)


def test_efforts_of_different_forms_are_no_curve():
    apart = [
        MaximalEffort(e.duration_s, e.power_w, DAY + timedelta(days=46 * index))
        for index, e in enumerate(efforts(250, 20_000, 0, 120, 300, 720))
    ]

    assert critical_power(apart).reason == "the efforts lie more than 90 days apart"
    assert critical_power([*apart[:2], MaximalEffort(720, apart[2].power_w, DAY)]).model is not None


def test_efforts_beyond_20_minutes_and_under_2_are_left_out():
    good = efforts(250, 20_000, 0, 120, 300, 720)

    fitted = critical_power([MaximalEffort(5, 300), *good, MaximalEffort(3600, 100)])

    assert fitted.model.efforts == tuple(good)
    assert fitted.model.cp_w == pytest.approx(250)


def test_three_parameters_need_a_sprint():
    assert morton(PUBLISHED_3P[2:]).reason == "needs 5 efforts with a sprint of 30 s or less"
    assert morton(PUBLISHED_3P).model.pmax_w == pytest.approx(1082.8, abs=0.1)


def test_the_beginning_of_a_longer_effort_is_no_effort_of_its_own() -> None:
    efforts = [MaximalEffort(300, 310.0), MaximalEffort(180, 311.0), MaximalEffort(120, 380.0)]
    assert [effort.duration_s for effort in without_held(efforts)] == [120, 300]
    assert without_held([]) == ()
