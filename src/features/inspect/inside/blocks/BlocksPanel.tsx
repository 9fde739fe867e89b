/** SASRec from a sequence to the next film: what the last film's state becomes, block by block, and what it would expect. */
import { Grid3x3 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatCount, formatDecimal } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { modelStyle } from '@/components/modelStyle';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import type { BlockStage, Blocks } from '@/models/inside';
import type { Run } from '@/state/runTypes';
import type { UserHistory } from '@/worker/protocol';
import { seeAttention } from '../../attention/attentionSettings';
import { historyStrip } from '../../historyStrip';
import { formatPart } from '../../why/formatPart';
import { PartBars } from '../../why/PartBars';
import { Strip } from '../Strip';
import { useInside } from '../useInside';
import { Waiting } from '../Waiting';
import styles from './BlocksPanel.module.css';

export function BlocksPanel({ run, items, user }: { run: Run; items: Item[]; user: UserHistory }) {
  const { t } = useTranslation('inside');
  const strip = historyStrip(user, Number.POSITIVE_INFINITY);
  const known = strip.known.map(({ itemIndex }) => itemIndex);
  const next = strip.heldOut[0]?.itemIndex ?? null;
  const { value, error, asking } = useInside(
    run,
    known.length === 0 ? null : { kind: 'blocks', items: known, next: known.includes(next ?? -1) ? null : next },
  );
  const answer = value?.runId === run.id && value.answer.last === known[known.length - 1] ? value.answer : null;
  const nameOf = (stage: number) => (stage === 0 ? t('blocks.embedding') : t('blocks.block', { k: stage }));
  return (
    <Card
      title={t('blocks.title')}
      subtitle={
        answer === null
          ? undefined
          : t('blocks.read', {
              count: answer.numRead,
              number: formatCount(answer.numRead),
              last: items[answer.last].title,
            })
      }
      actions={
        <>
          <Button
            variant="secondary"
            size="sm"
            icon={Grid3x3}
            onClick={() => seeAttention(run.id, null)}
            data-testid="inside-attention"
          >
            {t('blocks.attention')}
          </Button>
          <HelpTip label={t('blocks.title')}>
            <p>{t('blocks.help')}</p>
            <p>{t('blocks.helpLens')}</p>
          </HelpTip>
          {answer !== null && (
            <TableTwin
              caption={t('blocks.title')}
              columns={[
                { key: 'stage', label: t('blocks.stage') },
                { key: 'norm', label: t('blocks.norm'), numeric: true },
                { key: 'first', label: t('blocks.first'), numeric: true },
                { key: 'second', label: t('blocks.second'), numeric: true },
                { key: 'cosine', label: t('nearest.cosine'), numeric: true },
                { key: 'rank', label: t('blocks.rank'), numeric: true },
                { key: 'top', label: t('blocks.top') },
              ]}
              rows={answer.stages.map((stage, k) => ({
                stage: nameOf(k),
                norm: stage.norm,
                first: stage.added[0],
                second: stage.added[1],
                cosine: stage.cosine,
                rank: stage.rankOfNext,
                top: stage.top
                  .map(({ item, value: score }) => `${items[item].title} (${formatPart(score)})`)
                  .join('; '),
              }))}
              format={(cell, column) =>
                typeof cell === 'number' && column !== 'rank' ? formatDecimal(cell, 4) : (cell ?? '–').toString()
              }
            />
          )}
        </>
      }
    >
      {known.length === 0 ? (
        <p className={styles.muted}>{t('blocks.nothing')}</p>
      ) : answer === null ? (
        <Waiting error={error} />
      ) : (
        <>
          <p className={styles.muted} data-testid="blocks-next">
            {next === null
              ? t('blocks.noNext')
              : t('blocks.next', {
                  title: items[next].title,
                  ranks: answer.stages
                    .map(({ rankOfNext }) => (rankOfNext === null ? '–' : formatCount(rankOfNext)))
                    .join(' → '),
                })}
          </p>
          <div className={styles.stages} data-asking={asking} data-testid="blocks">
            {answer.stages.map((stage, k) => (
              <Stage
                key={nameOf(k)}
                stage={stage}
                name={nameOf(k)}
                isEmbedding={k === 0}
                before={k === 0 ? null : answer.stages[k - 1]}
                answer={answer}
                state={answer.states[k]}
                items={items}
                next={next}
                hue={modelStyle(run.request.model).hue}
              />
            ))}
          </div>
        </>
      )}
    </Card>
  );
}

interface StageProps {
  stage: BlockStage;
  name: string;
  isEmbedding: boolean;
  before: BlockStage | null;
  answer: Blocks;
  state: number[];
  items: Item[];
  next: number | null;
  hue: string;
}

function Stage({ stage, name, isEmbedding, before, answer, state, items, next, hue }: StageProps) {
  const { t } = useTranslation('inside');
  const [at, setAt] = useState<number | null>(null);
  // one range for all stages: so that growing numbers are seen to grow
  const largest = Math.max(...answer.states.flat().map(Math.abs));
  return (
    <section className={styles.stage} aria-label={name} data-testid="block-stage" data-rank={stage.rankOfNext ?? ''}>
      <h3 className={styles.heading}>{name}</h3>
      <Strip
        label={
          at === null
            ? t('strip.label', { name, count: state.length })
            : t('branches.value', { strip: name, place: at + 1, value: formatPart(state[at]) })
        }
        values={state}
        largest={largest}
        at={at}
        onAt={setAt}
        testId="block-state"
      />
      <p className={styles.about}>
        {at !== null
          ? t('branches.value', { strip: t('blocks.state'), place: at + 1, value: formatPart(state[at]) })
          : stage.cosine === null
            ? t('blocks.length', { norm: formatPart(stage.norm) })
            : t('blocks.turned', { norm: formatPart(stage.norm), cosine: formatDecimal(stage.cosine, 2) })}
      </p>
      <PartBars
        label={t('blocks.added', { name })}
        hue={hue}
        bars={[
          { key: 'first', label: t(isEmbedding ? 'blocks.item' : 'blocks.fromAttention'), value: stage.added[0] },
          {
            key: 'second',
            label: t(isEmbedding ? 'blocks.position' : 'blocks.fromFeedForward'),
            value: stage.added[1],
          },
        ]}
      />
      <h4 className={styles.lens}>{t('blocks.lens')}</h4>
      <ol>
        {stage.top.map(({ item, value }) => (
          <li
            key={item}
            className={cx(styles.film, item === next && styles.next)}
            title={items[item].title}
            data-testid="lens-film"
            data-item-index={item}
          >
            <span className={styles.name}>{items[item].title}</span>
            {before !== null && !before.top.some((part) => part.item === item) && (
              <span className={styles.new}>{t('nearest.new')}</span>
            )}
            <span className={styles.muted}>{formatPart(value)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
