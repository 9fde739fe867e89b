/** Moments in seconds since 1970, as people write and read them on the timeline. All in UTC, as the data are. */
import i18next from 'i18next';
import { niceTicks } from '@/components/charts/niceTicks';

const HOUR = 3600;
export const DAY = 24 * HOUR;
const MONTH = 30.4 * DAY;

/** 2000-12-02, with the time of day where it is not midnight. */
export function writeMoment(seconds: number): string {
  const [date, time] = new Date(seconds * 1000).toISOString().slice(0, 19).split('T');
  return time === '00:00:00' ? date : `${date} ${time}`;
}

/** 2000-12-02, 2000-12-02 14:05 or 2000-12-02 14:05:30; null for anything else, such as the 30th of February. */
export function readMoment(text: string): number | null {
  const parts = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/.exec(text);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0));
  const moment = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  moment.setUTCFullYear(year);
  const isReal =
    moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? moment.getTime() / 1000 : null;
}

/** What an arrow key moves a cut by, and what a drag snaps to: a day, or a bar of the timeline where that is shorter. */
export function stepOf(barSeconds: number): number {
  return Math.min(DAY, barSeconds);
}

/** Where to write dates under a timeline: at beginnings of months or years if it is long, else of days or hours. */
export function dateTicks(from: number, to: number, most = 6): number[] {
  const months = (to - from) / MONTH;
  if (months < 3) {
    const unit = to - from > 4 * DAY ? DAY : HOUR;
    return niceTicks(from / unit, to / unit, most - 1, false).map((tick) => tick * unit);
  }
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((every) => months / every <= most) ?? 600;
  const start = new Date(from * 1000);
  const ticks: number[] = [];
  const first = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  for (let month = first; ; month += step) {
    const tick = Date.UTC(Math.floor(month / 12), month % 12) / 1000;
    if (tick > to) return ticks;
    if (tick >= from) ticks.push(tick);
  }
}

/** As short as it can be for ticks over a range of this many seconds: "Jan 2001", "14 Dec", "14 Dec, 12:00". */
export function formatTick(seconds: number, range: number): string {
  const options: Intl.DateTimeFormatOptions =
    range >= 3 * MONTH
      ? { month: 'short', year: 'numeric' }
      : range > 4 * DAY
        ? { day: 'numeric', month: 'short' }
        : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(i18next.resolvedLanguage ?? 'en', { ...options, timeZone: 'UTC' }).format(
    seconds * 1000,
  );
}
