import { Info, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { Tag } from '@/components/Tag';
import { useDatasetName } from '@/components/useDatasetName';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import type { DatasetSummary, SourceFile } from '@/data/types';
import { useDataset } from '@/state/dataset';
import { BlockTitle } from './BlockTitle';
import { type Fold, FoldButton } from './FoldButton';
import { ReadAsSelect } from './ReadAsSelect';
import styles from './RecognisedBlock.module.css';

/** Ignored files named before the rest is only counted. */
const MAX_IGNORED = 1;

const ROLES: SourceFile['role'][] = ['ratings', 'items', 'users', 'ignored'];

/** Columns that something is made of; the others are only named. */
const USED_COLUMNS = [
  'userId',
  'itemId',
  'movieId',
  'user',
  'item',
  'rating',
  'timestamp',
  'title',
  'genres',
  'genre',
  'year',
  'releaseDate',
  'gender',
  'age',
  'occupation',
  'negatives',
];

/** What the files were taken for, and the way to take them for something else. */
export function RecognisedBlock({ summary, fold }: { summary: DatasetSummary; fold: Fold }) {
  const { t } = useTranslation('data');
  const importing = useDataset((state) => state.importing !== null);
  const changeMapping = useDataset((state) => state.changeMapping);
  const name = useDatasetName(summary);
  const used = summary.sources
    .filter(({ role }) => role !== 'ignored')
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  const ignored = summary.sources.filter(({ role }) => role === 'ignored');
  const shown = [...used, ...ignored.slice(0, MAX_IGNORED)];
  const more = used.length + ignored.length - shown.length;
  const notes = [...new Set(summary.sources.flatMap((source) => source.notes ?? []))];
  const title = summary.synthetic ? t('recognised.synthetic') : t('recognised.title', { name });
  return (
    <Card
      title={
        <BlockTitle state="done" number={2}>
          {fold.folded && !summary.synthetic ? name : title}
        </BlockTitle>
      }
      actions={
        <>
          {!summary.synthetic && !fold.folded && (
            <Button
              variant="secondary"
              size="sm"
              icon={Pencil}
              title={t('recognised.changeHelp')}
              disabled={importing}
              data-testid="change-mapping"
              onClick={() => void changeMapping()}
            >
              {t('recognised.change')}
            </Button>
          )}
          <FoldButton title={title} {...fold} />
        </>
      }
    >
      {!fold.folded && (
        <div data-testid="recognised">
          {summary.synthetic ? (
            <p className={styles.note}>{t('syntheticNote')}</p>
          ) : (
            <p className={styles.note} data-layout={summary.layout}>
              {t('recognised.layoutLabel', { layout: t(`recognised.layout.${summary.layout}`) })}
            </p>
          )}
          {!summary.synthetic && <ReadAsSelect summary={summary} className={styles.readAs} />}
          {shown.length > 0 && (
            <table className={styles.files}>
              <thead>
                <tr>
                  {(['file', 'format', 'columns'] as const).map((column) => (
                    <th key={column} scope="col">
                      <VisuallyHidden>{t(`recognised.${column}`)}</VisuallyHidden>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map((source) => (
                  <FileRow key={source.path} source={source} />
                ))}
              </tbody>
            </table>
          )}
          {more > 0 && <p className={styles.note}>{t('recognised.more', { count: more })}</p>}
          {notes.length > 0 && (
            <ul className={styles.notes}>
              {notes.map((note) => (
                <li key={note} data-note={note}>
                  <Info size="1em" aria-hidden />
                  {t(`recognised.note.${note}`)}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Card>
  );
}

function FileRow({ source }: { source: SourceFile }) {
  const { t, i18n } = useTranslation('data');
  const isUsed = source.role !== 'ignored';
  const used = isUsed ? source.columns.filter((name) => USED_COLUMNS.includes(name)) : [];
  const delimiter = source.delimiter === 'tab' || source.delimiter === '\t' ? t('recognised.tab') : source.delimiter;
  const column = (name: string) =>
    i18n.exists(`data:recognised.column.${name}`) ? t(`recognised.column.${name}` as 'recognised.column.title') : name;
  return (
    <tr>
      <th scope="row">
        <code title={source.path}>{source.path.slice(source.path.lastIndexOf('/') + 1)}</code>
      </th>
      <td>{isUsed ? [delimiter, source.encoding].filter(Boolean).join(' ') : t(`recognised.role.${source.role}`)}</td>
      <td>
        <span className={styles.tags}>
          {used.map((name) => (
            <Tag key={name} tone="accent">
              {column(name)}
            </Tag>
          ))}
          <span>
            {source.columns
              .filter((name) => !used.includes(name))
              .map(column)
              .join(', ')}
          </span>
        </span>
      </td>
    </tr>
  );
}
