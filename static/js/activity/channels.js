// How each channel is shown: its name, colour, unit and scale, in the athlete's units.
const M_PER_MI = 1609.344;
const M_PER_FT = 0.3048;
const M_PER_YD = 0.9144;
const STANDING_MPS = 0.3;
const ON_FOOT = new Set(["running", "walking"]);

const map = (values, convert) => values.map((value) => (value === null ? null : convert(value)));

// The middle of the values with room around it: a stop at a red light must not flatten the rest.
function middleRange(values, margin) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const at = (share) => known[Math.round(share * (known.length - 1))];
  const [low, high] = [at(0.02), at(0.98)];
  const room = Math.max((high - low) * 0.1, margin);
  return () => [low - room, high + room];
}

const fromZero = (chart, min, max) => [0, Math.max(1, max) * 1.05];
// Full is the top, so that an easy hour is seen to leave it full; below zero the model is contradicted.
const fromEmpty = (chart, min, max) => [Math.min(0, min), Math.max(1, max) * 1.05];
const atLeast = (height) => (chart, min, max) => {
  const room = Math.max(0, height - (max - min)) / 2 + (max - min) * 0.05;
  return [min - room, max + room];
};

function pace(values, metres, unit) {
  const paces = map(values, (speed) => (speed > STANDING_MPS ? metres / speed : null));
  if (paces.every((value) => value === null)) return null;
  return { label: "Pace", tone: "pace", values: paces, format: { kind: "pace", unit }, range: middleRange(paces, 15) };
}

function speedShown(values, { sport, units }) {
  const imperial = units === "imperial";
  if (ON_FOOT.has(sport)) return imperial ? pace(values, M_PER_MI, "/mi") : pace(values, 1000, "/km");
  if (sport === "swimming") return imperial ? pace(values, 100 * M_PER_YD, "/100\u202fyd") : pace(values, 100, "/100\u202fm");
  const factor = 3600 / (imperial ? M_PER_MI : 1000);
  return { label: "Speed", tone: "pace", values: map(values, (speed) => speed * factor), format: { digits: 1, unit: imperial ? "mph" : "km/h" }, range: fromZero };
}

const GRADED = { label: "Pace on the flat", tone: "load" };
const gradedShown = (values, data) => {
  const shown = speedShown(values, data);
  return shown && { ...shown, ...GRADED };
};

const kilojoules = (values) => map(values, (joules) => joules / 1000);

function altitudeShown(values, { units }) {
  const imperial = units === "imperial";
  const heights = imperial ? map(values, (metres) => metres / M_PER_FT) : values;
  return { label: "Elevation", tone: "height", kind: "area", values: heights, format: { unit: imperial ? "ft" : "m" }, range: atLeast(imperial ? 100 : 30) };
}

function cadenceShown(values, { sport }) {
  const unit = ON_FOOT.has(sport) ? "spm" : sport === "swimming" ? "str/min" : "rpm";
  const steps = ON_FOOT.has(sport) ? map(values, (strides) => strides * 2) : values;
  return { label: "Cadence", tone: "cadence", values: steps, format: { unit }, range: middleRange(steps, 5) };
}

function temperatureShown(values, { units }) {
  const imperial = units === "imperial";
  const degrees = imperial ? map(values, (celsius) => celsius * 1.8 + 32) : values;
  return { label: "Temperature", tone: "form-deep", values: degrees, format: { unit: imperial ? "°F" : "°C" }, range: atLeast(10) };
}

const SHOWN = {
  power_w: (values) => ({ label: "Power", tone: "power", values, format: { unit: "W" }, range: fromZero }),
  w_balance_j: (values) => ({ label: "W′ balance", tone: "form-fresh", kind: "area", values: kilojoules(values), format: { digits: 1, unit: "kJ" }, range: fromEmpty }),
  heart_rate_bpm: (values) => ({ label: "Heart rate", tone: "heart", values, format: { unit: "bpm" }, range: atLeast(30) }),
  speed_mps: speedShown,
  graded_speed_mps: gradedShown,
  altitude_m: altitudeShown,
  cadence_rpm: cadenceShown,
  temperature_c: temperatureShown,
};

// Channels with at least one value, in the order they are shown: [{label, tone, values, format, range, kind?}]
export function shownChannels(data) {
  return Object.entries(SHOWN).flatMap(([name, show]) => {
    const values = data.channels[name];
    if (!values?.some((value) => value !== null)) return [];
    return show(values, data) ?? [];
  });
}
