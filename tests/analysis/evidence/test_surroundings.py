"""What surrounds the numbers: markers, races, sessions to come, who trains, and what was advised."""

from datetime import date, timedelta

import pytest

from analysis.evidence import assemble, read
from analysis.models import Advice, AIPreferences, Memory, Question
from analysis.services.analysing import analyse
from metrics.models import Race
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import NOON, run_on, train
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory
from tests.factories.plans import PlannedSessionFactory, PreferencesFactory

DAY = timedelta(days=1)


def pack_of(athlete, **options):
    return assemble(read(athlete=athlete, today=TODAY, days=7, **options))


def shown(pack, fact):
    return {ref.rpartition(".")[2]: (pack.by_id[ref].value, pack.by_id[ref].unit) for ref in fact.refs}


class TestAhead:
    def test_open_sessions_of_the_next_two_weeks_are_there_without_their_words(self, athlete):
        options = {
            "athlete": athlete,
            "title": "Secret hill",
            "note": "with Eve",
            "text": "hidden",
            "why": "because",
        }
        PlannedSessionFactory(day=TODAY + DAY, kind="threshold", hard=True, minutes=60, load=72, **options)
        PlannedSessionFactory(day=TODAY + 13 * DAY, **options)
        PlannedSessionFactory(day=TODAY + 14 * DAY, **options)
        PlannedSessionFactory(day=TODAY + 2 * DAY, state="skipped", **options)
        pack = pack_of(athlete)
        assert [(each.id, each.kind, each.date, each.is_hard) for each in pack.planned] == [
            ("P1", "threshold", TODAY + DAY, True),
            ("P2", "easy", TODAY + 13 * DAY, False),
        ]
        assert shown(pack, pack.planned[0]) == {"duration": (3600, "s"), "load": (72, "load")}

    def test_races_are_counted_down_to_and_have_no_name(self, athlete):
        Race.objects.create(
            athlete=athlete,
            name="Berlin",
            sport="running",
            date=TODAY + 20 * DAY,
            priority="A",
            distance_m=42_195,
            goal_s=12_600,
        )
        Race.objects.create(
            athlete=athlete, name="Rome", sport="running", date=TODAY - 10 * DAY, priority="C"
        )
        pack = pack_of(athlete)
        past, coming = pack.events
        assert (coming.priority, coming.date) == ("A", date(2026, 12, 12))
        assert shown(pack, coming) == {"days": (20, "d"), "distance": (42_195, "m"), "goal": (12_600, "s")}
        assert shown(pack, past) == {}

    def test_how_somebody_can_train_is_what_they_said(self, athlete):
        assert pack_of(athlete).get("room.tue") is None
        preferences = PreferencesFactory(athlete=athlete, experience="novice", weekly_cap_min=300)
        preferences.rooms.create(weekday=1, minutes=45)
        pack = pack_of(athlete)
        assert (pack.by_id["room.tue"].value, pack.by_id["room.mon"].value) == (2700, 0)
        assert pack.by_id["room.week"].value == 18_000
        assert (pack.profile.experience, pack.profile.long_day) == ("novice", "sun")


class TestMarkers:
    def test_a_marker_says_how_long_it_has_lasted(self, athlete):
        AnnotationFactory(athlete=athlete, start=TODAY - 2 * DAY, end=None, note="fever of thirty-nine")
        AnnotationFactory(
            athlete=athlete, kind="altitude", start=TODAY - 9 * DAY, end=TODAY - 4 * DAY, altitude_m=1800
        )
        pack = pack_of(athlete)
        high, ill = pack.health
        assert (ill.kind, ill.is_active, shown(pack, ill)) == ("illness", True, {"days": (3, "d")})
        assert (high.is_active, shown(pack, high)) == (False, {"days": (5, "d"), "altitude": (1800, "m")})

    def test_what_ended_six_weeks_ago_or_was_deleted_is_not_told(self, athlete):
        AnnotationFactory(athlete=athlete, start=TODAY - 60 * DAY, end=TODAY - 41 * DAY)
        AnnotationFactory(athlete=athlete, start=TODAY, end=None, deleted_at=NOON)
        assert pack_of(athlete).health == ()

    @pytest.mark.parametrize(
        ("keeps", "sends", "for_ai", "is_told"),
        [
            (True, True, True, True),
            (True, True, False, False),
            (True, False, True, False),
            (False, True, True, False),
        ],
    )
    def test_the_cycle_is_told_to_an_ai_by_leave_alone(self, athlete, keeps, sends, for_ai, is_told):
        athlete.keeps_cycle_log = keeps
        athlete.save()
        AIPreferences.objects.create(athlete=athlete, sends_cycle=sends)
        CycleDayFactory(athlete=athlete, date=TODAY - 4 * DAY)
        pack = pack_of(athlete, for_ai=for_ai)
        assert [each.kind for each in pack.health] == (["cycle"] if is_told else [])
        assert (pack.get("H1.days") is not None) is is_told
        if is_told:
            assert pack.by_id["H1.days"].value == 5


class TestProfile:
    def test_sports_are_those_of_the_last_weeks_the_most_frequent_first(self, athlete):
        train(athlete, WEEK * 3)
        run_on(athlete, TODAY, 30.0, sport="cycling")
        assert pack_of(athlete).profile.sports == ("running", "cycling")

    @pytest.mark.parametrize(
        ("sends", "for_ai", "told"),
        [(True, True, ("35-39", "female")), (False, True, ("", "")), (True, False, ("", ""))],
    )
    def test_age_and_sex_are_told_to_an_ai_by_leave_alone(self, athlete, sends, for_ai, told):
        athlete.birth_year, athlete.sex = 1989, "female"
        athlete.save()
        AIPreferences.objects.create(athlete=athlete, sends_profile=sends)
        profile = pack_of(athlete, for_ai=for_ai).profile
        assert (profile.age_band, profile.sex) == told


class TestMemory:
    def remember(self, athlete, text, **fields):
        return Memory.objects.create(athlete=athlete, text=text, **{"confirmed_at": NOON, **fields})

    def test_confirmed_facts_are_told_to_an_ai(self, athlete):
        self.remember(athlete, "I train before work")
        self.remember(athlete, "not confirmed", confirmed_at=None)
        self.remember(athlete, "forgotten", deleted_at=NOON)
        self.remember(CheckInFactory().athlete, "of somebody else")
        assert [each.text for each in pack_of(athlete, for_ai=True).memory] == ["I train before work"]
        assert pack_of(athlete).memory == ()

    def test_fifteen_are_enough(self, athlete):
        for index in range(17):
            self.remember(athlete, f"fact {index}", confirmed_at=NOON + timedelta(minutes=index))
        texts = [each.text for each in pack_of(athlete, for_ai=True).memory]
        assert (len(texts), texts[0], texts[-1]) == (15, "fact 16", "fact 2")


class TestNotes:
    def test_they_are_sent_by_leave_alone(self, athlete):
        CheckInFactory(athlete=athlete, date=TODAY, note="legs like lead")
        assert pack_of(athlete, for_ai=True).notes == ()
        AIPreferences.objects.create(athlete=athlete, sends_notes=True)
        assert pack_of(athlete).notes == ()
        [note] = pack_of(athlete, for_ai=True).notes
        assert (note.id, note.about, note.date, note.text) == ("N1", "check_in", TODAY, "legs like lead")

    def test_the_ten_newest_of_mornings_activities_and_markers(self, athlete):
        AIPreferences.objects.create(athlete=athlete, sends_notes=True)
        run_on(athlete, TODAY - DAY, 30.0, note="felt strong")
        run_on(athlete, TODAY, 30.0, note="kept apart", ai_allowed=False)
        AnnotationFactory(athlete=athlete, kind="answer", start=TODAY - 2 * DAY, end=None, note="new job")
        for ago in range(3, 15):
            CheckInFactory(athlete=athlete, date=TODAY - ago * DAY, note=f"morning {ago}")
        notes = pack_of(athlete, for_ai=True).notes
        assert [each.text for each in notes[:3]] == ["felt strong", "new job", "morning 3"]
        assert len(notes) == 10


class TestPrevious:
    def test_what_the_last_analysis_of_an_earlier_day_left_open_is_there(self, athlete):
        train(athlete, WEEK * 25)
        analyse(athlete=athlete, today=TODAY - DAY)
        analyse(athlete=athlete)
        [advice] = pack_of(athlete).previous
        assert (advice.id, advice.state, advice.date) == ("B1", "open", TODAY - DAY)

    def test_looking_twice_on_one_day_changes_nothing(self, athlete):
        train(athlete, WEEK * 25)
        before = pack_of(athlete)
        analyse(athlete=athlete)
        assert pack_of(athlete) == before

    def test_what_became_of_advice_is_there_from_then_on_for_four_weeks(self, athlete, noon):
        train(athlete, WEEK * 25)
        analysis = analyse(athlete=athlete)
        act = Advice.objects.create(
            athlete=athlete, analysis=analysis, key="R1", kind="other", category="planning", state="dismissed"
        )
        [advice] = pack_of(athlete).previous
        assert (advice.kind, advice.category, advice.state, advice.date) == (
            "other",
            "planning",
            "dismissed",
            TODAY,
        )
        Advice.objects.filter(pk=act.pk).update(updated_at=NOON - 28 * DAY)
        assert pack_of(athlete).previous == ()


class TestAsked:
    def test_answers_about_values_are_there_for_a_month_and_signals_are_not_among_them(self, athlete):
        options = {"athlete": athlete, "kind": "data_gap", "text": "Why?", "state": "answered"}
        Question.objects.create(about="gap.hrv@2026-11", answered_at=NOON, **options)
        Question.objects.create(about="pause@2026-09-01", answered_at=NOON - 31 * DAY, **options)
        Question.objects.create(about="01890000-0000-7000-8000-000000000000", answered_at=NOON, **options)
        Question.objects.create(about="activities@2026-11", answered_at=None, **{**options, "state": "open"})
        assert pack_of(athlete).asked == ("gap.hrv",)
