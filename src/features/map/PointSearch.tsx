/** Finds a film or a user on the map by name. Loaded when somebody opens the map. */
import { Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
// the same field as the one for users on Lists
import styles from '../inspect/UserSearch.module.css';
import type { Which } from './mapSettings';
import { searchNames } from './searchNames';
import type { RowFacts } from './usePoints';

export interface PointSearchProps {
  which: Which;
  numRows: number;
  facts: RowFacts;
  onChoose: (row: number) => void;
}

const MOST_MATCHES = 12;

export default function PointSearch({ which, numRows, facts, onChoose }: PointSearchProps) {
  const { t } = useTranslation('map');
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const matches = useMemo(
    () => searchNames(query, numRows, facts.nameOf, facts.counts, MOST_MATCHES),
    [query, numRows, facts],
  );
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
      <Label className={styles.label}>{t(which === 'items' ? 'search.item' : 'search.user')}</Label>
      <div className={styles.box} ref={box}>
        <Search size="1em" aria-hidden />
        <Input
          className={styles.input}
          placeholder={t(which === 'items' ? 'search.item' : 'search.user')}
          data-testid="map-search"
        />
      </div>
      <Popover className={styles.popover} offset={4} triggerRef={box}>
        <ListBox className={styles.list} renderEmptyState={() => <p className={styles.none}>{t('search.none')}</p>}>
          {({ id }: { id: number }) => (
            <ListBoxItem className={styles.match} textValue={facts.nameOf(id)}>
              <span>{facts.nameOf(id)}</span>
              <span className={styles.reason}>{formatCount(facts.counts?.[id] ?? 0)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
