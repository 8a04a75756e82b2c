// Numbers and dates in words, as config.core.formatting writes them. Unknown is "–", a negative has a real minus.
const UNKNOWN = "–";
const SPACE = "\u202f";
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const DAY_S = 86400;

const pad = (value) => String(value).padStart(2, "0");

export function number(value, digits = 0) {
  const text = Math.abs(value).toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `\u2212${text}` : text;
}

export function signed(value, digits = 0) {
  return value > 0 && Number(value.toFixed(digits)) !== 0 ? `+${number(value, digits)}` : number(value, digits);
}

// "4:15": minutes and seconds.
export function minutes(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${pad(whole % 60)}`;
}

// "1:02": hours and minutes.
export function hours(seconds) {
  const whole = Math.round(seconds / 60);
  return `${Math.floor(whole / 60)}:${pad(whole % 60)}`;
}

// "1:02:03" from an hour on, else "42:10".
export function clock(seconds) {
  const whole = Math.round(seconds);
  return whole < 3600 ? minutes(whole) : `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}

export function date(seconds) {
  return day.format(seconds * 1000).replace(",", "");
}

const KINDS = { number, signed, pace: minutes, duration: hours };

// value: {kind: number|signed|pace|duration, digits, unit}
export function shown(value, { kind = "number", digits = 0, unit = "" } = {}) {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  const text = KINDS[kind](value, digits);
  return unit ? `${text}${SPACE}${unit}` : text;
}

// Ticks carry no unit; the title of the chart does. Steps below one show their decimal.
export function tick(value, { kind = "number" } = {}, step = 1) {
  return value === null ? "" : KINDS[kind](value, step < 1 ? 1 : 0);
}

// A date tick says only what changed: "Jan 2026", "Feb", or "3 Feb" where days are far apart.
export function dateTick(seconds, step) {
  const when = new Date(seconds * 1000);
  if (step >= 360 * DAY_S) return String(when.getUTCFullYear());
  if (step < 28 * DAY_S) return dayMonth.format(when);
  return when.getUTCMonth() === 0 ? String(when.getUTCFullYear()) : month.format(when);
}
