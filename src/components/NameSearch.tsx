/** Finds a row of a catalogue by its name. Brings the combo box's library: load it where somebody searches. */
import { Search } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import styles from './SearchField.module.css';
import { searchNames } from './searchNames';

export interface NameSearchProps {
  /** not shown */
  label: string;
  placeholder: string;
  /** said when nothing matches */
  none: string;
  numRows: number;
  nameOf: (row: number) => string;
  /** beside the name */
  detailOf: (row: number) => ReactNode;
  /** the most counted rows come first */
  counts: ArrayLike<number> | null;
  /** rows that are not offered */
  without?: readonly number[];
  onChoose: (row: number) => void;
  testId: string;
}

const MOST_MATCHES = 12;
const NONE: readonly number[] = [];

export function NameSearch(props: NameSearchProps) {
  const { label, placeholder, none, numRows, nameOf, detailOf, counts, without = NONE, onChoose, testId } = props;
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const matches = useMemo(() => {
    const found = searchNames(query, numRows, nameOf, counts, MOST_MATCHES + without.length);
    return found.filter((row) => !without.includes(row)).slice(0, MOST_MATCHES);
  }, [query, numRows, nameOf, counts, without]);
  return (
    <ComboBox
      className={styles.search}
      menuTrigger="input"
      allowsEmptyCollection={query !== ''}
      inputValue={query}
      onInputChange={setQuery}
      items={matches.map((row) => ({ id: row }))}
      selectedKey={null}
      onSelectionChange={(key) => {
        if (key === null) return;
        onChoose(Number(key));
        setQuery('');
      }}
    >
      <Label className={styles.label}>{label}</Label>
      <div className={styles.box} ref={box}>
        <Search size="1em" aria-hidden />
        <Input className={styles.input} placeholder={placeholder} data-testid={testId} />
      </div>
      <Popover className={styles.popover} offset={4} triggerRef={box}>
        <ListBox className={styles.list} renderEmptyState={() => <p className={styles.none}>{none}</p>}>
          {({ id }: { id: number }) => (
            <ListBoxItem className={styles.match} textValue={nameOf(id)}>
              <span>{nameOf(id)}</span>
              <span className={styles.reason}>{detailOf(id)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
