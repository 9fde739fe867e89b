/**
 * The one place that imports tfjs. `@tensorflow/tfjs` brings the CPU and WebGL backends and registers every gradient
 * (tfjs-core alone registers none); the WebGPU backend is made by hand in `backend/`, on a device of our own.
 */
import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

// The package registers itself with a device of its own making, whose limits are too low for us. Ours comes later.
if (tf.engine().registryFactory.webgpu) tf.removeBackend('webgpu');

// Or tfjs runs small ops on the CPU: what a test measures would not be the GPU, and a step would wait for uploads.
tf.env().set('WEBGPU_CPU_FORWARD', false);
// No shape checks for NaN after each op.
tf.enableProdMode();

export type Tensor = tf.Tensor;
export { tf, WebGPUBackend };
