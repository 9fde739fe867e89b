import { bits, normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import { attentionGradientReference, attentionReference } from './attention.reference';

export function attentionCases(): KernelCase[] {
  const shapes = [
    ...SIZES.map((length) => ({ batch: 2, length, dimension: 6, numHeads: 2 })),
    ...SIZES.map((width) => ({ batch: 2, length: 7, dimension: width * 2, numHeads: 2 })),
    { batch: 3, length: 8, dimension: 12, numHeads: 1 },
    { batch: 3, length: 8, dimension: 12, numHeads: 3 },
  ];
  return shapes.map((shape) => {
    const axes = [shape.batch, shape.length, shape.dimension];
    const [q, k, v, dOut] = [1, 2, 3, 4].map((seed) => normals(seed, axes));
    const mask = bits(5, [shape.batch, shape.length]);
    // positions that see nothing: the first of the first sequence, and all of the last
    mask.data[0] = 0;
    mask.data.fill(0, (shape.batch - 1) * shape.length);
    const { out, probabilities } = attentionReference(q.data, k.data, v.data, mask.data, shape);
    return {
      name: `attention ${JSON.stringify(shape)}`,
      inputs: [q, k, v, mask, dOut],
      run(kernels, [q, k, v, mask, dOut]) {
        const { out, probabilities } = kernels.attention(q, k, v, mask, shape);
        const { dq, dk, dv } = kernels.attentionGradient(dOut, q, k, v, probabilities, shape);
        return [out, probabilities, dq, dk, dv];
      },
      expected: [
        out,
        probabilities,
        ...attentionGradientReference(dOut.data, q.data, k.data, v.data, probabilities, shape),
      ],
    };
  });
}
