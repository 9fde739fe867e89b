/** A protocol's identifiers (eval/protocol.ts) as words of the catalogue. */
import type { TFunction } from 'i18next';
import type { Protocol } from '@/eval/types';

/** Named on the plate only where it is another. */
const USUAL_VALIDATION = 10;

/**
 * The words of a plate, in order: split, filter, refit where so, candidates, users where not all, seed. An identifier that this page
 * does not know is shown as it is: better a clumsy word than a hidden difference.
 * @param t of namespace `common`
 */
export function protocolWords(protocol: Protocol, t: TFunction<'common'>): string[] {
  const { filter, candidates, users, seed } = protocol;
  return [
    ...splitWords(protocol.split, t),
    ...filterWords(filter, t),
    ...(protocol.refit ? [t('protocol.refit')] : []),
    candidatesWord(candidates, t),
    ...(users === 'all' ? [] : [fixedUsersWord(users, t)]),
    t('protocol.seed', { seed }),
  ];
}

/** One field of a protocol in the plate's words. */
export function protocolFieldWords(protocol: Protocol, field: keyof Protocol, t: TFunction<'common'>): string {
  switch (field) {
    case 'split':
      return splitWords(protocol.split, t).join(', ');
    case 'filter':
      return filterWords(protocol.filter, t).join(', ');
    case 'candidates':
      return candidatesWord(protocol.candidates, t);
    case 'refit':
      return t(protocol.refit ? 'protocol.refit' : 'protocol.notRefit');
    case 'masked':
      return maskedWord(protocol.masked, t);
    case 'users':
      return protocol.users === 'all' ? t('protocol.allUsers') : fixedUsersWord(protocol.users, t);
    default:
      return String(protocol[field]);
  }
}

function splitWords(split: string, t: TFunction<'common'>): string[] {
  const [, named, valid] = /^(.*) valid ([\d.]+)%$/.exec(split) ?? [null, split, String(USUAL_VALIDATION)];
  const words = [splitWord(named, t)];
  if (Number(valid) !== USUAL_VALIDATION) words.push(t('protocol.valid', { percent: valid }));
  return words;
}

function splitWord(named: string, t: TFunction<'common'>): string {
  const [kind, ...rest] = named.split(' ');
  switch (kind) {
    case 'leave-one-out':
    case 'given':
      return t(`protocol.split.${kind}`);
    case 'random':
    case 'random-user':
    case 'temporal-user': {
      const [train, test] = rest[0].split('/');
      return t(`protocol.split.${kind}`, { train, test });
    }
    case 'global-time':
      return rest[1] === 'none'
        ? t('protocol.split.global-time-none')
        : t('protocol.split.global-time', { moment: momentWords(Number(rest[1])) });
    default:
      return named;
  }
}

/** 2000-12-02, with the time of day where it is not midnight (UTC). */
function momentWords(seconds: number): string {
  const [date, time] = new Date(seconds * 1000).toISOString().slice(0, 19).split('T');
  return time === '00:00:00' ? date : `${date} ${time}`;
}

/** Equal counts that are repeated are the k-core, and called that. */
function filterWords(filter: string, t: TFunction<'common'>): string[] {
  const core = /, user>=(\d+), item>=\1, repeated/;
  const [, least] = core.exec(filter) ?? [];
  const words = filter
    .replace(core, '')
    .split(', ')
    .map((part) => filterWord(part, t));
  if (least) words.splice(1, 0, t('protocol.core', { least }));
  return words;
}

function filterWord(part: string, t: TFunction<'common'>): string {
  if (part === 'all ratings') return t('protocol.allRatings');
  if (part === 'repeated' || part === 'once') return t(`protocol.${part}`);
  if (part === 'duplicates first' || part === 'duplicates highest') {
    return t(part === 'duplicates first' ? 'protocol.duplicatesFirst' : 'protocol.duplicatesHighest');
  }
  const [, what, least] = /^(rating|user|item)>=([\d.]+)$/.exec(part) ?? [];
  if (what === 'rating') return t('protocol.minRating', { rating: least });
  if (what === 'user') return t('protocol.minPerUser', { count: Number(least) });
  if (what === 'item') return t('protocol.minPerItem', { count: Number(least) });
  return part;
}

function candidatesWord(candidates: string, t: TFunction<'common'>): string {
  if (candidates === 'full') return t('protocol.full');
  if (candidates === 'given') return t('protocol.givenCandidates');
  const [, count, popular, seed] = /^(\d+) sampled( by popularity)? seed (\d+)$/.exec(candidates) ?? [];
  if (!count) return candidates;
  const values = { count: Number(count), seed };
  return popular ? t('protocol.sampledByPopularity', values) : t('protocol.sampled', values);
}

/** What is no candidate, in a sentence for tooltips. */
export function maskedWord(masked: string, t: TFunction<'common'>): string {
  return masked === 'train, at test train+valid' ? t('protocol.masked') : masked;
}

function fixedUsersWord(users: string, t: TFunction<'common'>): string {
  const [, count] = /^(\d+) fixed users$/.exec(users) ?? [];
  return count ? t('protocol.fixedUsers', { count: Number(count) }) : users;
}
