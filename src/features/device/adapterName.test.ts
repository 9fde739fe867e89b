import { expect, test } from 'vitest';
import { adapterName } from './adapterName';

test.each([
  ['apple metal-3', 'apple metal-3'],
  ['ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)', 'Apple M2'],
  ['ANGLE (Intel, Intel(R) HD Graphics 520 (0x00001916) Direct3D11 vs_5_0 ps_5_0, D3D11)', 'Intel(R) HD Graphics 520'],
  [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
    'SwiftShader Device (Subzero)',
  ],
  ['ANGLE (NVIDIA Corporation, NVIDIA GeForce RTX 3060/PCIe/SSE2, OpenGL 4.5.0)', 'NVIDIA GeForce RTX 3060/PCIe/SSE2'],
])('%s', (adapter, name) => {
  expect(adapterName(adapter)).toBe(name);
});
