import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import map from '@/text/en/map.json';
import { MapSentence, type MapSentenceProps } from './MapSentence';
import type { Which } from './mapSettings';

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { map } } });
});

describe('the sentence above a map', () => {
  // as many rows as the projection worker shows of so many
  const said = (total: number, which: Which = 'items') => {
    const rows = Int32Array.from({ length: Math.min(total, 10_000) }, (_, row) => row);
    return renderToStaticMarkup(createElement(MapSentence, { method: 'tsne', which, planes: [], rows, total }));
  };

  it('says how much of the variance each map shows', () => {
    const rows = Int32Array.of(0);
    const one: MapSentenceProps = {
      ...{ method: 'pca', which: 'items', rows, total: 1 },
      planes: [{ label: 'ALS', explained: [0.25, 0.125] }],
    };
    expect(renderToStaticMarkup(createElement(MapSentence, one))).toContain(
      'its axes show 25% and 13% of the variance',
    );
    const two = { ...one, planes: [...one.planes, { label: 'NeuMF', explained: null }] };
    expect(renderToStaticMarkup(createElement(MapSentence, two))).toContain('25% and 13% (ALS), … and … (NeuMF) of');
  });

  it('says how many are shown, and that they are all', () => {
    expect(said(10_000)).toContain('10,000 of 10,000 films.');
  });

  it('says that more than 10,000 are sampled, and how', () => {
    expect(said(26_744)).toContain('10,000 of 26,744 films: the 5,000 most rated and as many drawn from the rest.');
    expect(said(30_000, 'users')).toContain('the 5,000 most active and as many drawn from the rest.');
  });
});
