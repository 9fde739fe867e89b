/** Numbers, shares, times and sizes as text in the current language. */
import i18next from 'i18next';

const locale = () => i18next.resolvedLanguage ?? 'en';

const formatters = new Map<string, Intl.NumberFormat>();
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale() + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale(), options);
    formatters.set(key, formatter);
  }
  return formatter;
}

/** A whole number with groups: 1,000,209 */
export function formatCount(value: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(value);
}

/** Three digits or so for axes and rates: 412k, 1.2M */
export function formatCompact(value: number): string {
  const text = numberFormat({ notation: 'compact', maximumSignificantDigits: 3 }).format(value);
  return text.replace('K', 'k');
}

/** With a fixed number of decimals: 4.47 */
export function formatDecimal(value: number, digits: number): string {
  return numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** As short as it is exact, for parameters: 0.001, 128, 1e-7 */
export function formatParameter(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-6) return value.toExponential();
  return numberFormat({ maximumSignificantDigits: 6, useGrouping: false }).format(value);
}

/** A metric between 0 and 1: 0.1723. */
export function formatMetric(value: number, digits = 4): string {
  return formatDecimal(value, digits);
}

/** With its sign, minus as −: +0.0148, −0.0023 */
export function formatSigned(value: number, digits = 4): string {
  return numberFormat({
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'exceptZero',
  })
    .format(value)
    .replace('-', '−');
}

/** @param share 0..1 */
export function formatPercent(share: number, digits = 0): string {
  return numberFormat({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share);
}

/** 84 ms, 0.9 s, 42 s, 1 min 48 s, 1 h 50 min */
export function formatDuration(ms: number): string {
  const t = i18next.getFixedT(null, 'common');
  if (ms < 100) return t('duration.milliseconds', { value: formatDecimal(ms, ms < 10 ? 1 : 0) });
  if (ms < 9950) return t('duration.seconds', { value: formatDecimal(ms / 1000, 1) });
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return t('duration.seconds', { value: formatCount(seconds) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return seconds % 60 === 0
      ? t('duration.minutes', { minutes })
      : t('duration.minutesSeconds', { minutes, seconds: seconds % 60 });
  }
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0
    ? t('duration.hours', { hours: formatCount(hours) })
    : t('duration.hoursMinutes', { hours: formatCount(hours), minutes: minutes % 60 });
}

/** Decimal units, as file managers show them: 5.9 MB */
export function formatBytes(bytes: number): string {
  const t = i18next.getFixedT(null, 'common');
  const units = ['B', 'kB', 'MB', 'GB'] as const;
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return t(`bytes.${units[unit]}`, { value: formatDecimal(value, unit > 0 && value < 10 ? 1 : 0) });
}

/** A day: 25 Apr 2000. @param seconds since 1970 */
export function formatDate(seconds: number): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    seconds * 1000,
  );
}

/** A day whose year is known: 25 Apr. @param seconds since 1970 */
export function formatDay(seconds: number): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(seconds * 1000);
}

/** Local time of day: 14:32:08. @param ms since 1970 */
export function formatTime(ms: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'medium', hourCycle: 'h23' }).format(ms);
}

/** "a, b and c" */
export function formatList(parts: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts);
}
