/** Finds a film by its title. Loaded with the views that ask for one. */
import { Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Item } from '@/data/types';
import { searchNames } from '../../map/searchNames';
// the same field as the one for users on Lists
import styles from '../UserSearch.module.css';

export interface FilmSearchProps {
  items: Item[];
  popularity: Int32Array | null;
  /** films that are not offered */
  without: readonly number[];
  /** what stands in the empty field, where films are not added to a list */
  placeholder?: string;
  onChoose: (itemIndex: number) => void;
}

const MOST_MATCHES = 12;

export function FilmSearch({ items, popularity, without, placeholder, onChoose }: FilmSearchProps) {
  const { t } = useTranslation('you');
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const matches = useMemo(() => {
    const found = searchNames(
      query,
      items.length,
      (item) => items[item].title,
      popularity,
      MOST_MATCHES + without.length,
    );
    return found.filter((item) => !without.includes(item)).slice(0, MOST_MATCHES);
  }, [query, items, popularity, without]);
  return (
    <ComboBox
      className={styles.search}
      menuTrigger="input"
      allowsEmptyCollection={query !== ''}
      inputValue={query}
      onInputChange={setQuery}
      items={matches.map((item) => ({ id: item }))}
      selectedKey={null}
      onSelectionChange={(key) => {
        if (key === null) return;
        onChoose(Number(key));
        setQuery('');
      }}
    >
      <Label className={styles.label}>{t('search.label')}</Label>
      <div className={styles.box} ref={box}>
        <Search size="1em" aria-hidden />
        <Input
          className={styles.input}
          placeholder={placeholder ?? t('search.placeholder')}
          data-testid="film-search"
        />
      </div>
      <Popover className={styles.popover} offset={4} triggerRef={box}>
        <ListBox className={styles.list} renderEmptyState={() => <p className={styles.none}>{t('search.none')}</p>}>
          {({ id }: { id: number }) => (
            <ListBoxItem className={styles.match} textValue={items[id].title}>
              <span>{items[id].title}</span>
              <span className={styles.reason}>{items[id].year}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
