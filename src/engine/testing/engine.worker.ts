/** A step in a worker, where the page's engine lives: answers a choice of device with what ran. */
import { createEngine } from '../createEngine';
import type { DeviceChoice } from '../types';
import { smallNeuMf } from './models';

self.onmessage = async ({ data }: MessageEvent<DeviceChoice>) => {
  const engine = await createEngine(data);
  const model = smallNeuMf();
  const parameters = engine.createParameters(model.parameters);
  const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  for (let t = 0; t < 3; t++) engine.step(parameters, model.batch(t), model.loss, adam, t);
  const loss = await engine.readLoss(parameters);
  parameters.dispose();
  engine.dispose();
  self.postMessage({ backend: engine.device.backend, loss });
};
