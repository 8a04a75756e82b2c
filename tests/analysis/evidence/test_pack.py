"""The same data give the same pack, byte for byte."""

import json
from datetime import date

from analysis.evidence import Pack
from analysis.evidence.context import AdviceRow, AnswerRow, Context, MarkerRow, RaceRow, SessionRow
from analysis.evidence.inputs import ThresholdRow
from analysis.evidence.private import NoteRow, Private
from tests.analysis.builders import ATHLETE, WEEK, build_pack, even_nights

FTP = ThresholdRow("cycling", "ftp_w", 250.0, date(2026, 3, 1))


def build(**options):
    return build_pack(WEEK * 26, nights=even_nights(60), thresholds=(FTP,), **options)


def test_the_same_data_have_the_same_hash():
    assert build().sha256 == build().sha256
    assert len(build().sha256) == 64


def test_other_data_windows_or_units_have_another_hash():
    packs = [build(), build(days=30), build(units="imperial"), build_pack(WEEK * 26)]
    assert len({pack.sha256 for pack in packs}) == 4


def test_ids_are_unique_and_every_value_has_a_page():
    values = build().values
    assert len({value.id for value in values}) == len(values)
    assert all(value.url.startswith("/athletes/00000000-0000-0000-0000-000000000009/") for value in values)
    assert all(value.start < value.end for value in values)


def test_a_stored_pack_comes_back_whole():
    pack = build(run_distances_m={1: 21_000.0})
    stored = json.loads(json.dumps(pack.to_json()))
    assert Pack.from_json(stored) == pack
    assert Pack.from_json(stored).sha256 == pack.sha256


def test_everything_around_the_numbers_comes_back_whole_too():
    context = Context(
        markers=(MarkerRow("altitude", date(2026, 11, 1), None, 1800.0),),
        races=(RaceRow("running", date(2026, 12, 12), "A", 42_195.0, 12_600.0),),
        sessions=(SessionRow(ATHLETE, "running", date(2026, 11, 23), "easy", 45, 45, False),),
        advice=(AdviceRow("other", "planning", "done", date(2026, 11, 20)),),
        answers=(AnswerRow("pause@2026-11-01", "other", date(2026, 11, 20)),),
        private=Private("35-39", "female", 5, ("fact",), (NoteRow("check_in", date(2026, 11, 22), "note"),)),
    )
    pack = build(context=context)
    assert Pack.from_json(json.loads(json.dumps(pack.to_json()))) == pack
    assert all((pack.tables, pack.planned, pack.events, pack.health, pack.memory, pack.notes, pack.previous))


def test_a_pack_of_an_older_shape_can_still_be_read():
    plain = build().to_json()
    later = ("tables", "planned", "events", "health", "profile", "memory", "notes", "previous", "asked")
    old = {name: part for name, part in plain.items() if name not in later} | {"shape": 3}
    for value in old["values"]:
        del value["coverage"]
    pack = Pack.from_json(old)
    assert pack.by_id["fitness"].value == build().by_id["fitness"].value
    assert (pack.tables, pack.health, pack.asked) == ((), (), ())


def test_a_threshold_is_there_since_the_day_it_holds():
    value = build().by_id["threshold.cycling.ftp_w"]
    assert (value.value, value.unit, value.start) == (250, "W", date(2026, 3, 1))
    assert value.url.endswith("/profile/")


def test_activities_have_values_and_no_names():
    pack = build()
    first = pack.activities[0]
    assert (first.id, first.sport, first.load_method) == ("A1", "running", "pace")
    assert [pack.by_id[ref].value for ref in first.refs] == [3600, 10_000, 70]
    assert len(pack.activities) == 20
    assert set(pack.to_json()["activities"][0]) == {"id", "sport", "date", "load_method", "refs"}


def test_activities_without_load_are_counted():
    value = build(unmeasured=3).by_id["unmeasured"]
    assert (value.value, value.n) == (3, 21)
