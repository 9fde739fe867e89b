import { describe, expect, it } from 'vitest';
import { allocate, Pace } from './pace';

const busy = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe('Pace', () => {
  it('lets messages in, reports and asks only after a slice of time', async () => {
    const fractions: number[] = [];
    let asked = 0;
    const pace = new Pace({
      onProgress: (fraction) => fractions.push(fraction),
      shouldStop: () => {
        asked++;
        return false;
      },
    });
    await pace.at(0.1);
    expect([fractions, asked]).toEqual([[], 0]);
    let messageCame = false;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      messageCame = true;
      port1.close();
    };
    port2.postMessage(null);
    busy(60);
    await pace.at(0.5);
    expect([fractions, asked, messageCame]).toEqual([[0.5], 1, true]);
    // more work than was foreseen is still no more than all
    busy(60);
    await pace.at(1.2);
    expect(fractions).toEqual([0.5, 1]);
  });

  it('stops when told to', async () => {
    const pace = new Pace({ shouldStop: () => true });
    busy(60);
    await expect(pace.at(0.5)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('allocate', () => {
  it('gives zeros', () => {
    expect([...allocate(Float32Array, 3)]).toEqual([0, 0, 0]);
  });

  it('says how much memory is missing', () => {
    const tooMuch = () => allocate(Float64Array, 2 ** 50);
    expect(tooMuch).toThrow(expect.objectContaining({ code: 'out-of-memory', details: { megabytes: 9007199255 } }));
  });
});
