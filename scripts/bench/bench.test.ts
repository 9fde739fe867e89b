import { expect, test } from 'vitest';
import type { PeerCommand } from './Peer';
import { Peer } from './Peer';
import { median, medianRatio, sideBySide } from './sideBySide';
import { duration, short } from './table';

/** A peer of a few lines: takes 2 ms a step, or does what `script` says. */
const peer = (label: string, script: string): PeerCommand => ({
  label,
  command: process.execPath,
  args: ['-e', `const say = (x) => console.log('@' + JSON.stringify(x)); ${script}`],
  env: {},
});
const STEADY = `console.log('noise'); say({ ready: true, name: 'x', device: 'y', parameters: 3 });
require('readline').createInterface({ input: process.stdin }).on('line', (line) => say({ ms: 2 * JSON.parse(line).steps }));`;

test('medians and ratios of neighbours in time', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNull();
  // the second round was slow for both
  expect(medianRatio([2, 20, 2], [1, 10, 1])).toBe(2);
  expect(medianRatio([], [1])).toBeNull();
});

test('numbers keep three digits', () => {
  expect([short(0.01234), short(12.34), short(1234.5), short(null), short(0.0000123)]).toEqual([
    '0.0123',
    '12.3',
    '1,235',
    '–',
    '1.2e-5',
  ]);
  expect([duration(5000), duration(600_000), duration(9_000_000)]).toEqual(['5 s', '10 min', '2.5 h']);
});

test('peers take turns; one that fails is left out and says why', async () => {
  const [steady, broken, late] = await sideBySide(
    [
      peer('steady', STEADY),
      peer('broken', `say({ error: 'no such op' });`),
      peer('late', `say({ ready: true }); process.stdin.once('data', () => process.exit(3));`),
    ],
    { rounds: 3, roundMs: 10 },
  );
  expect(steady.ms).toEqual([2, 2, 2]);
  expect(steady.jsMs).toEqual([2, 2, 2]);
  expect(steady.facts).toMatchObject({ name: 'x', parameters: 3, dispatches: null });
  expect(broken).toMatchObject({ facts: null, ms: [] });
  expect(broken.error).toContain('no such op');
  expect(late.error).toContain('ended');
});

test('a program that cannot be started is an error, not a wait', async () => {
  const missing = { label: 'missing', command: 'no-such-program', args: [], env: {} };
  await expect(Peer.start(missing)).rejects.toThrow(/missing: .*ENOENT/);
});
