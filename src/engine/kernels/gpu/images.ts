/**
 * Arrays as textures. llvmpipe loads one lane and component of a buffer after the other, each behind a branch, but a texel
 * of four floats at once and without one: what a kernel reads often is worth a copy. Element 4t to 4t + 3 are texel t,
 * line by line.
 */

/** Texels of a line: as many as every WebGPU device allows. */
const LINE = 8192;
const TEXEL_ELEMENTS = 4;
const TEXEL_BYTES = 16;
/** Textures that a shader may read in this way on every WebGPU device. */
export const MOST_IMAGES = 4;

/** The longest array that fits: as many lines as every WebGPU device allows. */
export const MOST_ELEMENTS = TEXEL_ELEMENTS * LINE * LINE;

export const IMAGE_LAYOUT: GPUStorageTextureBindingLayout = { access: 'read-only', format: 'rgba32float' };

/** Lines of the texture of an array. */
export function imageLines(elements: number): number {
  return Math.max(1, Math.ceil(elements / (TEXEL_ELEMENTS * LINE)));
}

/** Bytes of a texture with so many lines. */
export function imageBytes(lines: number): number {
  return lines * LINE * TEXEL_BYTES;
}

export function createImage(device: GPUDevice, lines: number): GPUTexture {
  return device.createTexture({
    label: 'image',
    size: [LINE, lines],
    format: 'rgba32float',
    usage: GPUTextureUsage.COPY_DST | GPUTextureUsage.STORAGE_BINDING,
  });
}

/**
 * Queues the copy of `elements`, a multiple of four.
 * @param offset bytes before the first in the buffer, a multiple of 16
 */
export function copyToImage(
  encoder: GPUCommandEncoder,
  buffer: GPUBuffer,
  offset: number,
  elements: number,
  texture: GPUTexture,
): void {
  const texels = elements / TEXEL_ELEMENTS;
  const lines = Math.floor(texels / LINE);
  const rest = texels % LINE;
  const bytesPerRow = LINE * TEXEL_BYTES;
  if (lines > 0) encoder.copyBufferToTexture({ buffer, offset, bytesPerRow }, { texture }, [LINE, lines]);
  if (rest > 0) {
    const source = { buffer, offset: offset + lines * bytesPerRow };
    encoder.copyBufferToTexture(source, { texture, origin: [0, lines] }, [rest, 1]);
  }
}

/** Declares one as `name`, and `load_name(texel)`. */
export function declareImage(name: string, binding: number): string {
  return `@group(0) @binding(${binding}) var ${name}: texture_storage_2d<rgba32float, read>;
fn load_${name}(texel: u32) -> vec4f { return textureLoad(${name}, vec2u(texel % ${LINE}u, texel / ${LINE}u)); }`;
}

/** The four elements from `index`, a multiple of four. */
export function loadImage(name: string, index: string): string {
  return `load_${name}((${index}) / ${TEXEL_ELEMENTS}u)`;
}
