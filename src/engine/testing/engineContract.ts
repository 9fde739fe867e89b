/** What an engine must do on every backend. Called from a Node test (cpu) and a browser test (WebGPU, WebGL, cpu). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../createEngine';
import { adamReference } from '../kernels/adam/adam.reference';
import { dropoutKey, dropoutMask } from '../kernels/dropout/dropoutBits';
import type { BackendName, Engine, HostArrays } from '../types';
import { normals, relativeError } from './arrays';
import { smallNeuMf, smallSasRec } from './models';

const ADAM = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export function describeEngine(backend: BackendName): void {
  describe(`engine on ${backend}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await createEngine(backend);
    });
    afterAll(() => engine.dispose());

    test('tells which device it runs on', () => {
      expect(engine.device).toMatchObject({ requested: backend, backend, refused: [] });
      expect(engine.device.adapter).not.toBe('');
    });

    test('takes the steps of Adam that a plain loop takes', async () => {
      const model = smallSasRec();
      const stepped = engine.createParameters(model.parameters);
      const expected = Object.entries(model.parameters).map(([name, { data }]) => {
        const value = data.slice() as Float32Array;
        return { name, value, first: new Float32Array(value.length), second: new Float32Array(value.length) };
      });
      for (let t = 1; t <= 20; t++) {
        const batch = model.batch(t);
        const before = engine.createParameters(
          Object.fromEntries(expected.map(({ name, value }) => [name, { ...model.parameters[name], data: value }])),
        );
        const { gradients } = await engine.gradients(before, batch, model.loss, t);
        before.dispose();
        for (const { name, value, first, second } of expected) {
          if (name === 'unused') continue;
          const corrections = { correction1: 1 - ADAM.beta1 ** t, correction2: 1 - ADAM.beta2 ** t };
          adamReference(value, first, second, gradients[name].data as Float32Array, { ...ADAM, ...corrections });
        }
        engine.step(stepped, batch, model.loss, ADAM, t);
      }
      const state = await engine.readParameters(stepped);
      expect(state.step).toBe(20);
      for (const { name, value, first } of expected) {
        expect(relativeError(state.values[name].data, value), name).toBeLessThan(1e-4);
        if (name !== 'unused') expect(relativeError(state.firstMoments[name].data, first), name).toBeLessThan(1e-3);
      }
      expect(state.values.unused.data).toEqual(model.parameters.unused.data);
      stepped.dispose();
    });

    test('goes on from a saved state as if nothing had happened', async () => {
      const model = smallNeuMf();
      const parameters = engine.createParameters(model.parameters);
      for (let t = 0; t < 3; t++) engine.step(parameters, model.batch(t), model.loss, ADAM, t);
      const state = structuredClone(await engine.readParameters(parameters));
      const restored = engine.restoreParameters(state);
      for (const set of [parameters, restored]) {
        for (let t = 3; t < 6; t++) engine.step(set, model.batch(t), model.loss, ADAM, t);
      }
      expect(await engine.readParameters(restored)).toEqual(await engine.readParameters(parameters));
      parameters.dispose();
      restored.dispose();
    });

    test('replaces values and keeps moments', async () => {
      const model = smallNeuMf();
      const parameters = engine.createParameters(model.parameters);
      engine.step(parameters, model.batch(0), model.loss, ADAM, 0);
      const before = await engine.readParameters(parameters);
      engine.writeValues(parameters, model.parameters);
      const after = await engine.readParameters(parameters);
      expect(after.values).toEqual(model.parameters);
      expect(after.firstMoments).toEqual(before.firstMoments);
      expect(after.step).toBe(1);
      expect(() => engine.writeValues(parameters, { nobody: normals(1, [2]) })).toThrow('nobody');
      parameters.dispose();
    });

    test('reads the mean of the losses since the last reading', async () => {
      const model = smallNeuMf();
      const parameters = engine.createParameters(model.parameters);
      expect(await engine.readLoss(parameters)).toBeNull();
      const losses: number[] = [];
      for (let t = 0; t < 3; t++) {
        losses.push((await engine.gradients(parameters, model.batch(t), model.loss, t)).loss);
        engine.step(parameters, model.batch(t), model.loss, ADAM, t);
      }
      expect(await engine.readLoss(parameters)).toBeCloseTo((losses[0] + losses[1] + losses[2]) / 3, 5);
      expect(await engine.readLoss(parameters)).toBeNull();
      parameters.dispose();
    });

    test('reads parameters that were written in place after an earlier reading', async () => {
      const model = smallNeuMf();
      const parameters = engine.createParameters(model.parameters);
      const first = await engine.readValues(parameters);
      engine.step(parameters, model.batch(0), model.loss, ADAM, 0);
      const second = await engine.readValues(parameters);
      for (const name of parameters.names) {
        expect(relativeError(second[name].data, first[name].data), name).toBeGreaterThan(1e-3);
      }
      // Neither does a step reach into what was read, or into what the caller gave.
      expect(first).toEqual(model.parameters);
      parameters.dispose();
    });

    test.each([
      ['NeuMF', smallNeuMf()],
      ['SASRec', smallSasRec()],
    ])('holds no more after 100 steps of %s than after one', async (_, model) => {
      const parameters = engine.createParameters(model.parameters);
      const forward = () => engine.run(parameters, model.batch(0), model.loss);
      engine.step(parameters, model.batch(0), model.loss, ADAM, 0);
      await engine.readLoss(parameters);
      await forward();
      const before = engine.memory();
      for (let t = 0; t < 100; t++) engine.step(parameters, model.batch(t), model.loss, ADAM, t);
      expect(await engine.readLoss(parameters)).toBeGreaterThan(0);
      await forward();
      await engine.gradients(parameters, model.batch(0), model.loss, 1);
      expect(engine.memory()).toEqual(before);
      parameters.dispose();
    });

    test('draws the masks of dropout from the seed, and none outside training', async () => {
      const ones: HostArrays = { x: { shape: [3, 7], data: new Float32Array(21).fill(1) } };
      const parameters = engine.createParameters(ones);
      const batch = { weights: { shape: [21], data: new Float32Array(21).fill(1) } };
      const masks = async (seed: number | null) => {
        // The gradient of a sum of dropped values with respect to each is its mask.
        const { gradients } = await engine.gradients(
          parameters,
          batch,
          (ops, { x }, { weights }) => {
            const first = ops.reshape(ops.dropout(x, 0.4), [1, 21]);
            const second = ops.reshape(ops.dropout(x, 0.4), [1, 21]);
            const row = ops.reshape(weights, [1, 21]);
            return ops.reshape(ops.weightedSum([ops.rowDot(first, row), ops.rowDot(second, row)], [1, 100]), []);
          },
          seed,
        );
        return gradients.x.data;
      };
      const [first, second] = [0, 1].map((layer) => dropoutMask(21, 0.4, dropoutKey(77, layer)));
      expect(
        relativeError(
          await masks(77),
          first.map((value, i) => value + 100 * second[i]),
        ),
      ).toBeLessThan(1e-6);
      expect(await masks(77)).toEqual(await masks(77));
      expect(await masks(77)).not.toEqual(await masks(78));
      expect(await masks(null)).toEqual(new Float32Array(21).fill(101));
      parameters.dispose();
    });

    test('gives whole numbers back as they are, and refuses those that it cannot hold', async () => {
      const parameters = engine.createParameters({ x: normals(1, [2, 2]) });
      const run = (ids: number[]) =>
        engine.run(
          parameters,
          { ids: { shape: [ids.length], data: Int32Array.from(ids) } },
          (_ops, _p, { ids }) => ids,
        );
      expect((await run([1, 5, 16777216])).data).toEqual(Int32Array.from([1, 5, 16777216]));
      await expect((async () => run([1, 16777217]))()).rejects.toMatchObject({ code: 'shape' });
      parameters.dispose();
    });

    test('says which id is outside a table', async () => {
      const parameters = engine.createParameters({ table: normals(1, [4, 2]) });
      const ids = { shape: [3], data: new Int32Array([0, 4, 1]) };
      const run = async () => engine.run(parameters, { ids }, (ops, { table }, { ids }) => ops.embed(table, ids));
      await expect(run()).rejects.toMatchObject({ code: 'shape', message: expect.stringContaining('id 4') });
      parameters.dispose();
    });

    test('leaves nothing behind when a step throws', async () => {
      const parameters = engine.createParameters({ x: normals(1, [2, 2]) });
      const { numTensors, numBytes } = engine.memory();
      const step = () =>
        engine.step(parameters, { y: normals(2, [3]) }, (ops, { x }, { y }) => ops.rowDot(ops.scale(x, 2), y), ADAM, 1);
      expect(step).toThrow('rowDot');
      expect(engine.memory()).toMatchObject({ numTensors, numBytes });
      const { values } = await engine.readParameters(parameters);
      expect(values.x.data).toEqual(normals(1, [2, 2]).data);
      parameters.dispose();
    });
  });
}
