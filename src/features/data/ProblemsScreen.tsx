import { ChevronDown, CircleAlert, Columns3, Download, Lightbulb } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { formatCount, formatPercent } from '@/components/format';
import { Segmented } from '@/components/Segmented';
import { saveBlob } from '@/components/saveBlob';
import { Tag } from '@/components/Tag';
import { useDatasetName } from '@/components/useDatasetName';
import { toErrorData } from '@/lib/errors';
import { getClient } from '@/state/client';
import { useDataset, type WaitingImport } from '@/state/dataset';
import type { ProblemGroup, RowExample } from '@/worker/protocolImport';
import { commonCause } from './commonCause';
import styles from './ProblemsScreen.module.css';
import { useProblemWords } from './useProblemWords';

export type Problems = Extract<WaitingImport, { step: 'problems' }>;

/** Rows that cannot be read, by kind: keep the others, or leave it. Until then the data in use is untouched. */
export function ProblemsScreen({ problems }: { problems: Problems }) {
  const { t } = useTranslation(['data', 'common']);
  const { summary, keepGoodRows, discardImport, changeMapping, refuse } = useDataset();
  const inUse = useDatasetName(summary);
  const [order, setOrder] = useState<'kind' | 'file'>('kind');
  const heading = useRef<HTMLHeadingElement>(null);
  // Nobody asked for this screen: it takes the focus, so that it is read out and its buttons come next.
  useEffect(() => heading.current?.focus(), []);

  const { fileName, goodRows, badRows, listedRows, groups } = problems;
  const shown = groups.reduce((sum, { examples }) => sum + examples.length, 0);
  const bad = { count: badRows, value: formatCount(badRows) };
  const download = async () => {
    try {
      saveBlob(await (await getClient()).problemRows(), t('data:problems.csvName', { name: withoutEnding(fileName) }));
    } catch (thrown) {
      refuse(fileName ?? '', toErrorData(thrown));
    }
  };

  return (
    <section className={styles.screen} data-testid="import-problems" aria-labelledby="problems-title">
      <div className={styles.top}>
        <span className={styles.mark}>
          <CircleAlert size="1em" aria-hidden />
        </span>
        <div className={styles.words}>
          <h2 id="problems-title" ref={heading} tabIndex={-1} className={styles.title}>
            {t('data:problems.title', { ...bad, all: formatCount(goodRows + badRows) })}
          </h2>
          <p className={styles.note}>
            {t('data:problems.of', { name: fileName })}{' '}
            {summary ? t('data:problems.keeps', { name: inUse }) : t('data:problems.nothing')}
          </p>
        </div>
        <div className={styles.actions}>
          <Button variant="secondary" icon={Download} data-testid="problems-download" onClick={() => void download()}>
            {listedRows < badRows
              ? t('data:problems.downloadFirst', { value: formatCount(listedRows) })
              : t('data:problems.download', bad)}
          </Button>
          <Button variant="secondary" data-testid="problems-cancel" onClick={() => void discardImport()}>
            {t('common:cancel')}
          </Button>
          <Button
            variant="primary"
            data-testid="problems-keep"
            disabled={goodRows === 0}
            onClick={() => void keepGoodRows()}
          >
            {t('data:problems.keep', { count: goodRows, value: formatCount(goodRows) })}
          </Button>
        </div>
      </div>
      <div className={styles.columns}>
        <Card
          padded={false}
          title={order === 'kind' ? t('data:problems.byKind') : t('data:problems.inOrder')}
          subtitle={t('data:problems.first', { shown: formatCount(shown), ...bad })}
          actions={
            <Segmented
              size="sm"
              label={t('data:problems.order')}
              value={order}
              options={[
                { value: 'kind', label: t('data:problems.kindOption') },
                { value: 'file', label: t('data:problems.fileOption') },
              ]}
              onChange={setOrder}
            />
          }
        >
          <ProblemTable groups={groups} order={order} />
        </Card>
        <div className={styles.side}>
          <CommonCause groups={groups} onChange={() => void changeMapping()} />
          <Card title={t('data:problems.get')}>
            <dl className={styles.facts}>
              <Fact name={t('data:problems.rowsRead')} value={formatCount(goodRows + badRows)} />
              <Fact name={t('data:problems.goodRows')} value={formatCount(goodRows)} />
              <Fact
                name={t('data:problems.leftOut')}
                value={`${formatCount(badRows)} · ${formatPercent(badRows / (goodRows + badRows), 1)}`}
              />
            </dl>
            <p className={styles.note}>{t('data:problems.keepHelp')}</p>
          </Card>
        </div>
      </div>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ProblemTable({ groups, order }: { groups: ProblemGroup[]; order: 'kind' | 'file' }) {
  const { t } = useTranslation('data');
  const inOrder = groups
    .flatMap((group) => group.examples.map((example) => ({ group, example })))
    .sort((a, b) => a.example.file.localeCompare(b.example.file) || a.example.line - b.example.line);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('problems.where')}</th>
          <th scope="col">{t('problems.found')}</th>
          <th scope="col">{t('problems.expected')}</th>
        </tr>
      </thead>
      {order === 'file' ? (
        <tbody>
          {inOrder.map(({ group, example }) => (
            <ExampleRow key={`${group.kind} ${group.column} ${example.file}:${example.line}`} {...{ group, example }} />
          ))}
        </tbody>
      ) : (
        groups.map((group) => <GroupRows key={`${group.kind} ${group.column}`} group={group} />)
      )}
    </table>
  );
}

function GroupRows({ group }: { group: ProblemGroup }) {
  const { t } = useTranslation('data');
  const words = useProblemWords();
  const [open, setOpen] = useState(true);
  const more = group.count - group.examples.length;
  return (
    <tbody data-testid="problem-group" data-kind={group.kind} data-column={group.column}>
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={3}>
          <div className={styles.groupLine}>
            <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
              <ChevronDown size="1em" aria-hidden />
              {words.kind(group)}
            </button>
            <Tag tone="error">{formatCount(group.count)}</Tag>
            {more > 0 && (
              <span className={styles.more}>{t('problems.more', { count: more, value: formatCount(more) })}</span>
            )}
          </div>
        </th>
      </tr>
      {open &&
        group.examples.map((example) => (
          <ExampleRow key={`${example.file}:${example.line}`} group={group} example={example} />
        ))}
    </tbody>
  );
}

function ExampleRow({ group, example }: { group: ProblemGroup; example: RowExample }) {
  const words = useProblemWords();
  const file = example.file.slice(example.file.lastIndexOf('/') + 1);
  return (
    <tr data-testid="problem-row">
      <td>
        <code title={example.file}>
          {file}:{example.line}
        </code>
      </td>
      <td>
        <code className={styles.foundText}>{words.found(group, example)}</code>
      </td>
      <td>{words.expected(group, example)}</td>
    </tr>
  );
}

/** One thing that explains most of it, where there is one, and the way to read the columns in another way. */
function CommonCause({ groups, onChange }: { groups: ProblemGroup[]; onChange: () => void }) {
  const { t } = useTranslation('data');
  const cause = commonCause(groups);
  return (
    <Card>
      <h2 className={styles.cause}>
        <Lightbulb size="1em" aria-hidden />
        {cause ? t('problems.causeTitle') : t('problems.columnsTitle')}
      </h2>
      <p className={styles.note}>{cause ? t(`problems.cause.${cause}`) : t('problems.columnsText')}</p>
      <Button variant="secondary" icon={Columns3} className={styles.change} onClick={onChange}>
        {t('problems.change')}
      </Button>
    </Card>
  );
}

function withoutEnding(fileName: string | null): string {
  return (fileName ?? '').replace(/\.[a-z0-9]+$/i, '');
}
