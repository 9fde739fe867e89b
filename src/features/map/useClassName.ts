import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDecimal } from '@/components/format';
import type { ColourClass } from './colourings';
import type { ColourBy } from './mapSettings';

/** What a class of colour is called: a genre, or a range of numbers. */
export function useClassName(colourBy: ColourBy): (entry: ColourClass) => string {
  const { t } = useTranslation('map');
  return useCallback(
    ({ label }) => {
      if (label === null)
        return t(colourBy === 'genre' ? 'legend.other' : colourBy === 'error' ? 'legend.notHeldOut' : 'legend.unknown');
      if (typeof label === 'string') return label;
      // years are not counts: no separator between thousands
      const number = (value: number) =>
        colourBy === 'year' ? String(value) : colourBy === 'ndcg' ? formatDecimal(value, 2) : formatCount(value);
      const [from, to] = [number(label.from), number(label.to)];
      return from === to ? from : t('legend.range', { from, to });
    },
    [colourBy, t],
  );
}
