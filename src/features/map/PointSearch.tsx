/** Finds a film or a user on the map by name. Loaded when somebody opens the map. */
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import { NameSearch } from '@/components/NameSearch';
import type { Which } from './mapSettings';
import type { RowFacts } from './usePoints';

export interface PointSearchProps {
  which: Which;
  numRows: number;
  facts: RowFacts;
  onChoose: (row: number) => void;
}

export default function PointSearch({ which, numRows, facts, onChoose }: PointSearchProps) {
  const { t } = useTranslation('map');
  const label = t(which === 'items' ? 'search.item' : 'search.user');
  return (
    <NameSearch
      label={label}
      placeholder={label}
      none={t('search.none')}
      numRows={numRows}
      nameOf={facts.nameOf}
      detailOf={(row) => formatCount(facts.counts?.[row] ?? 0)}
      counts={facts.counts}
      onChoose={onChoose}
      testId="map-search"
    />
  );
}
