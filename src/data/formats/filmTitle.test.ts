import { describe, expect, it } from 'vitest';
import { filmTitle } from './filmTitle';

describe('filmTitle', () => {
  it.each([
    ['Quiet Orbit (1995)', 'Quiet Orbit', 1995],
    ['Quiet Orbit, The (1995)', 'The Quiet Orbit', 1995],
    ['Hour, An (1950)', 'An Hour', 1950],
    ['Harbour of Glass, A (Port de verre) (2001) ', 'A Harbour of Glass (Port de verre)', 2001],
    ['Séance (1987)', 'Séance', 1987],
    ['Orbit (1990) (V)', 'Orbit', 1990],
    ['Orbit: 2000 (1999)', 'Orbit: 2000', 1999],
    ['No year here', 'No year here', null],
    ['Year (1995) in the middle', 'Year (1995) in the middle', null],
    ['(1995)', '(1995)', null],
    ['Dawn, Noon, Dusk', 'Dawn, Noon, Dusk', null],
  ])('reads %s', (text, title, year) => {
    expect(filmTitle(text)).toEqual({ title, year });
  });
});
