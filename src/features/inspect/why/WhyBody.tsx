/** The explanation itself, by the kind that the model gives. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDecimal, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { modelStyle } from '@/components/modelStyle';
import type { Item } from '@/data/types';
import type { ModelId } from '@/models/types';
import type { HalvesWhy, HistoryWhy, LayersWhy, LeftOutWhy, TransitionWhy, Why } from '@/models/why';
import { formatPart, formatSignedPart } from './formatPart';
import { mainParts } from './mainParts';
import { PartBars } from './PartBars';
import styles from './WhyBody.module.css';

export interface WhyBodyProps {
  why: Why;
  userIds: Record<number, string>;
  items: Item[];
  model: ModelId;
  /** of the film that is explained */
  title: string;
}

const MOST_PARTS = 8;

export function WhyBody({ why, userIds, items, model, title }: WhyBodyProps) {
  const { t } = useTranslation('why');
  const { hue } = modelStyle(model);
  switch (why.kind) {
    case 'history':
      return <History why={why} items={items} hue={hue} model={model} />;
    case 'transition':
      return <Transition why={why} items={items} hue={hue} title={title} />;
    case 'halves':
      return <Halves why={why} items={items} hue={hue} />;
    case 'layers':
      return <Layers why={why} items={items} hue={hue} userIds={userIds} />;
    case 'leftOut':
      return <LeftOut why={why} items={items} hue={hue} />;
    case 'count':
      return (
        <Section heading={t('count.heading')} note={t('count.note')}>
          <p>
            {t('count.text', {
              count: why.score,
              number: formatCount(why.score),
              users: formatCount(why.numUsers),
            })}
          </p>
        </Section>
      );
    case 'chance':
      return (
        <Section heading={t('chance.heading')}>
          <p>{t('chance.text')}</p>
        </Section>
      );
  }
}

function Section(props: { heading: string; help?: ReactNode; note?: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>
        {props.heading}
        {props.help !== undefined && <HelpTip label={props.heading}>{props.help}</HelpTip>}
      </h3>
      {props.children}
      {props.note !== undefined && <p className={styles.note}>{props.note}</p>}
    </section>
  );
}

/** What the parts come to, with the reminder that goes with every sum. */
function Sum({ value }: { value: number }) {
  const { t } = useTranslation('why');
  return (
    <p className={styles.sum} data-testid="why-sum" data-value={value}>
      <span>
        {t('addsUp')} <strong>{formatPart(value)}</strong>
      </span>
      <span className={styles.muted}>{t('notCause')}</span>
    </p>
  );
}

function History({ why, items, hue, model }: { why: HistoryWhy; items: Item[]; hue: string; model: ModelId }) {
  const { t } = useTranslation('why');
  const { main, numRest, rest } = mainParts(why.parts, MOST_PARTS);
  const bars = main.map(({ item, value }) => ({ key: String(item), label: items[item].title, value }));
  const kind = model === 'als' || model === 'itemknn' || model === 'lightgcn' ? model : 'ease';
  return (
    <Section heading={t('history.heading')} help={<p>{t(`history.help.${kind}`)}</p>}>
      {why.parts.length === 0 ? (
        <p className={styles.muted}>{t('history.empty')}</p>
      ) : (
        <PartBars
          label={t('history.heading')}
          hue={hue}
          bars={
            numRest === 0
              ? bars
              : [
                  ...bars,
                  {
                    key: 'rest',
                    label: t('history.rest', { count: numRest, number: formatCount(numRest) }),
                    value: rest,
                    isRest: true,
                  },
                ]
          }
        />
      )}
      <Sum value={why.parts.reduce((sum, { value }) => sum + value, 0)} />
    </Section>
  );
}

function Transition({ why, items, hue, title }: { why: TransitionWhy; items: Item[]; hue: string; title: string }) {
  const { t } = useTranslation('why');
  return (
    <Section heading={t('transition.heading')} help={<p>{t('transition.help')}</p>}>
      <p>
        {why.from === null
          ? t('transition.none')
          : t('transition.text', {
              count: why.count,
              times: formatCount(why.count),
              total: formatCount(why.total),
              from: items[why.from].title,
              title,
            })}
      </p>
      <PartBars
        label={t('transition.heading')}
        hue={hue}
        bars={[
          { key: 'count', label: t('transition.count'), value: why.count },
          { key: 'backOff', label: t('transition.backOff'), value: why.backOff, isRest: true },
        ]}
      />
      <Sum value={why.count + why.backOff} />
    </Section>
  );
}

function Halves({ why, items, hue }: { why: HalvesWhy; items: Item[]; hue: string }) {
  const { t } = useTranslation('why');
  const bars = [
    ...(why.gmf === null ? [] : [{ key: 'gmf', label: t('halves.gmf'), value: why.gmf }]),
    ...(why.mlp === null ? [] : [{ key: 'mlp', label: t('halves.mlp'), value: why.mlp }]),
    { key: 'bias', label: t('halves.bias'), value: why.bias, isRest: true },
  ];
  return (
    <>
      <Section heading={t('halves.heading')} help={<p>{t('halves.help')}</p>}>
        <PartBars label={t('halves.heading')} hue={hue} bars={bars} format={formatSignedPart} />
        <Sum value={bars.reduce((sum, { value }) => sum + value, 0)} />
        <p className={styles.note}>
          {t('halves.probability', { value: formatPercent(1 / (1 + Math.exp(-why.score)), 1) })}
        </p>
      </Section>
      {why.nearest.length > 0 && (
        <Section heading={t('halves.nearest')} note={t('halves.nearestNote')}>
          <PartBars
            label={t('halves.nearest')}
            hue="var(--muted)"
            bars={why.nearest.map(({ item, value }) => ({ key: String(item), label: items[item].title, value }))}
            format={(value) => formatDecimal(value, 2).replace('-', '−')}
          />
        </Section>
      )}
    </>
  );
}

function Layers(props: { why: LayersWhy; items: Item[]; hue: string; userIds: Record<number, string> }) {
  const { why, items, hue, userIds } = props;
  const { t } = useTranslation('why');
  const largest = Math.max(...why.layers.flat().map(Math.abs)) || 1;
  const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const listed = sumOf(why.paths.map(({ weight }) => weight));
  return (
    <>
      <Section heading={t('layers.heading')} help={<p>{t('layers.help')}</p>}>
        <PartBars
          label={t('layers.byUser')}
          hue={hue}
          bars={why.layers.map((row, k) => ({ key: String(k), label: t('layers.layer', { k }), value: sumOf(row) }))}
        />
        <table className={styles.matrix}>
          <caption>{t('layers.pairs')}</caption>
          <thead>
            <tr>
              <td />
              {why.layers.map((_row, l) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its number
                <th key={l} scope="col">
                  {t('layers.ofItem', { k: l })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {why.layers.map((row, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its number
              <tr key={k}>
                <th scope="row">{t('layers.ofUser', { k })}</th>
                {row.map((value, l) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its number
                    key={l}
                    style={
                      {
                        '--share': `${Math.round((70 * Math.abs(value)) / largest)}%`,
                        '--hue': value < 0 ? 'var(--worse)' : 'var(--better)',
                      } as React.CSSProperties
                    }
                  >
                    {formatPart(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <Sum value={sumOf(why.layers.flat())} />
      </Section>
      <Section
        heading={t('paths.heading')}
        help={<p>{t('paths.help')}</p>}
        note={
          why.paths.length === 0
            ? t('paths.none')
            : t('paths.note', {
                count: why.numPaths,
                number: formatCount(why.numPaths),
                share: formatPercent(listed / why.pathWeight, 1),
              })
        }
      >
        <PartBars
          label={t('paths.heading')}
          hue={hue}
          bars={why.paths.map(({ item, user, weight }) => ({
            key: `${item} ${user}`,
            label: (
              <>
                {items[item].title}
                <span className={styles.via}>{t('paths.via', { user: userIds[user] })}</span>
              </>
            ),
            value: weight,
          }))}
          format={(value) => value.toExponential(1)}
        />
      </Section>
    </>
  );
}

function LeftOut({ why, items, hue }: { why: LeftOutWhy; items: Item[]; hue: string }) {
  const { t } = useTranslation('why');
  const { main } = mainParts(why.parts, MOST_PARTS);
  return (
    <Section
      heading={t('leftOut.heading')}
      help={<p>{t('leftOut.help')}</p>}
      note={
        why.numEarlier > 0
          ? t('leftOut.noteEarlier', { number: formatCount(why.numEarlier), shown: formatCount(why.parts.length) })
          : t('leftOut.note')
      }
    >
      <PartBars
        label={t('leftOut.heading')}
        hue={hue}
        bars={main.map(({ item, value }) => ({ key: String(item), label: items[item].title, value }))}
        format={formatSignedPart}
      />
    </Section>
  );
}
