import i18next from 'i18next';

/** When something was saved: the time of day today, else day and time. @param ms since 1970 */
export function formatMoment(ms: number, now = Date.now()): string {
  const language = i18next.resolvedLanguage ?? 'en';
  const isToday = new Date(ms).toDateString() === new Date(now).toDateString();
  const format = new Intl.DateTimeFormat(language, {
    ...(!isToday && { dateStyle: 'medium' }),
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return format.format(ms);
}
