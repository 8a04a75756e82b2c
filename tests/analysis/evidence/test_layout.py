"""What was sent, laid out for reading."""

import json

from analysis.evidence.layout import WIDTH, laid_out


def test_rows_stand_on_a_line_each_and_nothing_changes():
    told = {"days": 7, "values": {"cols": ["id", "value"], "rows": [["hrv.7", 60.5], ["é", None]] * 9}}
    text = laid_out(json.dumps(told, separators=(",", ":")))

    assert json.loads(text) == told
    assert text.splitlines()[:5] == [
        "{",
        ' "days": 7,',
        ' "values": {',
        '  "cols": ["id", "value"],',
        '  "rows": [',
    ]
    assert text.splitlines()[5] == '   ["hrv.7", 60.5],'
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_long_note_stays_one_string():
    note = "word " * 60
    assert json.loads(laid_out(json.dumps({"notes": [note], "none": []}))) == {"notes": [note], "none": []}
