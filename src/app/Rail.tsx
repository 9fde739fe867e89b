import { Check, CircleQuestionMark, Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { IconButton } from '@/components/IconButton';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import { useDataset } from '@/state/dataset';
import { useRuns } from '@/state/runs';
import { isWorking } from '@/state/runTypes';
import { THEMES, useUi } from '@/state/ui';
import { PLACE_ENTRIES } from './places';
import styles from './Rail.module.css';

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

/** The five places, always reachable; theme and help below. */
export function Rail() {
  const { t } = useTranslation('shell');
  const current = useUi((state) => state.route.place);
  const theme = useUi((state) => state.theme);
  const setTheme = useUi((state) => state.setTheme);
  const setKeysDialogOpen = useUi((state) => state.setKeysDialogOpen);
  const hasData = useDataset((state) => state.summary !== null);
  const training = useRuns((state) => state.runs.some((run) => run.neural && isWorking(run.status)));
  const trained = useRuns((state) => state.runs.some((run) => run.neural && run.finished !== null));
  const done = { data: hasData, train: trained && !training, compare: false, inspect: false, learn: false };

  return (
    <nav className={styles.rail} aria-label={t('places')}>
      <ol className={styles.places}>
        {PLACE_ENTRIES.map(({ place, icon: Icon }, index) => {
          const live = place === 'train' && training;
          return (
            <li key={place}>
              <a
                href={`#${place}`}
                className={cx(styles.place, place === current && styles.current)}
                aria-current={place === current ? 'page' : undefined}
                data-testid={`rail-${place}`}
              >
                <span className={styles.icon}>
                  <Icon size="1em" aria-hidden />
                  {live && <span className={styles.live} />}
                  {done[place] && !live && <Check size="1em" className={styles.tick} aria-hidden />}
                </span>
                <span>
                  <span className={styles.number}>{index + 1}</span> {t(`place.${place}`)}
                </span>
                {(live || done[place]) && <VisuallyHidden>{t(live ? 'placeRunning' : 'placeDone')}</VisuallyHidden>}
              </a>
            </li>
          );
        })}
      </ol>
      <div className={styles.tools}>
        <IconButton
          label={t('theme.label', { theme: t(`theme.${theme}`) })}
          icon={THEME_ICONS[theme]}
          data-testid="theme-toggle"
          onClick={() => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length])}
        />
        <IconButton
          label={t('keys.open')}
          icon={CircleQuestionMark}
          data-testid="keys-open"
          onClick={() => setKeysDialogOpen(true)}
        />
      </div>
    </nav>
  );
}
