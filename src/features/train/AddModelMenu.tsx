/** The button that lists all models: one with settings opens a draft, one without is fitted at once. */
import { FlaskConical, Plus } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { ModelSwatch } from '@/components/ModelSwatch';
import { placePopover } from '@/components/placePopover';
import type { DatasetSummary } from '@/data/types';
import { MODELS } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { ModelSpec } from '@/models/types';
import { useDraft } from '@/state/draft';
import { useRuns } from '@/state/runs';
import { SweepDialog } from '../sweep/SweepDialog';
import styles from './AddModelMenu.module.css';

export function AddModelMenu({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation(['train', 'models', 'sweep']);
  const { hasOrder } = summary;
  const [sweeping, setSweeping] = useState(false);
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLSpanElement>(null);
  const begin = useDraft((state) => state.begin);
  const startRun = useRuns((state) => state.startRun);

  const choose = (spec: ModelSpec) => {
    popover.current?.hidePopover();
    if (spec.parameters.length > 0) {
      begin(spec.id);
    } else {
      void startRun({ model: spec.id, config: defaultConfig(spec) });
    }
  };

  return (
    <>
      <span ref={button}>
        <Button variant="secondary" size="sm" icon={Plus} popoverTarget={id} data-testid="add-model">
          {t('queue.addModel')}
        </Button>
      </span>
      <div
        id={id}
        ref={popover}
        popover="auto"
        className={styles.menu}
        onToggle={(event) => {
          if (event.newState === 'open' && button.current) {
            placePopover(event.currentTarget, button.current);
          }
        }}
      >
        <ul>
          {MODELS.map((spec) => {
            const missing = spec.needsTimestamps && !hasOrder;
            return (
              <li key={spec.id}>
                <button
                  type="button"
                  className={styles.item}
                  disabled={missing}
                  onClick={() => choose(spec)}
                  data-testid={`add-model-${spec.id}`}
                >
                  <ModelSwatch model={spec.id} />
                  <span className={styles.name}>{spec.name}</span>
                  <span className={styles.tagline}>
                    {missing ? t('queue.needsTimestamps') : t(`models:${spec.id}.tagline`)}
                  </span>
                </button>
              </li>
            );
          })}
          <li className={styles.apart}>
            <button
              type="button"
              className={styles.item}
              onClick={() => {
                popover.current?.hidePopover();
                setSweeping(true);
              }}
              data-testid="open-sweep"
            >
              <FlaskConical size="1em" aria-hidden />
              <span className={styles.name}>{t('sweep:open')}</span>
              <span className={styles.tagline}>{t('sweep:openHint')}</span>
            </button>
          </li>
        </ul>
      </div>
      <SweepDialog summary={summary} open={sweeping} onClose={() => setSweeping(false)} />
    </>
  );
}
