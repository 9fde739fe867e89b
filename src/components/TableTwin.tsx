import { Copy, Table2, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { IconButton } from './IconButton';
import styles from './Popover.module.css';
import { placePopover } from './placePopover';
import { type CellValue, toCsv } from './toCsv';
import { useCopy } from './useCopy';

export interface TableTwinProps {
  caption: string;
  columns: { key: string; label: string; numeric?: boolean }[];
  /** `key` names a row; without it the first column does */
  rows: Record<string, CellValue>[];
  /** text of a cell where the plain value is not fit to read; CSV always gets the plain value */
  format?: (value: CellValue, column: string) => string;
}

/** The data of a chart as a table, behind a small button: for the keyboard, screen readers and copying. */
export function TableTwin({ caption, columns, rows, format }: TableTwinProps) {
  const { t } = useTranslation('common');
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const { copied, copy } = useCopy();
  const text = (value: CellValue, column: string) =>
    format ? format(value, column) : value === null || value === undefined ? '–' : String(value);

  return (
    <span ref={anchor}>
      <IconButton
        size="sm"
        label={`${t('table.show')}: ${caption}`}
        icon={Table2}
        aria-expanded={open}
        popoverTarget={id}
      />
      <div
        id={id}
        ref={popover}
        popover="auto"
        className={`${styles.popover} ${styles.table}`}
        onToggle={(event) => {
          const isOpen = event.newState === 'open';
          setOpen(isOpen);
          // The table is drawn by the state above: measure it one frame later.
          if (isOpen) {
            const element = event.currentTarget;
            requestAnimationFrame(() => anchor.current && placePopover(element, anchor.current));
          }
        }}
      >
        {open && (
          <>
            <div className={styles.tableBar}>
              <span id={`${id}-caption`}>{caption}</span>
              <Button
                variant="secondary"
                size="sm"
                icon={Copy}
                onClick={() =>
                  copy(
                    toCsv(
                      columns.map((column) => column.label),
                      rows.map((row) => columns.map((column) => row[column.key])),
                    ),
                  )
                }
              >
                {copied ? t('copied') : t('table.copy')}
              </Button>
              <IconButton label={t('close')} icon={X} size="sm" onClick={() => popover.current?.hidePopover()} />
            </div>
            <table className={styles.data} aria-labelledby={`${id}-caption`}>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column.key} scope="col" className={column.numeric ? styles.numeric : undefined}>
                      {column.label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={String(row.key ?? row[columns[0].key])}>
                    {columns.map((column) => (
                      <td key={column.key} className={column.numeric ? styles.numeric : undefined}>
                        {text(row[column.key], column.key)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </div>
    </span>
  );
}
