/** The films that are read, to take out, add and rearrange. */
import { Eraser, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { formatCount } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import type { DatasetSummary, Item } from '@/data/types';
import { useAnswer } from '@/state/useAnswer';
import type { UserHistory } from '@/worker/protocol';
import { FilmSearch } from '../you/FilmSearch';
import { OrderedFilms } from '../you/OrderedFilms';
import styles from './SequenceCard.module.css';

export interface SequenceCardProps {
  summary: DatasetSummary;
  items: Item[];
  history: UserHistory;
  films: readonly number[];
  isChanged: boolean;
  /** the most that the run reads */
  maxLength: number;
  /** name of the run that reads them */
  model: string;
  /** null goes back to what happened */
  onChange: (films: number[] | null) => void;
}

export function SequenceCard(props: SequenceCardProps) {
  const { summary, items, history, films, isChanged, maxLength, model, onChange } = props;
  const { t } = useTranslation('attention');
  const { value: popularity } = useAnswer((client) => client.popularity(summary.key), [summary.key]);
  const title = t('sequence.title');
  return (
    <Card
      className={styles.card}
      title={title}
      actions={
        <>
          <HelpTip label={title}>
            <p>{t('sequence.help')}</p>
          </HelpTip>
          <IconButton
            size="sm"
            icon={Eraser}
            label={t('sequence.clear')}
            disabled={films.length === 0}
            onClick={() => onChange([])}
            data-testid="attention-clear"
          />
        </>
      }
    >
      <p className={styles.note} data-testid="attention-length">
        {films.length > maxLength
          ? t('sequence.latest', { model, length: formatCount(maxLength), number: formatCount(films.length) })
          : t('sequence.all', { model, count: films.length, length: formatCount(maxLength) })}
      </p>
      <div>
        <FilmSearch
          items={items}
          popularity={popularity}
          without={films}
          onChoose={(film) => onChange([...films, film])}
        />
      </div>
      {isChanged && (
        <Button variant="ghost" size="sm" icon={RotateCcw} onClick={() => onChange(null)} data-testid="attention-reset">
          {t('sequence.reset', { id: history.userId })}
        </Button>
      )}
      <div className={styles.films}>
        <OrderedFilms
          label={title}
          items={items}
          films={films}
          unusedBefore={Math.max(0, films.length - maxLength)}
          onChange={onChange}
        />
      </div>
    </Card>
  );
}
