/** A protocol's identifiers (eval/protocol.ts) as words of the catalogue. */
import type { TFunction } from 'i18next';
import type { Protocol } from '@/eval/types';

/** Named on the plate only where it is another. */
const USUAL_VALIDATION = 10;

/**
 * The words of a plate, in order: split, filter, candidates, users where not all, seed. An identifier that this page
 * does not know is shown as it is: better a clumsy word than a hidden difference.
 * @param t of namespace `common`
 */
export function protocolWords(protocol: Protocol, t: TFunction<'common'>): string[] {
  const { filter, candidates, users, seed } = protocol;
  return [
    ...splitWords(protocol.split, t),
    ...filter.split(', ').map((part) => filterWord(part, t)),
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
      return protocol.filter
        .split(', ')
        .map((part) => filterWord(part, t))
        .join(', ');
    case 'candidates':
      return candidatesWord(protocol.candidates, t);
    case 'users':
      return protocol.users === 'all' ? t('protocol.allUsers') : fixedUsersWord(protocol.users, t);
    default:
      return String(protocol[field]);
  }
}

function splitWords(split: string, t: TFunction<'common'>): string[] {
  if (split === 'leave-one-out') return [t('protocol.split.leave-one-out')];
  const parts = /^(random|temporal-user) ([\d.]+)\/([\d.]+) valid ([\d.]+)%$/.exec(split);
  if (!parts) return [split];
  const [, kind, train, test, valid] = parts;
  const words = [t(`protocol.split.${kind as 'random' | 'temporal-user'}`, { train, test })];
  if (Number(valid) !== USUAL_VALIDATION) words.push(t('protocol.valid', { percent: valid }));
  return words;
}

function filterWord(part: string, t: TFunction<'common'>): string {
  if (part === 'all ratings') return t('protocol.allRatings');
  const [, what, least] = /^(rating|user)>=([\d.]+)$/.exec(part) ?? [];
  if (what === 'rating') return t('protocol.minRating', { rating: least });
  if (what === 'user') return t('protocol.minPerUser', { count: Number(least) });
  return part;
}

function candidatesWord(candidates: string, t: TFunction<'common'>): string {
  if (candidates === 'full') return t('protocol.full');
  const [, count] = /^(\d+) sampled$/.exec(candidates) ?? [];
  return count ? t('protocol.sampled', { count: Number(count) }) : candidates;
}

function fixedUsersWord(users: string, t: TFunction<'common'>): string {
  const [, count] = /^(\d+) fixed users$/.exec(users) ?? [];
  return count ? t('protocol.fixedUsers', { count: Number(count) }) : users;
}
