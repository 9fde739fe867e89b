/** Where SASRec looked when it recommended: its attention after the last film. Beside the effects, and no reason itself. */
import { Grid3x3 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatCount, formatDecimal } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { modelStyle } from '@/components/modelStyle';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import { chosenUserIndex } from '@/state/chosenUser';
import { useDataset } from '@/state/dataset';
import type { Run } from '@/state/runTypes';
import type { SequenceOf } from '@/worker/protocol';
import { clampedTo, type Head } from '../attention/attentionMaps';
import { seeAttention } from '../attention/attentionSettings';
import { useAttentions } from '../attention/useAttentions';
import { lastRow } from './lastRow';
import { PartBars } from './PartBars';
import styles from './WhyBody.module.css';

export interface WhyAttentionProps {
  run: Run;
  of: SequenceOf;
  items: Item[];
}

const MOST_PARTS = 8;

export function WhyAttention({ run, of, items }: WhyAttentionProps) {
  const { t } = useTranslation('why');
  // as the views know the data; a refit has a key of its own
  const datasetKey = useDataset(({ summary }) => summary?.key ?? '');
  const attention = useAttentions([run], of).of.get(run.id);
  const [block, setBlock] = useState<number | null>(null);
  const [head, setHead] = useState<Head>('mean');
  const maps = attention?.maps ?? null;
  const at = maps && clampedTo(maps, block, head);
  const row = maps && at && lastRow(maps, at.block, at.head, MOST_PARTS);
  const heading = t('attention.heading', { run: run.label });
  return (
    <section className={styles.section} data-testid="why-attention">
      <h3 className={styles.heading}>
        {heading}
        <HelpTip label={heading}>
          <p>{t('attention.help')}</p>
        </HelpTip>
      </h3>
      {maps === null || at === null || row === null ? (
        attention?.error ? (
          <p className={styles.muted}>{attention.error.message}</p>
        ) : (
          <Spinner />
        )
      ) : (
        <>
          <div className={styles.choices}>
            <Select
              label={t('attention.block')}
              hideLabel
              size="sm"
              value={String(at.block)}
              options={Array.from({ length: maps.numBlocks }, (_, one) => ({
                value: String(one),
                label: t('attention.blockOf', { block: one + 1 }),
              }))}
              onChange={(value) => setBlock(Number(value))}
            />
            {maps.numHeads > 1 && (
              <Select
                label={t('attention.head')}
                hideLabel
                size="sm"
                value={String(at.head)}
                options={[
                  { value: 'mean', label: t('attention.mean') },
                  ...Array.from({ length: maps.numHeads }, (_, one) => ({
                    value: String(one),
                    label: t('attention.headOf', { head: one + 1 }),
                  })),
                ]}
                onChange={(value) => setHead(value === 'mean' ? value : Number(value))}
              />
            )}
          </div>
          <PartBars
            label={heading}
            hue={modelStyle(run.request.model).hue}
            bars={[
              ...row.main.map(({ place, weight }) => ({
                key: String(place),
                label: items[maps.items[place]].title,
                value: weight,
              })),
              ...(row.numRest === 0
                ? []
                : [
                    {
                      key: 'rest',
                      label: t('history.rest', { count: row.numRest, number: formatCount(row.numRest) }),
                      value: row.rest,
                      isRest: true,
                    },
                  ]),
            ]}
            format={(value) => formatDecimal(value, 3)}
          />
          <p className={styles.sum} data-testid="why-attention-sum" data-value={row.total}>
            <span>
              {t('addsUp')} <strong>{formatDecimal(row.total, 3)}</strong>
            </span>
            <span className={styles.muted}>{t('attention.notCause')}</span>
          </p>
          <p className={styles.note}>{t('attention.note')}</p>
          <div>
            <Button
              variant="secondary"
              size="sm"
              icon={Grid3x3}
              onClick={() =>
                seeAttention(
                  run.id,
                  'user' in of ? null : { datasetKey, userIndex: chosenUserIndex(), films: of.items },
                )
              }
              data-testid="see-attention"
            >
              {t('seeAttention')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
