/** Where the person is and how they like the page: place, theme, keys. */
import { create } from 'zustand';
import { readLocal, writeLocal } from './browserKeys';

export const PLACES = ['data', 'train', 'compare', 'inspect', 'learn'] as const;
export type Place = (typeof PLACES)[number];

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The address after `#`: a place, and within it perhaps a detail, as in `#learn/metrics`. */
export interface Route {
  place: Place;
  detail: string | null;
}

interface UiStore {
  route: Route;
  theme: Theme;
  /** keys without Ctrl or Alt; WCAG 2.1.4 wants a way to turn them off */
  shortcutsOn: boolean;
  keysDialogOpen: boolean;
  setTheme(theme: Theme): void;
  setShortcutsOn(on: boolean): void;
  setKeysDialogOpen(open: boolean): void;
}

export function parseRoute(hash: string): Route {
  const [place, detail] = hash.replace(/^#/, '').split('/');
  return { place: PLACES.find((known) => known === place) ?? 'data', detail: detail || null };
}

/** Goes to a place; the address changes, so that back and forward work. */
export function goTo(place: Place, detail?: string): void {
  location.hash = detail ? `${place}/${detail}` : place;
}

const darkSystem = () => matchMedia('(prefers-color-scheme: dark)');

/** Sets what public/theme.js set before the first paint. */
function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme === 'system' ? (darkSystem().matches ? 'dark' : 'light') : theme;
}

export const useUi = create<UiStore>()((set) => ({
  route: parseRoute(globalThis.location?.hash ?? ''),
  theme: THEMES.find((theme) => theme === readLocal('theme')) ?? 'system',
  shortcutsOn: readLocal('shortcuts') !== 'off',
  keysDialogOpen: false,

  setTheme(theme) {
    writeLocal('theme', theme === 'system' ? null : theme);
    set({ theme });
    applyTheme(theme);
  },
  setShortcutsOn(shortcutsOn) {
    writeLocal('shortcuts', shortcutsOn ? null : 'off');
    set({ shortcutsOn });
  },
  setKeysDialogOpen(keysDialogOpen) {
    set({ keysDialogOpen });
  },
}));

/** Follows the address and the system's theme; call once. */
export function watchBrowser(): void {
  applyTheme(useUi.getState().theme);
  addEventListener('hashchange', () => useUi.setState({ route: parseRoute(location.hash) }));
  darkSystem().addEventListener('change', () => applyTheme(useUi.getState().theme));
}
