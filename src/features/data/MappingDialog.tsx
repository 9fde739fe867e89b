import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { cx } from '@/components/cx';
import { Dialog } from '@/components/Dialog';
import { HelpTip } from '@/components/HelpTip';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import { Toggle } from '@/components/Toggle';
import { useDatasetName } from '@/components/useDatasetName';
import { useDataset, type WaitingImport } from '@/state/dataset';
import {
  DELIMITERS,
  type Delimiter,
  ENCODINGS,
  type Encoding,
  IMPORT_COLUMNS,
  type MappingRequest,
} from '@/worker/protocolImport';
import styles from './MappingDialog.module.css';
import { MappingPreviewTable } from './MappingPreviewTable';
import { mappingProblem } from './mappingProblem';
import { useProblemWords } from './useProblemWords';

const NONE = '';

type Mapping = Extract<WaitingImport, { step: 'map' }>;

/** Which column is what, with the first rows as they would be read. Every change is shown at once. */
export function MappingDialog({ waiting }: { waiting: Mapping }) {
  const { t } = useTranslation(['data', 'errors', 'common']);
  const { summary, previewMapping, importMapped, discardImport } = useDataset();
  const inUse = useDatasetName(summary);
  const words = useProblemWords();
  const { preview, updating, error, isChange, failed, fileName, mapping } = waiting;
  const problem = mappingProblem(mapping);
  // What is to do first takes the focus: the role that is missing, else Import.
  const firstMissing = mapping.columns.user === null ? 'user' : mapping.columns.item === null ? 'item' : null;
  const change = (part: Partial<MappingRequest>) => void previewMapping({ ...mapping, ...part });
  // Other cuts make other columns: what they are is guessed anew.
  const cutAgain = (part: Partial<MappingRequest>) => change({ ...part, columns: null });
  const columns = preview.names.map((name, column) => ({ value: String(column), label: columnLabel(name, column) }));

  const reason = problem
    ? problem.reason === 'same'
      ? t('data:mapping.reason.same', {
          first: t(`data:mapping.role.${problem.first}`),
          second: t(`data:mapping.role.${problem.second}`),
        })
      : t(`data:mapping.reason.${problem.reason}`)
    : error
      ? t(`errors:${error.code}.title`)
      : null;
  const introduction = failed
    ? t('data:mapping.textFailed', words.row(failed))
    : t(isChange ? 'data:mapping.textChange' : 'data:mapping.text');
  const unreadable = preview.problems.filter((row) => row.length > 0).length;

  return (
    <Dialog
      size="xl"
      open
      title={isChange ? t('data:mapping.titleChange') : t('data:mapping.title', { name: fileName })}
      onClose={() => void discardImport()}
    >
      <form
        className={styles.form}
        data-testid="mapping"
        onSubmit={(event) => {
          event.preventDefault();
          if (!problem && !error) void importMapped(mapping);
        }}
      >
        <p className={styles.help}>
          {introduction} {summary && !isChange && t('data:importing.keeps', { name: inUse })}
        </p>
        <div className={styles.fields}>
          {preview.paths.length > 1 && (
            <Select
              label={t('data:mapping.file')}
              className={styles.file}
              value={mapping.path}
              options={preview.paths.map((path) => ({ value: path, label: path }))}
              onChange={(path) => cutAgain({ path })}
            />
          )}
          <Select
            label={t('data:mapping.delimiter')}
            value={mapping.delimiter}
            options={DELIMITERS.map((value) => ({ value, label: t(`data:mapping.delimiters.${delimiterKey(value)}`) }))}
            onChange={(delimiter: Delimiter) => cutAgain({ delimiter })}
          />
          <Select
            label={t('data:mapping.encoding')}
            value={mapping.encoding}
            options={ENCODINGS.map((value) => ({ value, label: t(`data:mapping.encodings.${encodingKey(value)}`) }))}
            onChange={(encoding: Encoding) => change({ encoding })}
          />
          <div className={styles.header}>
            <Toggle
              label={t('data:mapping.header')}
              checked={mapping.header}
              onChange={(header) => change({ header })}
            />
            <HelpTip label={t('data:mapping.header')}>{t('data:mapping.headerHelp')}</HelpTip>
          </div>
        </div>
        <div className={styles.fields}>
          {IMPORT_COLUMNS.map((role) => (
            <div
              key={role}
              className={styles.role}
              data-role={role}
              data-testid={`map-${role}`}
              data-autofocus={firstMissing === role || undefined}
            >
              <Select
                label={
                  role === 'user' || role === 'item'
                    ? t(`data:mapping.role.${role}`)
                    : t('data:mapping.optional', { role: t(`data:mapping.role.${role}`) })
                }
                value={mapping.columns[role] === null ? NONE : String(mapping.columns[role])}
                options={[{ value: NONE, label: t('data:mapping.none') }, ...columns]}
                onChange={(value) =>
                  change({ columns: { ...mapping.columns, [role]: value === NONE ? null : Number(value) } })
                }
              />
              <HelpTip label={t(`data:mapping.role.${role}`)}>{t(`data:mapping.help.${role}`)}</HelpTip>
            </div>
          ))}
        </div>
        <MappingPreviewTable preview={preview} mapping={mapping} updating={updating} onChange={change} />
        <div className={styles.actions}>
          <p
            id="mapping-reason"
            className={cx(styles.reason, reason !== null && styles.warn)}
            role="status"
            data-testid="mapping-reason"
          >
            {updating && <Spinner />}
            {reason ??
              (unreadable > 0
                ? t('data:mapping.unreadable', { count: unreadable, of: preview.rows.length })
                : t('data:mapping.fine', { count: preview.rows.length }))}
          </p>
          <Button variant="secondary" onClick={() => void discardImport()} data-testid="mapping-cancel">
            {t('common:cancel')}
          </Button>
          <Button
            variant="primary"
            type="submit"
            data-autofocus
            data-testid="mapping-import"
            disabled={problem !== null || error !== null}
            aria-describedby="mapping-reason"
          >
            {t('data:mapping.import')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A name, or a number where the file has no header. */
function columnLabel(name: string, column: number): string {
  return name.trim() === '' ? String(column + 1) : name;
}

const DELIMITER_KEYS = {
  ',': 'comma',
  '\t': 'tab',
  ';': 'semicolon',
  '|': 'bar',
  ' ': 'space',
  '::': 'colons',
} as const satisfies Record<Delimiter, string>;
function delimiterKey(delimiter: Delimiter) {
  return DELIMITER_KEYS[delimiter];
}

const ENCODING_KEYS = {
  'utf-8': 'utf8',
  'windows-1252': 'windows1252',
  'utf-16le': 'utf16le',
} as const satisfies Record<Encoding, string>;
function encodingKey(encoding: Encoding) {
  return ENCODING_KEYS[encoding];
}
