import { DEFAULT_PREPARE, type PrepareSettings } from './types';

/** The words of a protocol badge that come from the data: stable, never translated. */
export interface SettingsWords {
  /** `time 80/20 per user`, `random 80/20`, `leave-one-out`; with `valid 20%` behind it if it is not the usual 10 % */
  split: string;
  /** `all ratings, ≥5 per user`, `≥4★, ≥5 per user` */
  filter: string;
}

/** Settings that keep or split interactions differently (but for the seed) give different words. */
export function describeSettings(settings: PrepareSettings): SettingsWords {
  const ratings = settings.minRating > 0 ? `≥${settings.minRating}★` : 'all ratings';
  return {
    split: describeSplit(settings),
    filter: settings.minPerUser > 1 ? `${ratings}, ≥${settings.minPerUser} per user` : ratings,
  };
}

function describeSplit({ split, testShare, validationShare }: PrepareSettings): string {
  if (split === 'leave-one-out') return 'leave-one-out';
  const shares = `${percent(1 - testShare)}/${percent(testShare)}`;
  const words = split === 'random' ? `random ${shares}` : `time ${shares} per user`;
  return validationShare === DEFAULT_PREPARE.validationShare ? words : `${words}, valid ${percent(validationShare)}%`;
}

/** Of a share, with as many decimals as it needs. */
function percent(share: number): string {
  return String(Number((share * 100).toFixed(6)));
}
