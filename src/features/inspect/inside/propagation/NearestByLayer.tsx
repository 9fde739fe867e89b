/** The films nearest to a node by each layer's embeddings: what a layer changes. */
import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatDecimal, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import type { Propagation } from '@/models/inside';
import styles from './NearestByLayer.module.css';

export interface NearestByLayerProps {
  answer: Propagation;
  layer: number;
  items: Item[];
  /** films of the user at the centre; null where a film is */
  seen: ReadonlySet<number> | null;
  marked: number | null;
  onMark: (item: number) => void;
}

export function NearestByLayer({ answer, layer, items, seen, marked, onMark }: NearestByLayerProps) {
  const { t } = useTranslation('inside');
  const columns = [
    ...answer.layers.map((view, k) => ({
      ...view,
      key: String(k),
      title: t('nearest.layer', { k }),
      about: t('nearest.alpha', { share: formatPercent(answer.alpha[k]) }),
      before: k === 0 ? null : answer.layers[k - 1],
    })),
    { ...answer.final, key: 'final', title: t('nearest.final'), about: t('nearest.sum'), before: null },
  ];
  return (
    <Card
      title={t('nearest.title')}
      subtitle={t(seen === null ? 'nearest.subtitle' : 'nearest.subtitleUser')}
      actions={
        <>
          <HelpTip label={t('nearest.title')}>
            <p>{t('nearest.help')}</p>
          </HelpTip>
          <TableTwin
            caption={t('nearest.title')}
            columns={[
              { key: 'layer', label: t('nearest.column') },
              { key: 'place', label: t('nearest.place'), numeric: true },
              { key: 'film', label: t('nearest.film') },
              { key: 'cosine', label: t('nearest.cosine'), numeric: true },
            ]}
            rows={columns.flatMap(({ key, title, nearest }) =>
              nearest.map(({ item, value }, place) => ({
                key: `${key} ${item}`,
                layer: title,
                place: place + 1,
                film: items[item].title,
                cosine: value,
              })),
            )}
            format={(cell, column) => (column === 'cosine' ? formatDecimal(Number(cell), 4) : String(cell))}
          />
        </>
      }
    >
      <div className={styles.columns}>
        {columns.map(({ key, title, about, nearest, before }) => (
          <section
            key={key}
            className={cx(styles.column, key === String(layer) && styles.current)}
            aria-label={title}
            data-testid="nearest-layer"
            data-layer={key}
          >
            <h3 className={styles.heading}>
              {title} <span className={styles.muted}>{about}</span>
            </h3>
            <ol>
              {nearest.map(({ item, value }) => {
                const isNew = before !== null && !before.nearest.some((part) => part.item === item);
                return (
                  <li key={item}>
                    <button
                      type="button"
                      className={cx(styles.row, marked === item && styles.marked)}
                      aria-pressed={marked === item}
                      title={[items[item].title, items[item].genres.join(', ')].filter(Boolean).join(' · ')}
                      onClick={() => onMark(item)}
                      data-testid="nearest-film"
                      data-item-index={item}
                      data-cosine={value}
                    >
                      <span className={styles.name}>{items[item].title}</span>
                      {isNew && <span className={styles.new}>{t('nearest.new')}</span>}
                      {seen?.has(item) && <Eye size="0.875em" role="img" aria-label={t('nearest.seen')} />}
                      <span className={styles.value}>{formatDecimal(value, 2).replace('-', '−')}</span>
                    </button>
                  </li>
                );
              })}
            </ol>
          </section>
        ))}
      </div>
    </Card>
  );
}
