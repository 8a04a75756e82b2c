"""The modules that have no page of their own, in Chromium: numbers in words, gaps, zoom, channels."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY_S = 86_400


@pytest.fixture
def scripts(page: Page) -> Page:
    """A page of ours, so that modules load under its content security policy."""
    page.goto(reverse("account_login"))
    return page


def run(page: Page, module: str, expression: str) -> Any:
    """The value of an expression in which `m` is the module."""
    return page.evaluate(f"import('/static/js/{module}').then((m) => {expression})")


IN_WORDS = {
    "m.shown(null)": "–",
    "m.shown(-0.4)": "0",
    "m.shown(-12, {kind: 'signed'})": "\u221212",
    "m.shown(5, {kind: 'signed'})": "+5",
    "m.shown(254.6, {kind: 'pace', unit: '/km'})": "4:15\u202f/km",
    "m.shown(12345, {unit: 'm'})": "12,345\u202fm",
    "m.shown(32.06, {digits: 1, unit: 'km/h'})": "32.1\u202fkm/h",
    "m.hours(5400)": "1:30",
    "m.clock(3723)": "1:02:03",
    "m.clock(599.7)": "10:00",
    "m.date(1795219200)": "Sat 21 Nov 2026",
    "m.dateTick(1795219200, 86400 * 7)": "21 Nov",
    "m.dateTick(1793491200, 86400 * 30)": "Nov",
    "m.dateTick(1798761600, 86400 * 30)": "2027",
    "m.tick(0.5, {}, 0.5)": "0.5",
}


def test_values_read_as_on_the_pages(scripts: Page) -> None:
    assert run(scripts, "chart/format.js", f"[{', '.join(IN_WORDS)}]") == list(IN_WORDS.values())


def test_gaps_reach_halfway_to_their_neighbours(scripts: Page) -> None:
    gaps = run(scripts, "chart/draw.js", "m.missingStretches([0, 10, 20, 30, 40], [1, null, null, 4, null])")

    assert gaps == [[5, 25], [35, 40]]


def test_a_long_name_is_cut_to_what_fits(scripts: Page) -> None:
    cut = "m.shortened(%s, (text) => text.length <= 12)"

    assert run(scripts, "chart/draw.js", cut % "'Linz 10'") == "Linz 10"
    assert run(scripts, "chart/draw.js", cut % "'Vienna City Marathon'") == "Vienna City…"


def test_channels_are_shown_in_the_units_of_sport_and_athlete(scripts: Page) -> None:
    data = "{sport: '%s', units: '%s', channels: {speed_mps: [4, 0.1, null], cadence_rpm: [90, null, 85]}}"
    shown = "m.shownChannels(%s).map(({label, values, format}) => [label, format.unit, values])"

    running = run(scripts, "activity/channels.js", shown % (data % ("running", "metric")))
    cycling = run(scripts, "activity/channels.js", shown % (data % ("cycling", "imperial")))

    assert running == [["Pace", "/km", [250, None, None]], ["Cadence", "spm", [180, None, 170]]]
    assert [[row[0], row[1]] for row in cycling] == [["Speed", "mph"], ["Cadence", "rpm"]]
    assert cycling[0][2][0] == pytest.approx(8.948, abs=0.001)
    assert cycling[1][2] == [90, None, 85]


def test_channels_without_a_value_are_left_out(scripts: Page) -> None:
    data = (
        "{sport: 'cycling', units: 'metric', channels: {power_w: [null, null], heart_rate_bpm: [null, 120]}}"
    )

    labels = run(scripts, "activity/channels.js", f"m.shownChannels({data}).map(({{label}}) => label)")

    assert labels == ["Heart rate"]


DRAW = """import('/static/js/chart.js').then((m) => {
  const [place, legend] = [document.createElement('div'), document.createElement('p')];
  place.className = 'chart-canvas full';
  document.querySelector('main').replaceChildren(place, legend);
  const fitness = [10, 11, null, 13, 14, 15];
  const days = [0, 1, 2, 3, 4, 5].map((day) => day * 86400);
  window.chart = m.createChart(place, {
    x: {kind: 'date', values: days, words: (at) => `day ${at / 86400}`},
    series: [{label: 'Fitness', tone: 'fitness', kind: 'line', values: fitness, format: {}}],
    scales: [{key: 'y', format: {}}], gapsOf: fitness, today: 3 * 86400,
    flags: [{at: 5 * 86400, name: 'Race'}], bands: [{start: 0, end: 86400, name: 'Travel'}], legend,
  });
})"""


@pytest.fixture
def chart(scripts: Page) -> Page:
    """Six days, the third unknown, the last two in the future."""
    scripts.evaluate(DRAW)
    return scripts


def zoom(page: Page) -> list[float]:
    page.wait_for_timeout(50)
    return [each / DAY_S for each in page.evaluate("[chart.scales.x.min, chart.scales.x.max]")]


def legend(page: Page) -> str:
    page.wait_for_timeout(50)
    return " ".join(page.locator("main > p").inner_text().split())


def test_the_legend_rests_at_today(chart: Page) -> None:
    assert legend(chart) == "Fitness 13 day 3"


def test_arrows_move_the_cursor_and_a_gap_reads_as_unknown(chart: Page) -> None:
    chart.locator(".chart-canvas").focus()
    chart.keyboard.press("ArrowLeft")
    assert legend(chart) == "Fitness 14 day 4"
    chart.keyboard.press("ArrowLeft")
    chart.keyboard.press("ArrowLeft")

    assert legend(chart) == "Fitness – day 2"


def test_the_keyboard_zooms_and_escape_shows_all(chart: Page) -> None:
    chart.locator(".chart-canvas").focus()
    chart.keyboard.press("+")
    start, end = zoom(chart)
    assert end - start == pytest.approx(3.5)

    chart.keyboard.press("Escape")

    assert zoom(chart) == [0, 5]


def test_dragging_zooms_and_a_double_click_shows_all(chart: Page) -> None:
    box = chart.locator(".u-over").bounding_box()
    assert box
    chart.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 50)
    chart.mouse.down()
    chart.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 50, steps=5)
    chart.mouse.up()
    assert zoom(chart) == pytest.approx([1, 3], abs=0.05)

    chart.mouse.dblclick(box["x"] + 100, box["y"] + 50)

    assert zoom(chart) == [0, 5]


COUNT = """([red, green, blue]) => {
  const { width, height } = chart.ctx.canvas;
  const { data } = chart.ctx.getImageData(0, 0, width, height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255) count++;
  }
  return count;
}"""
FITNESS = {"light": [0x25, 0x63, 0xC9], "dark": [0x6E, 0xA3, 0xFF]}


def test_the_canvas_takes_its_colours_from_the_theme(chart: Page) -> None:
    for theme, other in (("light", "dark"), ("dark", "light")):
        chart.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        chart.wait_for_timeout(100)

        assert chart.evaluate(COUNT, FITNESS[theme]) > 50
        assert chart.evaluate(COUNT, FITNESS[other]) == 0
