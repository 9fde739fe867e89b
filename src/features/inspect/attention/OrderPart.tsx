/** Does the order matter to the model, for this user? The user's NDCG as watched, beside other orders of the same films. */
import { Shuffle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatMetric } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Spinner } from '@/components/Spinner';
import { hasEnded, type Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { UserHistory } from '@/worker/protocol';
import { epochOf } from '../inside/insideRuns';
import { PartBars } from '../why/PartBars';
import styles from './RowPanel.module.css';

const SHUFFLES = 20;

export function OrderPart({ run, history, hue }: { run: Run; history: UserHistory; hue: string }) {
  const { t } = useTranslation('attention');
  const [seed, setSeed] = useState(1);
  const { userIndex, userId } = history;
  const mayBeAsked = hasEnded(run.status) && history.test.length > 0;
  const { value, error, asking } = useAnswer(
    mayBeAsked ? async (client) => unwrap(await client.orderEffect(run.id, userIndex, SHUFFLES, seed)) : null,
    [epochOf(run), mayBeAsked, userIndex, seed],
  );
  const mean = value === null ? 0 : value.shuffled.reduce((sum, one) => sum + one, 0) / value.shuffled.length;
  return (
    <section className={styles.section} data-testid="attention-order" data-answered={!asking && value !== null}>
      <h3 className={styles.heading}>
        <span>
          {t('order.title')}
          <HelpTip label={t('order.title')}>
            <p>{t('order.help', { count: SHUFFLES })}</p>
          </HelpTip>
        </span>
        <Button
          variant="secondary"
          size="sm"
          icon={Shuffle}
          disabled={!mayBeAsked || asking}
          onClick={() => setSeed(seed + 1)}
          data-testid="attention-shuffle"
        >
          {t('order.shuffle')}
        </Button>
      </h3>
      {!mayBeAsked ? (
        <p className={styles.note}>{t(history.test.length === 0 ? 'order.nothing' : 'order.later')}</p>
      ) : error !== null ? (
        <p className={styles.note}>{error.message}</p>
      ) : value === null ? (
        <Spinner />
      ) : (
        <>
          <PartBars
            label={t('order.title')}
            hue={hue}
            bars={[
              { key: 'asWatched', label: t('order.asWatched'), value: value.asWatched },
              { key: 'shuffled', label: t('order.shuffled', { count: SHUFFLES }), value: mean, isRest: true },
            ]}
            format={(one) => formatMetric(one, 3)}
          />
          <p className={styles.note}>
            {t('order.range', {
              user: userId,
              from: formatMetric(Math.min(...value.shuffled), 3),
              to: formatMetric(Math.max(...value.shuffled), 3),
            })}
          </p>
          {run.finished && <ProtocolBadge compact protocol={run.finished.test.protocol} cutoff={10} />}
        </>
      )}
    </section>
  );
}
