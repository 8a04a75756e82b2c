// Numbers and dates in words, as config.core.formatting writes them. Unknown is "–", a negative has a real minus.
const UNKNOWN = "–";
const SPACE = "\u202f";
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
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

// How long an effort is, as a tick: "5 s", "20 min", "1 h".
export function effort(seconds) {
  if (seconds < 60) return `${seconds}${SPACE}s`;
  return seconds < 3600 ? `${seconds / 60}${SPACE}min` : `${seconds / 3600}${SPACE}h`;
}

const dayMonth = (when) => `${when.getUTCDate()} ${MONTHS[when.getUTCMonth()]}`;

// "Sat 21 Nov 2026"
export function date(seconds) {
  const when = new Date(seconds * 1000);
  return `${DAYS[when.getUTCDay()]} ${dayMonth(when)} ${when.getUTCFullYear()}`;
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

// A date tick says only what changed: "2026" in January, else "Feb"; "3 Feb" where less than a month is between.
export function dateTick(seconds, step) {
  const when = new Date(seconds * 1000);
  if (step >= 360 * DAY_S) return String(when.getUTCFullYear());
  if (step < 28 * DAY_S) return dayMonth(when);
  return when.getUTCMonth() === 0 ? String(when.getUTCFullYear()) : MONTHS[when.getUTCMonth()];
}
