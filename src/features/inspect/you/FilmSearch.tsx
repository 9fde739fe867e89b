/** Finds a film by its title. Loaded with the views that ask for one. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { NameSearch } from '@/components/NameSearch';
import type { Item } from '@/data/types';

export interface FilmSearchProps {
  items: Item[];
  popularity: Int32Array | null;
  /** films that are not offered */
  without: readonly number[];
  /** what stands in the empty field, where films are not added to a list */
  placeholder?: string;
  onChoose: (itemIndex: number) => void;
}

export function FilmSearch({ items, popularity, without, placeholder, onChoose }: FilmSearchProps) {
  const { t } = useTranslation('you');
  const nameOf = useCallback((item: number) => items[item].title, [items]);
  return (
    <NameSearch
      label={t('search.label')}
      placeholder={placeholder ?? t('search.placeholder')}
      none={t('search.none')}
      numRows={items.length}
      nameOf={nameOf}
      detailOf={(item) => items[item].year}
      counts={popularity}
      without={without}
      onChoose={onChoose}
      testId="film-search"
    />
  );
}
