import { describe, expect, it } from 'vitest';
import { MAX_POINTS } from '@/projection/chooseRows';
import { clusters } from '@/projection/testSupport';
import { DEFAULT_LAYOUT } from '@/projection/types';
import { ProjectionHost } from './projectionHost';
import type { Outcome } from './protocol';
import type { LayoutProgress, LayoutRequest } from './protocolProjection';

const vectors = clusters(40, 5, 12);
const settings = { ...DEFAULT_LAYOUT, perplexity: 12 };

function unwrap<T>(answer: Outcome<T>): T {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function hostWith(key: string): Promise<ProjectionHost> {
  const host = new ProjectionHost();
  unwrap(await host.keep(key, vectors, null, 1));
  return host;
}

const request = (over: Partial<LayoutRequest> = {}): LayoutRequest => ({
  jobId: 'job',
  key: 'a',
  method: 'tsne',
  settings,
  ...over,
});

describe('keep', () => {
  it('shows all rows, or the most popular with some others, and says which', async () => {
    const host = new ProjectionHost();
    expect(unwrap(await host.keep('all', vectors, null, 1))).toHaveLength(vectors.rows);
    const rows = MAX_POINTS + 50;
    const many = { rows, dimensions: 1, data: new Float32Array(rows) };
    const popularity = Int32Array.from({ length: rows }, (_, row) => row);
    const shown = unwrap(await host.keep('many', many, popularity, 1));
    expect(shown).toHaveLength(MAX_POINTS);
    expect(shown.filter((row) => row >= rows - MAX_POINTS / 2)).toHaveLength(MAX_POINTS / 2);
  });

  it('forgets what nobody asked for longest', async () => {
    const host = await hostWith('a');
    for (const key of ['b', 'c', 'd', 'e', 'f']) await host.keep(key, vectors, null, 1);
    unwrap(await host.pca('a', null));
    await host.keep('g', vectors, null, 1);
    expect((await host.pca('a', null)).ok).toBe(true);
    expect(await host.pca('b', null)).toMatchObject({ ok: false, error: { code: 'unknown' } });
  });
});

describe('maps', { timeout: 30_000 }, () => {
  it('PCA is laid over another map of the same points', async () => {
    const host = await hostWith('a');
    const { positions } = unwrap(await host.pca('a', null));
    // turned by a quarter, twice as large
    const turned = positions.map((_, at) => 2 * (at % 2 === 0 ? -positions[at + 1] : positions[at - 1]) + 7);
    const over = unwrap(await host.pca('a', turned)).positions;
    for (const [at, value] of over.entries()) expect(value).toBeCloseTo(turned[at], 3);
  });

  it.each(['tsne', 'umap'] as const)('%s tells how far it is and is the same for the same seed', async (method) => {
    const seen: LayoutProgress[] = [];
    const host = await hostWith('a');
    const first = unwrap(await host.layout(request({ method }), (progress) => seen.push(progress)));
    expect(first.positions).toHaveLength(2 * vectors.rows);
    expect(first.positions.every(Number.isFinite)).toBe(true);
    expect(first.loss === null).toBe(method === 'umap');
    const steps = seen.filter(({ stage }) => stage === 'steps');
    expect(steps.length).toBeGreaterThan(0);
    for (const [at, { step, numSteps, positions }] of steps.entries()) {
      expect(numSteps).toBe(first.numSteps);
      expect(step).toBeGreaterThan(at === 0 ? 0 : steps[at - 1].step);
      expect(positions).toHaveLength(2 * vectors.rows);
    }
    const again = unwrap(await (await hostWith('a')).layout(request({ method }), () => {}));
    expect(again.positions).toEqual(first.positions);
    const other = request({ method, settings: { ...settings, seed: 7 } });
    expect(unwrap(await host.layout(other, () => {})).positions).not.toEqual(first.positions);
  });

  it('a cancelled map ends soon, and the next one is made', async () => {
    const host = await hostWith('a');
    let steps = 0;
    const answer = await host.layout(request(), ({ step }) => {
      steps = step;
      void host.cancel('job');
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(steps).toBeLessThan(1000);
    expect((await host.layout(request(), () => {})).ok).toBe(true);
  });

  it('answers others while a map is drawn', async () => {
    const host = await hostWith('a');
    let done = false;
    const drawing = host
      .layout(request(), () => {})
      .then(() => {
        done = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(unwrap(await host.neighbours('a', 3, 5))).toHaveLength(5);
    expect(done).toBe(false);
    await drawing;
  });

  it('a better map keeps more neighbours', async () => {
    const host = await hostWith('a');
    const { positions } = unwrap(await host.layout(request(), () => {}));
    const good = unwrap(await host.quality('a', positions, 10));
    const bad = unwrap(await host.quality('a', positions.toReversed(), 10));
    expect(good.k).toBe(10);
    expect(good.kept).toBeGreaterThan(0.4);
    expect(bad.kept).toBeLessThan(good.kept / 2);
  });
});
