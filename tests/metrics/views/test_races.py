from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from metrics.models import Race
from metrics.services.races import delete_race
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.races import RaceFactory, fastest_run, weekly_runs
from tests.metrics.views.conftest import address
from tests.metrics.views.test_fitness import text_of

TODAY = date(2026, 11, 22)
ENTERED = {
    "name": "Vienna 10",
    "sport": "running",
    "date": "2027-03-07",
    "distance": "10",
    "goal": "41:30",
    "priority": "B",
    "note": "flat",
}


def text(html):
    return re.sub(r"\u202f", " ", html)


@pytest.fixture
def runner(athlete):
    """VDOT 49.8 from a hard 5 km ten days ago; 30 weeks of 20 km."""
    fastest_run(athlete, TODAY - timedelta(days=10), 5000, 1200, max_hr_bpm=185)
    weekly_runs(athlete, TODAY, weeks=30, distance_m=20_000)
    return athlete


def test_an_empty_account_is_told_what_will_be_here(client):
    page = text_of(client.get(address("races")))

    assert "No race to come" in page
    assert "No run of 1 km or more in the last 90 days has a time to go by." in page
    assert "Training paces" not in page


def test_the_next_race_has_its_prediction_beside_the_goal(client, runner):
    RaceFactory(
        athlete=runner, name="Vienna 10", date=TODAY + timedelta(days=12), distance_m=10_000, goal_s=2460
    )

    page = text(text_of(client.get(address("races"))))

    assert "Vienna 10 in 12 days" in page
    assert "41:35 Predicted today" in page
    assert "40:04 On a good day" in page
    assert "43:09 On a bad day" in page
    assert "41:00 Your goal" in page
    assert "The goal is 35 s faster than predicted: within reach 3 times in ten." in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (27, "in 27 days"), (28, "in 4 weeks"), (200, "in 29 weeks")],
)
def test_the_countdown_is_in_days_and_then_in_weeks(client, athlete, days, words):
    RaceFactory(athlete=athlete, name="Race", date=TODAY + timedelta(days=days))

    assert f"Race {words} " in text_of(client.get(address("races")))


def test_a_marathon_is_told_what_training_lacks(client, runner):
    RaceFactory(athlete=runner)

    page = text(text_of(client.get(address("races"))))

    assert (
        "In the last 26 weeks you ran 20.5 km a week, and in the last 10 weeks 10 runs over 13.0 km" in page
    )
    assert re.search(r"That is \d+ % of what this distance asks for", page)
    assert re.search(r"So the prediction is \d+ min slower than speed alone", page)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sport": "cycling"}, "Times are predicted for running, and for swimming"),
        ({"sport": "swimming", "distance_m": 1500}, "Set your critical swim speed in the profile"),
        ({"distance_m": None}, "Enter the distance, and a time can be predicted."),
        ({"distance_m": 160_000}, "Times are predicted from 1 to 100 km."),
    ],
)
def test_without_a_prediction_it_says_why(client, runner, fields, words):
    RaceFactory(athlete=runner, **fields)

    assert words in text_of(client.get(address("races")))


def test_a_swim_is_predicted_by_critical_swim_speed(client, athlete):
    ThresholdFactory(athlete=athlete, sport="swimming", kind="css_s_per_100m", value=96)
    RaceFactory(athlete=athlete, sport="swimming", distance_m=1500, goal_s=None)

    assert "24:00 Predicted today" in text_of(client.get(address("races")))


def test_every_distance_has_its_methods_and_what_they_rest_on(client, runner):
    page = text(text_of(client.get(address("races"))))

    assert re.search(r"5 km 20:00 19:30 to 20:31 4:00 /km 20:00", page)
    assert re.search(r"10 km 41:35 40:04 to 43:09 4:09 /km 41:2", page)
    assert "5 km in 20:00 12 Nov 2026, hard effort 49.8 VDOT" in page
    assert re.search(r"Easy 5:53 /km 4:54 /km Most of the week", page)


def test_units_are_the_athletes(client, runner):
    runner.units = "imperial"
    runner.save()

    page = text(text_of(client.get(address("races"))))

    assert re.search(r"Easy 9:28 /mi 7:54 /mi", page)


def test_the_year_is_a_chart_and_a_table(client, runner):
    page = client.get(address("races"))
    chart = client.get(address("race-history") + "?m=5000")

    assert f'data-url="{address("race-history")}?m=10000"' in page.content.decode()
    assert "22 Nov 2026 41:35 40:04 to 43:09" in text_of(page)
    assert chart.json()["dates"][-1] == "2026-11-22"
    assert chart.json()["time_s"] == [None] * 26 + [1200.0]
    assert chart.headers["Cache-Control"] == "private, no-cache"
    assert client.get(address("race-history"), headers={"If-None-Match": "x"}).status_code == 200


@pytest.mark.parametrize("query", ["", "?m=", "?m=far", "?m=nan", "?m=5", "?m=inf"])
def test_a_chart_of_no_distance_is_that_of_ten_kilometres(client, runner, query):
    assert (
        client.get(address("race-history") + query).json()
        == client.get(address("race-history") + "?m=10000").json()
    )


def test_a_race_is_entered(client, athlete):
    response = client.post(address("race-new"), ENTERED)

    race = Race.objects.get()
    assert response["Location"] == address("races")
    assert (race.athlete, race.name, race.date, race.priority) == (
        athlete,
        "Vienna 10",
        date(2027, 3, 7),
        "B",
    )
    assert (race.distance_m, race.goal_s, race.result_s, race.note) == (10_000, 2490, None, "flat")


@pytest.mark.parametrize(
    ("typed", "metres"),
    [
        ("21.0975", 21_097.5),
        ("half", 21_097.5),
        ("Marathon", 42_195),
        ("1500 m", 1500),
        ("10,5 km", 10_500),
        ("", None),
    ],
)
def test_distances_are_typed_as_people_say_them(client, typed, metres):
    client.post(address("race-new"), ENTERED | {"distance": typed, "goal": ""})

    assert Race.objects.get().distance_m == metres


def test_a_bare_number_is_miles_for_who_counts_in_miles(client, athlete):
    athlete.units = "imperial"
    athlete.save()

    client.post(address("race-new"), ENTERED | {"distance": "13.1094"})

    assert Race.objects.get().distance_m == pytest.approx(21_097.5, abs=0.2)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "This field is required."),
        ("date", "soon", "Enter a valid date."),
        ("distance", "far", "Type a distance, such as 10 km, 1500 m, half or marathon."),
        ("distance", "0", "This is no distance that people race."),
        ("goal", "fast", "Type a time, such as 42:10 or 3:29:59."),
        ("goal", "1:75:00", "Type a time"),
        ("goal", "3:30", "Type hours too, such as 3:30:00."),
    ],
)
def test_what_cannot_be_read_is_kept_and_explained(client, field, typed, words):
    response = client.post(address("race-new"), ENTERED | {field: typed})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Race.objects.exists()


def test_a_race_to_come_is_not_asked_for_a_result(client, athlete):
    race = RaceFactory(athlete=athlete)

    page = client.get(address("race", uid=race.uid)).content.decode()

    assert 'value="42.195"' in page
    assert 'value="3:30:00"' in page
    assert 'name="result"' not in page


def test_a_result_is_entered_with_its_recording(client, athlete):
    race = RaceFactory(athlete=athlete, date=TODAY - timedelta(days=10), distance_m=10_000)
    run = fastest_run(athlete, race.date, 5000, 1200)
    filled = ENTERED | {"date": race.date.isoformat(), "result": "41:59", "recording": str(run.pk)}

    response = client.post(address("race", uid=race.uid), filled)

    race.refresh_from_db()
    assert response.status_code == 302
    assert (race.result_s, race.activity, race.goal_s) == (2519, run, 2490)


def test_a_race_put_off_with_a_result_is_refused(client, athlete):
    race = RaceFactory(athlete=athlete, date=TODAY)

    response = client.post(address("race", uid=race.uid), ENTERED | {"result": "41:59", "recording": ""})

    race.refresh_from_db()
    assert response.status_code == 422
    assert "A race that is still to come has no result." in response.content.decode()
    assert race.date == TODAY


def test_the_activity_of_the_day_is_suggested_and_taken(client, athlete):
    race = RaceFactory(athlete=athlete, name="City 10", date=TODAY - timedelta(days=1), distance_m=10_000)
    run = fastest_run(athlete, race.date, 10_000, 2461.4)

    page = text_of(client.get(address("races")))
    response = client.post(address("race-result", uid=race.uid))

    race.refresh_from_db()
    assert "your race City 10 of 21 Nov 2026? Its time is 41:01." in page
    assert response["Location"] == address("race", uid=race.uid)
    assert (race.activity, race.result_s) == (run, 2461)
    assert "Was " not in text_of(client.get(address("races")))


def test_nothing_can_be_taken_where_nothing_fits(client, athlete):
    race = RaceFactory(athlete=athlete, date=TODAY - timedelta(days=1))

    assert client.post(address("race-result", uid=race.uid)).status_code == 404


def test_a_race_is_deleted_after_asking_and_brought_back(client, athlete):
    race = RaceFactory(athlete=athlete, name="City 10")

    assert "Delete “City 10”?" in text_of(client.get(address("race-delete", uid=race.uid)))
    gone = client.post(address("race-delete", uid=race.uid), follow=True)
    assert "“City 10” is gone." in text_of(gone)
    assert not Race.objects.alive().exists()
    client.post(address("race-restore", uid=race.uid))
    assert Race.objects.alive().get() == race


@pytest.fixture
def coach_page(client_of, runner):
    """`coach_page(plan="read", …)`: the page as a coach with these scopes gets it."""

    def page(**scopes):
        link = CoachLinkFactory(athlete=runner, coach=UserFactory(), scopes=scopes)
        return client_of(link.coach).get(address("races", runner))

    return page


def test_a_coach_of_the_plan_sees_races_but_no_predictions(coach_page, runner):
    RaceFactory(athlete=runner, name="City 10", date=TODAY - timedelta(days=12), distance_m=5000)
    RaceFactory(athlete=runner, name="Next 10")

    page = text_of(coach_page(plan="read"))

    assert "City 10" in page
    assert "Next 10 in 21 weeks" in page
    assert "Predictions rest on activities, which are not shared with you." in page
    assert "Add a race" not in page
    for hidden in ("Predicted today", "VDOT", "Easy", "Was "):
        assert hidden not in page


def test_a_coach_who_sees_activities_sees_predictions(coach_page):
    page = text_of(coach_page(plan="write", activities="read"))

    assert "What you could run today" in page
    assert "Add a race" in page


def test_a_coach_without_the_plan_sees_nothing(coach_page):
    assert coach_page(activities="read", load="read").status_code == 404


def test_a_coach_with_the_plan_writes_and_who_reads_does_not(client_of, athlete):
    reader = client_of(CoachLinkFactory(athlete=athlete, scopes={"plan": "read"}).coach)
    writer = client_of(CoachLinkFactory(athlete=athlete, scopes={"plan": "write"}).coach)

    assert reader.post(address("race-new", athlete), ENTERED).status_code == 404
    assert not Race.objects.exists()
    assert writer.post(address("race-new", athlete), ENTERED).status_code == 302
    assert Race.objects.get().athlete == athlete


def test_a_coach_who_may_not_see_activities_takes_none_as_result(client_of, athlete):
    race = RaceFactory(athlete=athlete, date=TODAY - timedelta(days=1), distance_m=10_000)
    fastest_run(athlete, race.date, 10_000, 2461.4)
    writer = client_of(CoachLinkFactory(athlete=athlete, scopes={"plan": "write"}).coach)

    assert writer.post(address("race-result", athlete, uid=race.uid)).status_code == 404
    form = writer.get(address("race", athlete, uid=race.uid)).content.decode()
    race.refresh_from_db()

    assert (race.activity, race.result_s) == (None, None)
    assert 'name="recording"' not in form


def test_a_stranger_gets_nothing_and_changes_nothing(client_of, athlete):
    race, gone = RaceFactory(athlete=athlete), RaceFactory(athlete=athlete)
    delete_race(race=gone)
    stranger = client_of(AthleteFactory().user)
    before = list(Race.objects.order_by("pk").values())

    for name in ("races", "race-new", "race-history"):
        assert stranger.get(address(name, athlete)).status_code == 404
    for name, uid in (("race", race.uid), ("race-delete", race.uid), ("race-restore", gone.uid)):
        assert stranger.post(address(name, athlete, uid=uid), ENTERED).status_code == 404
    assert list(Race.objects.order_by("pk").values()) == before


def test_the_page_asks_few_questions(client, runner, django_assert_max_num_queries):
    for days in (-30, -10, 20, 60):
        RaceFactory(athlete=runner, date=TODAY + timedelta(days=days), result_s=3000 if days < 0 else None)
    ActivityFactory(athlete=runner)

    with django_assert_max_num_queries(14):
        client.get(address("races"))


def test_a_form_that_is_sent_twice_enters_one_race(client, athlete):
    client.post(address("race-new"), ENTERED)
    response = client.post(address("race-new"), ENTERED)

    assert response["Location"] == address("races")
    assert Race.objects.count() == 1


def test_the_same_race_under_another_name_is_refused_by_name(client, athlete):
    client.post(address("race-new"), ENTERED)
    response = client.post(address("race-new"), ENTERED | {"name": "Wien 10"})

    assert response.status_code == 422
    assert "“Vienna 10” has this day, sport and distance already." in text_of(response)
    assert Race.objects.get().name == "Vienna 10"


def test_another_distance_on_the_same_day_is_another_race(client, athlete):
    client.post(address("race-new"), ENTERED)
    client.post(address("race-new"), ENTERED | {"name": "Vienna 5", "distance": "5", "goal": "19:30"})

    assert Race.objects.count() == 2
