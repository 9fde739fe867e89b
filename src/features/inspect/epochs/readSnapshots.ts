/** Reads what was kept of a run: one user's list and ranks, and the map between two epochs. */
import type { EpochSnapshot, RunSnapshots, WatchedUser } from '@/train/snapshots/types';

/** One user in one state of a run. */
export interface UserState {
  epoch: number;
  list: { itemIndex: number; score: number }[];
  /** by held-out item */
  ranks: Map<number, number>;
}

/** The state that a run was in at an epoch: the newest one up to then, or the first. */
export function snapshotAt({ epochs }: RunSnapshots, epoch: number): EpochSnapshot {
  return epochs.findLast((snapshot) => snapshot.epoch <= epoch) ?? epochs[0];
}

/** @returns null for users who were not watched then */
export function userState({ users }: RunSnapshots, snapshot: EpochSnapshot, userIndex: number): UserState | null {
  const place = users.slice(0, snapshot.numUsers).findIndex((user) => user.userIndex === userIndex);
  if (place < 0) return null;
  const length = snapshot.lists.length / snapshot.numUsers;
  const list: UserState['list'] = [];
  for (let at = place * length; at < (place + 1) * length; at++) {
    if (snapshot.lists[at] >= 0) list.push({ itemIndex: snapshot.lists[at], score: snapshot.scores[at] });
  }
  const from = users.slice(0, place).reduce((sum, { heldOut }) => sum + heldOut.length, 0);
  const ranks = new Map(users[place].heldOut.map((item, index) => [item, snapshot.ranks[from + index]]));
  return { epoch: snapshot.epoch, list, ranks };
}

/** All states in which a user was watched. */
export function userStates(snapshots: RunSnapshots, userIndex: number): UserState[] {
  return snapshots.epochs.flatMap((snapshot) => userState(snapshots, snapshot, userIndex) ?? []);
}

/** The rank of one held-out item, or the middle one of all of them; null where there is none. */
export function rankIn({ ranks }: UserState, item: number | null): number | null {
  if (item !== null) return ranks.get(item) ?? null;
  const sorted = [...ranks.values()].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** Everybody whom one of several runs watched, those of the fixed sample first. */
export function watchedBy(pasts: readonly (RunSnapshots | null)[]): WatchedUser[] {
  const users = new Map<number, WatchedUser>();
  for (const past of pasts) for (const user of past?.users ?? []) users.set(user.userIndex, user);
  return [...users.values()].sort((a, b) => Number(a.chosen) - Number(b.chosen));
}

/** The epochs at which any of several runs has a state, ascending. */
export function stopsOf(pasts: readonly (RunSnapshots | null)[]): number[] {
  return [...new Set(pasts.flatMap((past) => past?.epochs.map(({ epoch }) => epoch) ?? []))].sort((a, b) => a - b);
}

/**
 * The map at a moment, also between two states: each point on the straight line between its places.
 * @returns [points * 2]; null where there is no map
 */
export function positionsAt({ epochs }: RunSnapshots, position: number): Float32Array | null {
  const drawn = epochs.filter(({ positions }) => positions !== null);
  const before = drawn.findLast(({ epoch }) => epoch <= position) ?? drawn[0];
  const after = drawn.find(({ epoch }) => epoch > position);
  const from = before?.positions ?? null;
  const to = after?.positions ?? null;
  if (from === null || to === null || before === after) return from ?? to;
  const share = (position - before.epoch) / ((after as EpochSnapshot).epoch - before.epoch);
  return share === 0 ? from : from.map((value, at) => value + (to[at] - value) * share);
}

/** Where one point was in each state up to a moment, and where it is. @returns [places * 2] */
export function trailOf(snapshots: RunSnapshots, point: number, position: number): Float32Array {
  const places = snapshots.epochs
    .filter(({ epoch, positions }) => epoch <= position && positions !== null)
    .map(({ positions }) => positions as Float32Array);
  const now = positionsAt(snapshots, position);
  return Float32Array.from(
    [...places, ...(now === null ? [] : [now])].flatMap((all) => [all[2 * point], all[2 * point + 1]]),
  );
}
