/** Why a film stands in a run's list: what its score is made of. Contributions, not causes. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { SequenceOf } from '@/worker/protocol';
import { formatPart } from './formatPart';
import { WhyAttention } from './WhyAttention';
import { WhyBody } from './WhyBody';
import styles from './WhyDrawer.module.css';

export interface WhyDrawerProps {
  run: Run;
  /** whose list the film stands in: a user of the data, or somebody with these films */
  of: SequenceOf;
  itemIndex: number;
  items: Item[];
  onClose: () => void;
}

export function WhyDrawer({ run, of, itemIndex, items, onClose }: WhyDrawerProps) {
  const { t } = useTranslation('why');
  const heading = useRef<HTMLHeadingElement>(null);
  // A run in training is asked again at the end of each epoch, as its list is.
  const epoch = run.history[run.history.length - 1]?.epoch ?? 0;
  const { value, error } = useAnswer(
    async (client) =>
      unwrap(
        'user' in of ? await client.why(run.id, of.user, itemIndex) : await client.whyTo(run.id, of.items, itemIndex),
      ),
    [run.id, JSON.stringify(of), itemIndex, epoch, run.finished === null],
  );
  const isOwn = value?.userIndex === ('user' in of ? of.user : null) && value?.itemIndex === itemIndex;
  const answer = isOwn ? value : null;
  // Whoever walks by keyboard is brought to the answer, and by Escape back to the film.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each film that is asked about
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, [run.id, itemIndex]);
  const item = items[itemIndex];

  return (
    <aside className={styles.drawer} aria-labelledby="why-title" data-testid="why">
      <header className={styles.header}>
        <h2 id="why-title" className={styles.heading} tabIndex={-1} ref={heading}>
          {t('title')}
        </h2>
        <IconButton size="sm" icon={X} label={t('close')} onClick={onClose} />
      </header>
      <p className={styles.film}>
        <ModelSwatch model={run.request.model} />
        <span>
          <strong>{item.title}</strong>{' '}
          <span className={styles.muted}>{[item.year, item.genres.join(', ')].filter(Boolean).join(', ')}</span>
        </span>
      </p>
      {error !== null ? (
        <p className={styles.muted}>{error.code === 'cancelled' ? t('moved') : error.message}</p>
      ) : answer === null ? (
        <div className={styles.waiting}>
          <Spinner />
        </div>
      ) : (
        <>
          <p className={styles.place}>
            <span className={styles.muted}>
              {t('place', { model: run.label, rank: formatCount(answer.rank), number: formatCount(answer.numUnseen) })}
            </span>
            <span data-testid="why-score" data-score={answer.score}>
              {t('score')} <strong>{formatPart(answer.score)}</strong>
            </span>
          </p>
          <WhyBody
            why={answer.why}
            userIds={answer.userIds}
            items={items}
            model={run.request.model}
            title={item.title}
          />
          {answer.why.kind === 'leftOut' && <WhyAttention run={run} of={of} items={items} />}
        </>
      )}
    </aside>
  );
}
