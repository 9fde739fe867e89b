/** The shell: bar, rail, the place, status line. Everything but the place is always on the screen. */
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '@/components/Spinner';
import { DeviceBanner } from '@/features/device/DeviceBanner';
import { InsecureContext } from '@/features/device/InsecureContext';
import { useDevice } from '@/state/device';
import { useUi } from '@/state/ui';
import styles from './App.module.css';
import { DropOverlay } from './DropOverlay';
import { KeysDialog } from './KeysDialog';
import { PanelBoundary } from './PanelBoundary';
import { PLACE_ENTRIES } from './places';
import { Rail } from './Rail';
import { StatusLine } from './StatusLine';
import { TopBar } from './TopBar';
import { useDocumentTitle } from './useDocumentTitle';
import { useShortcuts } from './useShortcuts';

const SavedLayer = lazy(() => import('@/features/saved/SavedLayer'));

/** After the first screen stands, so that nothing of it waits for tfjs; whoever needs the device earlier opens it. */
const OPEN_DEVICE_AFTER_MS = 1500;

export function App() {
  const { t } = useTranslation('shell');
  const place = useUi((state) => state.route.place);
  const { Component } = PLACE_ENTRIES.find((entry) => entry.place === place) ?? PLACE_ENTRIES[0];
  const route = useUi((state) => state.route);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page starts at its top
  useEffect(() => {
    document.getElementById('main')?.scrollTo(0, 0);
  }, [route]);
  useShortcuts();
  useDocumentTitle();
  useEffect(() => {
    const timer = setTimeout(() => void useDevice.getState().ensure(), OPEN_DEVICE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  return (
    <div className={styles.shell}>
      {/* A button, not a link: the address after # is the route. */}
      <button type="button" className={styles.skip} onClick={() => document.getElementById('main')?.focus()}>
        {t('skip')}
      </button>
      <TopBar />
      <Rail />
      <main id="main" className={styles.main} tabIndex={-1}>
        <InsecureContext />
        <DeviceBanner />
        <Suspense fallback={null}>
          <SavedLayer />
        </Suspense>
        <div className={styles.place}>
          <PanelBoundary key={place}>
            <Suspense
              fallback={
                <div className={styles.waiting}>
                  <Spinner />
                </div>
              }
            >
              <Component />
            </Suspense>
          </PanelBoundary>
        </div>
      </main>
      <StatusLine />
      <DropOverlay />
      <KeysDialog />
    </div>
  );
}
