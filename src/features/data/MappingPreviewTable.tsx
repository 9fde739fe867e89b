import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Select } from '@/components/Select';
import { type ColumnMapping, IMPORT_COLUMNS, type ImportColumn, type MappingPreview } from '@/worker/protocolImport';
import styles from './MappingPreviewTable.module.css';
import { roleOf, withRole } from './mappingProblem';

const NONE = '';

export interface MappingPreviewTableProps {
  preview: MappingPreview;
  /** as asked for; the preview may be a moment older */
  mapping: ColumnMapping;
  updating: boolean;
  onChange: (mapping: ColumnMapping) => void;
}

/** The first rows. Each column says and chooses what it is; cells that cannot be read as that are marked. */
export function MappingPreviewTable({ preview, mapping, updating, onChange }: MappingPreviewTableProps) {
  const { t } = useTranslation('data');
  const roles = preview.names.map((_, column) => roleOf(mapping, column));
  const numColumns = Math.max(preview.names.length, ...preview.rows.map((row) => row.length));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t('mapping.preview')} aria-busy={updating}>
      <table className={styles.table} data-testid="mapping-preview">
        <thead>
          <tr>
            <th className={styles.line} scope="col">
              {t('mapping.row')}
            </th>
            {Array.from({ length: numColumns }, (_, column) => {
              const role = roles[column] ?? null;
              const name = preview.names[column] ?? '';
              const label = mapping.header && name ? name : t('mapping.column', { number: column + 1 });
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <th key={column} scope="col" data-role={role ?? undefined}>
                  <span className={styles.name} title={label}>
                    {label}
                  </span>
                  {column < preview.names.length && (
                    <Select
                      size="sm"
                      hideLabel
                      label={t('mapping.roleOf', { column: label })}
                      value={role ?? NONE}
                      options={[
                        { value: NONE, label: t('mapping.notUsed') },
                        ...IMPORT_COLUMNS.map((value) => ({ value, label: t(`mapping.role.${value}`) })),
                      ]}
                      onChange={(value) =>
                        onChange(withRole(mapping, column, value === NONE ? null : (value as ImportColumn)))
                      }
                    />
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={index}>
              <td className={styles.line}>{index + 1}</td>
              {Array.from({ length: numColumns }, (_, column) => {
                const role = roles[column] ?? null;
                const isProblem = role !== null && (preview.problems[index]?.includes(role) ?? false);
                return (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    key={column}
                    data-role={role ?? undefined}
                    data-problem={isProblem || undefined}
                    title={isProblem ? t(`mapping.unreadableAs.${role}`) : row[column]}
                  >
                    <span className={styles.cell}>
                      {isProblem && <CircleAlert size="1em" aria-label={t(`mapping.unreadableAs.${role}`)} />}
                      {row[column] ?? ''}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
