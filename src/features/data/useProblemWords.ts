import { useTranslation } from 'react-i18next';
import type { ErrorData } from '@/lib/errors';
import type { ProblemGroup, RowExample } from '@/worker/protocolImport';

/** A row's problem in words: what is wrong, what was found, what would be right. The worker's English is for the CSV. */
export function useProblemWords() {
  const { t, i18n } = useTranslation('data');
  /** columns of MovieLens in words, others as they stand in the file */
  const columnName = (column: string) =>
    i18n.exists(`data:problems.column.${column}`) ? t(`problems.column.${column}` as 'problems.column.rating') : column;
  const words = {
    kind: ({ kind, column }: ProblemGroup) => t(`problems.kind.${kind}`, { column: columnName(column) }),
    found: ({ kind }: ProblemGroup, { found }: RowExample) => {
      if (kind === 'field-count' && /^\d/.test(found)) {
        return t('problems.fields', { count: Number.parseInt(found, 10) });
      }
      return /^("\s*"|\s*|\(empty\))$/.test(found) ? t('problems.empty') : found;
    },
    /** by kind and column; how many fields there should be only the worker knows */
    expected: ({ kind, column }: ProblemGroup, { expected }: RowExample) => {
      const byColumn = `problems.expectedOf.${kind}.${column}`;
      // The layouts of MovieLens know no dates.
      const strict = expected.includes('date') ? [] : [`${byColumn}AsNumber`];
      const known = [...strict, byColumn].find((key) => i18n.exists(`data:${key}`));
      if (known) return t(known as 'problems.expectedOf.missing.rating');
      const value = /^[^"]*?(\d+)/.exec(expected)?.[1] ?? '';
      return t(`problems.expectedOf.${kind}.any`, { column: columnName(column), value });
    },
    /** What is wrong with the row that an error is about, what stands there, and where. */
    row: ({ details: { kind, column, file, line, found } }: ErrorData) => {
      const group = { kind, column } as ProblemGroup;
      const name = String(file);
      return {
        problem: words.kind(group),
        found: words.found(group, { found: String(found) } as RowExample),
        where: `${name.slice(name.lastIndexOf('/') + 1)}:${line}`,
      };
    },
    /** An error about one row, its details in words. */
    error: (error: ErrorData): ErrorData => {
      const { kind, column, found, expected } = error.details;
      if (typeof kind !== 'string' || typeof column !== 'string') return error;
      const group = { kind, column } as ProblemGroup;
      const example = { found: String(found), expected: String(expected) } as RowExample;
      const details = {
        ...error.details,
        column: columnName(column),
        found: words.found(group, example),
        expected: words.expected(group, example),
      };
      return { ...error, details };
    },
  };
  return words;
}
