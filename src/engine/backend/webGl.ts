/** tfjs's WebGL backend; in a worker it draws on an OffscreenCanvas. */
import { PlaygroundError } from '@/lib/errors';
import { tf } from '../tf';
import { looksLikeSoftware } from './describe';
import type { Opened } from './openBackend';

export async function openWebGl(): Promise<Opened> {
  if (typeof OffscreenCanvas === 'undefined' && typeof document === 'undefined') {
    throw new PlaygroundError('no-webgpu', 'this environment has no canvas for WebGL', { backend: 'webgl' });
  }
  // Asked of a canvas of our own first: tfjs only logs when there is no context.
  const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgl2') as WebGL2RenderingContext | null;
  if (!context) throw new PlaygroundError('no-webgpu', 'the browser gives no WebGL 2 context', { backend: 'webgl' });
  const renderer = rendererOf(context);
  const floats = context.getExtension('EXT_color_buffer_float') !== null;
  context.getExtension('WEBGL_lose_context')?.loseContext();
  if (!floats) {
    throw new PlaygroundError('no-webgpu', 'WebGL cannot draw to float textures here', { backend: 'webgl' });
  }
  // tfjs packs and moves small tensors by itself; only the hand-over of small ops to the CPU is turned off, so that
  // what says "webgl" runs on WebGL.
  tf.env().set('WEBGL_CPU_FORWARD', false);
  if (!(await tf.setBackend('webgl'))) {
    throw new PlaygroundError('no-webgpu', 'tfjs could not start its WebGL backend', { backend: 'webgl' });
  }
  const { lost, failure } = watchContext();
  return { adapter: renderer, software: looksLikeSoftware(renderer), maxBufferBytes: null, lost, failure, close() {} };
}

function rendererOf(context: WebGL2RenderingContext): string {
  const info = context.getExtension('WEBGL_debug_renderer_info');
  return String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
}

function watchContext(): Pick<Opened, 'lost' | 'failure'> {
  const backend = tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } };
  const { gl } = backend.gpgpu;
  const lost: Opened['lost'] = new Promise((resolve) => {
    gl.canvas.addEventListener('webglcontextlost', () => {
      resolve({ code: 'device-lost', message: 'the WebGL context was lost' });
    });
  });
  const failure: Opened['failure'] = () =>
    gl.isContextLost() ? { code: 'device-lost', message: 'the WebGL context was lost' } : null;
  return { lost, failure };
}
