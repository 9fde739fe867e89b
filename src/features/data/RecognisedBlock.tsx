import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { Tag } from '@/components/Tag';
import { useDatasetName } from '@/components/useDatasetName';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import type { DatasetSummary, SourceFile } from '@/data/types';
import { BlockTitle } from './BlockTitle';
import styles from './RecognisedBlock.module.css';

/** Ignored files named before the rest is only counted. */
const MAX_IGNORED = 1;

const ROLES: SourceFile['role'][] = ['ratings', 'items', 'users', 'ignored'];

/** Columns that something is made of; the others are only named. */
const USED_COLUMNS = ['userId', 'itemId', 'rating', 'timestamp', 'title', 'genres', 'genre', 'year', 'releaseDate'];

/** What the files were taken for. */
export function RecognisedBlock({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const name = useDatasetName(summary);
  const used = summary.sources
    .filter(({ role }) => role !== 'ignored')
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  const ignored = summary.sources.filter(({ role }) => role === 'ignored');
  const shown = [...used, ...ignored.slice(0, MAX_IGNORED)];
  const more = used.length + ignored.length - shown.length;
  return (
    <Card
      title={
        <BlockTitle state="done" number={2}>
          {summary.synthetic ? t('recognised.synthetic') : t('recognised.title', { name })}
        </BlockTitle>
      }
    >
      {summary.synthetic && <p className={styles.note}>{t('syntheticNote')}</p>}
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
    </Card>
  );
}

function FileRow({ source }: { source: SourceFile }) {
  const { t, i18n } = useTranslation('data');
  const isUsed = source.role === 'ratings' || source.role === 'items';
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
