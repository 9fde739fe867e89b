/**
 * Adam for all parameters in one dispatch, adding up each gradient from its parts as it reads them: partial sums of
 * matrix products, and rows of lookups by the lists of who looked up which row. No gradient is written as a whole.
 * Kingma & Ba, "Adam", ICLR 2015; dense, as the eager form: rows that nobody looked up move by their moments.
 */
import { WORKGROUP } from '../kernels/gpu/GpuKernel';
import type { AdamOptions } from '../types';
import {
  type Binding,
  declareBindings,
  floatLiteral,
  mainOf,
  STEP_STRUCT,
  type WrittenDispatch,
} from './DispatchWriter';
import type { GradientSource } from './resolveGradients';
import type { Root } from './Sym';

const COLUMNS = 4;

export interface AdamParameter {
  shape: number[];
  /** elements from the start of the values to the parameter */
  offset: number;
  sources: GradientSource[];
}

export interface AdamPlaces {
  /** elements from the start of the values to the moments of second order, in their buffer */
  numValues: number;
  colour(root: Root): number;
  offset(root: Root): number;
  fieldOffset(field: string): number;
}

/** @returns the dispatch, and the table that its threads find their work in */
export function adamDispatch(
  parameters: AdamParameter[],
  adam: AdamOptions,
  places: AdamPlaces,
): { dispatch: WrittenDispatch; table: Uint32Array } {
  const colours = [
    ...new Set(
      parameters.flatMap(({ sources }) =>
        sources.map((source) => (source.kind === 'list' ? source.list.colour : places.colour(source.root))),
      ),
    ),
  ].sort();
  const groups: [descriptor: number, firstItem: number][] = [];
  const descriptors: number[] = [];
  for (const { shape, offset, sources } of parameters) {
    const size = shape.reduce((size, length) => size * length, 1);
    // Rows matter only where rows are looked up.
    const [rows, columns] = sources.some(({ kind }) => kind === 'list') ? [shape[0], size / shape[0]] : [1, size];
    const quads = Math.ceil(columns / COLUMNS);
    const items = rows * quads;
    for (let first = 0; first < items; first += WORKGROUP) groups.push([descriptors.length, first]);
    descriptors.push(offset, rows, columns, quads, sources.length);
    for (const source of sources) {
      if (source.kind === 'slabs') {
        const { root, first, count, stride } = source;
        descriptors.push(0, colours.indexOf(places.colour(root)), places.offset(root) + first, count, stride);
      } else {
        const { field, colour } = source.list;
        descriptors.push(1, colours.indexOf(colour), places.fieldOffset(field), 0, 0);
      }
    }
  }
  const table = new Uint32Array(2 * groups.length + descriptors.length);
  groups.forEach(([descriptor, first], g) => {
    table[2 * g] = 2 * groups.length + descriptor;
    table[2 * g + 1] = first;
  });
  table.set(descriptors, 2 * groups.length);

  const bindings: Binding[] = [
    { key: 'table', type: 'u32', write: false },
    { key: 'batch', type: 'u32', write: false },
    { key: 'values', type: 'f32', write: true },
    { key: 'moments', type: 'f32', write: true },
    ...colours.map((colour): Binding => ({ key: `gradients ${colour}`, type: 'f32', write: false })),
  ];
  const lanes = (array: string) =>
    `vec4f(${['x', 'y', 'z', 'w'].map((lane) => `${array}[base + c.${lane}]`).join(', ')})`;
  const source = `${STEP_STRUCT}${declareBindings(bindings, 0)}
/** Four elements from \`base\` in one of the gradient buffers. */
fn gradient(colour: u32, base: u32, c: vec4u) -> vec4f {
  ${colours
    .slice(1)
    .map((_, k) => `if (colour == ${k + 1}u) { return ${lanes(`buf${5 + k}`)}; }`)
    .join('\n  ')}
  return ${lanes('buf4')};
}

fn update(index: u32) {
  let ownGroup = index / ${WORKGROUP}u;
  if (ownGroup >= ${groups.length}u) { return; }
  let d = buf0[2u * ownGroup];
  let item = buf0[2u * ownGroup + 1u] + index % ${WORKGROUP}u;
  let rows = buf0[d + 1u];
  let columns = buf0[d + 2u];
  let quads = buf0[d + 3u];
  if (item >= rows * quads) { return; }
  let row = item / quads;
  let column = item % quads * ${COLUMNS}u;
  let last = columns - 1u;
  let c = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(last));
  var g = vec4f(0.0);
  for (var s = 0u; s < buf0[d + 4u]; s++) {
    let at = d + 5u + 5u * s;
    let colour = buf0[at + 1u];
    if (buf0[at] == 0u) {
      for (var k = 0u; k < buf0[at + 3u]; k++) {
        g += gradient(colour, buf0[at + 2u] + k * buf0[at + 4u] + row * columns, c);
      }
    } else {
      let list = step.base + buf0[at + 2u];
      let entries = list + rows + 1u;
      let end = entries + buf1[list + row + 1u];
      for (var k = entries + buf1[list + row]; k < end; k++) { g += gradient(colour, buf1[k], c); }
    }
  }
  let start = buf0[d] + row * columns;
  for (var lane = 0u; lane < ${COLUMNS}u; lane++) {
    if (column + lane > last) { break; }
    let i = start + column + lane;
    let m = ${floatLiteral(adam.beta1)} * buf3[i] + ${floatLiteral(1 - adam.beta1)} * g[lane];
    let v = ${floatLiteral(adam.beta2)} * buf3[${places.numValues}u + i] + ${floatLiteral(1 - adam.beta2)} * g[lane] * g[lane];
    buf3[i] = m;
    buf3[${places.numValues}u + i] = v;
    buf2[i] -= step.rate * m / (sqrt(v) * step.rootFactor + ${floatLiteral(adam.epsilon)});
  }
}
${mainOf([{ groups: groups.length, call: 'update' }])}`;
  return { dispatch: { label: 'adam', source, bindings, words: [], groups: groups.length }, table };
}
