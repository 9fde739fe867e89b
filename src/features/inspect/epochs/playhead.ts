/**
 * Where a replay stands. It lives outside of React's state: the map follows every frame, lists and charts only when an
 * epoch is reached.
 */

/** How long a single step takes to glide. */
const GLIDE_MS = 350;

export interface PlayheadState {
  /** the state that lists show: one of the stops */
  epoch: number;
  /** where the map is, between two stops while it moves */
  position: number;
  playing: boolean;
}

export interface Playhead {
  get(): PlayheadState;
  subscribe(listener: () => void): () => void;
  /** The epochs at which there is something to see, ascending; what stands beyond them goes to the nearest. */
  setStops(stops: readonly number[]): void;
  /** Goes to the stop nearest to an epoch. */
  go(epoch: number): void;
  /** From where it stands, or from the beginning when it stands at the end. @param speed stops a second */
  play(speed: number): void;
  pause(): void;
}

/** What moves it; tests give their own. */
export interface Frames {
  now(): number;
  request(callback: () => void): number;
  cancel(handle: number): void;
  /** whether somebody asked for less motion: it jumps from stop to stop then */
  isStill(): boolean;
}

const BROWSER: Frames = {
  now: () => performance.now(),
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
  isStill: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
};

export function createPlayhead(frames: Frames = BROWSER): Playhead {
  let state: PlayheadState = { epoch: 0, position: 0, playing: false };
  let stops: readonly number[] = [0];
  let handle = 0;
  const listeners = new Set<() => void>();
  const put = (next: PlayheadState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const halt = () => {
    frames.cancel(handle);
    handle = 0;
  };
  /** @param at place among the stops after so many ms, and whether it has arrived there */
  const move = (at: (elapsedMs: number) => { place: number; arrived: boolean }, playing: boolean) => {
    halt();
    const started = frames.now();
    const step = () => {
      const { place, arrived } = at(frames.now() - started);
      handle = arrived ? 0 : frames.request(step);
      put({
        epoch: playing ? stops[Math.floor(place)] : state.epoch,
        position: epochAt(stops, frames.isStill() ? Math.floor(place) : place),
        playing: playing && !arrived,
      });
    };
    handle = frames.request(step);
  };
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setStops(next) {
      const isSame = next.length === stops.length && next.every((stop, at) => stop === stops[at]);
      if (isSame || next.length === 0) return;
      halt();
      stops = next;
      const epoch = nearest(stops, state.epoch);
      put({ epoch, position: epoch, playing: false });
    },
    go(wanted) {
      const epoch = nearest(stops, wanted);
      const from = placeOf(stops, state.position);
      const to = placeOf(stops, epoch);
      if (frames.isStill() || from === to) {
        halt();
        put({ epoch, position: epoch, playing: false });
        return;
      }
      put({ ...state, epoch, playing: false });
      move((elapsedMs) => {
        const share = Math.min(1, elapsedMs / GLIDE_MS);
        return { place: to + (from - to) * (1 - share) ** 3, arrived: share === 1 };
      }, false);
    },
    play(speed) {
      const last = stops.length - 1;
      if (last === 0) return;
      const place = placeOf(stops, state.position);
      const from = place >= last ? 0 : place;
      put({ epoch: stops[Math.floor(from)], position: epochAt(stops, from), playing: true });
      move((elapsedMs) => {
        const place = Math.min(last, from + (elapsedMs / 1000) * speed);
        return { place, arrived: place === last };
      }, true);
    },
    pause() {
      halt();
      put({ ...state, position: state.epoch, playing: false });
    },
  };
}

function nearest(stops: readonly number[], epoch: number): number {
  return stops.reduce((best, stop) => (Math.abs(stop - epoch) < Math.abs(best - epoch) ? stop : best));
}

/** A place among stops, 0 for the first, 1.5 for half way between the second and the third, as an epoch. */
export function epochAt(stops: readonly number[], place: number): number {
  const before = Math.max(0, Math.min(stops.length - 1, Math.floor(place)));
  const after = Math.min(stops.length - 1, before + 1);
  return stops[before] + (place - before) * (stops[after] - stops[before]);
}

/** The way back of `epochAt`. */
export function placeOf(stops: readonly number[], epoch: number): number {
  const after = stops.findIndex((stop) => stop > epoch);
  if (after < 0) return stops.length - 1;
  if (after === 0) return 0;
  return after - 1 + (epoch - stops[after - 1]) / (stops[after] - stops[after - 1]);
}
