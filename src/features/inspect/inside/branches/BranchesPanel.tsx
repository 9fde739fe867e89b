/** NeuMF between a user and a film: the products of GMF, the layers of the MLP, and how the two halves add up. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { Formula } from '@/components/Formula';
import { formatCount, formatDecimal, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { modelStyle } from '@/components/modelStyle';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import type { Branches } from '@/models/inside';
import type { Run } from '@/state/runTypes';
import type { UserHistory } from '@/worker/protocol';
import { formatPart, formatSignedPart } from '../../why/formatPart';
import { PartBars } from '../../why/PartBars';
import { FilmChips } from '../FilmChips';
import { Strip } from '../Strip';
import { useInside } from '../useInside';
import { useTopFilms } from '../useTopFilms';
import { Waiting } from '../Waiting';
import styles from './BranchesPanel.module.css';
import { logitTex, probability } from './logitTex';

export interface BranchesPanelProps {
  run: Run;
  items: Item[];
  user: UserHistory;
  film: number | null;
  onFilm: (itemIndex: number) => void;
}

export function BranchesPanel({ run, items, user, film, onFilm }: BranchesPanelProps) {
  const { t } = useTranslation('inside');
  const top = useTopFilms(run, user.userIndex);
  const item = film ?? top?.[0] ?? null;
  const { value, error, asking } = useInside(
    run,
    item === null ? null : { kind: 'branches', user: user.userIndex, item },
  );
  const told = value?.answer;
  const answer =
    value?.runId === run.id && told?.user === user.userIndex && told.item === item ? (told as Branches) : null;
  const { hue } = modelStyle(run.request.model);
  const widths = answer?.mlp?.layers.map((layer) => layer.length).join(' → ');
  return (
    <>
      <Card
        title={t('branches.title')}
        subtitle={item === null ? undefined : t('pair.subtitle', { id: user.userId, title: items[item].title })}
        actions={
          <>
            <HelpTip label={t('branches.title')}>
              <p>{t('branches.help')}</p>
            </HelpTip>
            {answer !== null && <BranchesTable answer={answer} />}
          </>
        }
      >
        <FilmChips label={t('films')} items={items} films={top ?? []} chosen={item} onChoose={onFilm} />
        {answer === null ? (
          <Waiting error={error} />
        ) : (
          <div className={styles.sum} data-testid="branches" data-logit={answer.logit} data-asking={asking}>
            <Formula tex={logitTex(answer)} data-testid="branches-formula" />
            <PartBars
              label={t('branches.halves')}
              hue={hue}
              bars={[
                ...(answer.gmf ? [{ key: 'gmf', label: t('branches.gmf'), value: answer.gmf.sum }] : []),
                ...(answer.mlp ? [{ key: 'mlp', label: t('branches.mlp'), value: answer.mlp.sum }] : []),
                { key: 'bias', label: t('branches.bias'), value: answer.bias, isRest: true },
              ]}
              format={formatSignedPart}
            />
            <p className={styles.muted}>
              {t('branches.adds', {
                logit: formatPart(answer.logit),
                probability: formatPercent(probability(answer.logit), 1),
              })}
            </p>
          </div>
        )}
      </Card>
      {answer !== null && (
        <div className={styles.branches}>
          {answer.gmf !== null && (
            <Card title={t('branches.gmf')} subtitle={t('branches.gmfAbout', { dim: answer.gmf.h.length })}>
              <Gmf gmf={answer.gmf} />
            </Card>
          )}
          {answer.mlp !== null && (
            <Card title={t('branches.mlp')} subtitle={t('branches.mlpAbout', { widths })}>
              <Mlp mlp={answer.mlp} />
            </Card>
          )}
        </div>
      )}
    </>
  );
}

const largestOf = (...strips: number[][]) => Math.max(...strips.flat().map(Math.abs), 0);

function Gmf({ gmf }: { gmf: NonNullable<Branches['gmf']> }) {
  const { t } = useTranslation('inside');
  const [at, setAt] = useState<number | null>(null);
  const embeddings = largestOf(gmf.user, gmf.item);
  const strips = [
    { id: 'user', values: gmf.user, largest: embeddings },
    { id: 'item', values: gmf.item, largest: embeddings },
    { id: 'h', values: gmf.h, largest: largestOf(gmf.h) },
    { id: 'products', values: gmf.products, largest: largestOf(gmf.products) },
  ] as const;
  const strongest = gmf.products.reduce(
    (best, value, f) => (Math.abs(value) > Math.abs(gmf.products[best]) ? f : best),
    0,
  );
  const shown = at ?? strongest;
  return (
    <>
      {strips.map(({ id, values, largest }) => (
        <StripRow
          key={id}
          name={t(`branches.strips.${id}`)}
          values={values}
          largest={largest}
          at={at}
          onAt={setAt}
          testId={`gmf-${id}`}
        />
      ))}
      <p className={styles.readout} aria-live="polite" data-testid="gmf-readout">
        {t(at === null ? 'branches.strongest' : 'branches.product', {
          place: shown + 1,
          user: formatPart(gmf.user[shown]),
          item: formatPart(gmf.item[shown]),
          h: formatPart(gmf.h[shown]),
          product: formatPart(gmf.products[shown]),
        })}
      </p>
      <p className={styles.total}>
        {t('branches.gmfSum', { count: gmf.products.length })} <strong>{formatPart(gmf.sum)}</strong>
      </p>
    </>
  );
}

function Mlp({ mlp }: { mlp: NonNullable<Branches['mlp']> }) {
  const { t } = useTranslation('inside');
  const [at, setAt] = useState<{ strip: string; place: number } | null>(null);
  const last = mlp.layers.length - 1;
  const strips = [
    ...mlp.layers.map((values, l) => ({
      id: `x${l}`,
      name: l === 0 ? t('branches.input') : t('branches.activations', { l: subscript(l) }),
      values,
      largest: largestOf(values),
    })),
    {
      id: 'products',
      name: t('branches.weighted', { l: subscript(last) }),
      values: mlp.products,
      largest: largestOf(mlp.products),
    },
  ];
  const pointed = strips.find(({ id }) => id === at?.strip);
  const silent = mlp.layers[last].filter((value) => value === 0).length;
  return (
    <>
      {strips.map(({ id, name, values, largest }) => (
        <StripRow
          key={id}
          name={name}
          values={values}
          largest={largest}
          at={at?.strip === id ? at.place : null}
          onAt={(place) => setAt(place === null ? null : { strip: id, place })}
          testId={`mlp-${id}`}
        />
      ))}
      <p className={styles.readout} aria-live="polite">
        {pointed === undefined || at === null
          ? t('branches.silent', { silent: formatCount(silent), count: mlp.layers[last].length })
          : t('branches.value', {
              strip: pointed.name,
              place: at.place + 1,
              value: formatPart(pointed.values[at.place]),
            })}
      </p>
      <p className={styles.total}>
        {t('branches.mlpSum')} <strong>{formatPart(mlp.sum)}</strong>
      </p>
    </>
  );
}

interface StripRowProps {
  name: string;
  values: number[];
  largest: number;
  at: number | null;
  onAt: (at: number | null) => void;
  testId: string;
}

/** A strip with its name and the range of its colours. */
function StripRow({ name, values, largest, at, onAt, testId }: StripRowProps) {
  const { t } = useTranslation('inside');
  return (
    <div className={styles.row}>
      <span className={styles.name}>{name}</span>
      <Strip
        label={
          at === null
            ? t('strip.label', { name, count: values.length })
            : t('branches.value', { strip: name, place: at + 1, value: formatPart(values[at]) })
        }
        values={values}
        largest={largest}
        at={at}
        onAt={onAt}
        testId={testId}
      />
      <span className={styles.range}>{t('strip.range', { largest: formatPart(largest) })}</span>
    </div>
  );
}

function BranchesTable({ answer }: { answer: Branches }) {
  const { t } = useTranslation('inside');
  const { gmf, mlp } = answer;
  const last = (mlp?.layers.length ?? 1) - 1;
  const strips = [
    ...(gmf
      ? (['user', 'item', 'h', 'products'] as const).map((id) => ({
          name: `${t('branches.gmf')}, ${t(`branches.strips.${id}`)}`,
          values: gmf[id],
        }))
      : []),
    ...(mlp
      ? [
          ...mlp.layers.map((values, l) => ({
            name: `${t('branches.mlp')}, ${l === 0 ? t('branches.input') : t('branches.activations', { l: subscript(l) })}`,
            values,
          })),
          { name: `${t('branches.mlp')}, ${t('branches.weighted', { l: subscript(last) })}`, values: mlp.products },
        ]
      : []),
  ];
  const longest = Math.max(...strips.map(({ values }) => values.length));
  return (
    <TableTwin
      caption={t('branches.title')}
      columns={[
        { key: 'place', label: t('branches.place'), numeric: true },
        ...strips.map(({ name }) => ({ key: name, label: name, numeric: true })),
      ]}
      rows={Array.from({ length: longest }, (_, place) => ({
        place: place + 1,
        ...Object.fromEntries(strips.map(({ name, values }) => [name, values[place] ?? null])),
      }))}
      format={(cell, column) =>
        column === 'place' ? String(cell) : typeof cell === 'number' ? formatDecimal(cell, 4) : ''
      }
    />
  );
}

/** A number as it stands below a line. */
function subscript(number: number): string {
  return [...String(number)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
}
