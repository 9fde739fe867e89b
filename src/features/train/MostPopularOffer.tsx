/** A catalogue that is too large to take whole: how many of its most popular films shall take part, and what that needs. */
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatBytes, formatCount } from '@/components/format';
import styles from './DraftCard.module.css';
import { deviceMemory, type PopularOffer } from './mostPopular';

export interface MostPopularOfferProps {
  offers: PopularOffer[];
  /** items of the catalogue */
  all: number;
  chosen: number;
  onChoose: (items: number) => void;
}

export function MostPopularOffer({ offers, all, chosen, onChoose }: MostPopularOfferProps) {
  const { t } = useTranslation('train');
  const memory = deviceMemory();
  return (
    <fieldset className={styles.offer} data-testid="most-popular-offer">
      <legend>{t('draft.mostPopular.title', { all: formatCount(all) })}</legend>
      <div className={styles.presets}>
        {offers.map(({ items, bytes }) => (
          <button
            key={items}
            type="button"
            className={cx(styles.preset, items === chosen && styles.chosen)}
            aria-pressed={items === chosen}
            title={t('draft.memory', { size: formatBytes(bytes) })}
            disabled={memory !== null && !memory.orMore && bytes > memory.bytes / 2}
            onClick={() => onChoose(items)}
          >
            {items === all ? t('draft.mostPopular.all') : formatCount(items)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
