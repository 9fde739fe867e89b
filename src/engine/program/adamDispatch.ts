/**
 * Adam for all parameters in one dispatch, adding up each gradient from its parts as it reads them: partial sums of
 * matrix products, and rows of lookups by the lists of who looked up which row. No gradient is written as a whole.
 * Kingma & Ba, "Adam", ICLR 2015; dense, as the eager form: rows that nobody looked up move by their moments, unless
 * only touched rows are asked for, which is another optimiser.
 */
import { rowsOf } from '../kernels/adam/rows';
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
/** Fours of a row for each thread of an adapter in software: what a thread must look up first costs as much as they do. */
const MOST_QUADS = 4;

export interface AdamParameter {
  shape: number[];
  /** elements from the start of the values to the parameter */
  offset: number;
  sources: GradientSource[];
}

export interface AdamPlaces {
  /** elements from the start of the values to the moments of second order, in their buffer */
  numValues: number;
  /** whether threads run one after the other */
  software: boolean;
  colour(root: Root): number;
  offset(root: Root): number;
  fieldOffset(field: string): number;
}

/** Whether anything may add to a row: a product of matrices, or somebody who looked it up. */
const IS_LISTED = `fn isListed(d: u32, row: u32) -> bool {
  for (var s = 0u; s < buf0[d + 4u]; s++) {
    let at = d + 5u + 5u * s;
    let list = step.base + buf0[at + 2u] + row;
    if (buf0[at] == 0u || buf1[list] < buf1[list + 1u]) { return true; }
  }
  return false;
}
`;

/** Four zeros may be part of a row that has other numbers. */
const LEAVE_UNTOUCHED = `var touched = any(g0 != vec4f(0.0));
  for (var q = 0u; q < quads && !touched; q++) {
    let others = min(vec4u(${COLUMNS}u * q) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
    touched = any(sumOf(d, rows, columns, row, others) != vec4f(0.0));
  }
  if (!touched) { return; }`;

/** What a source is in the table. */
const KINDS = { slabs: 0, list: 1, slabsBetweenFours: 2 };

function kindOf(source: GradientSource): keyof typeof KINDS {
  if (source.kind === 'list') return 'list';
  const isInFours = source.first % COLUMNS === 0 && (source.count === 1 || source.stride % COLUMNS === 0);
  return isInFours ? 'slabs' : 'slabsBetweenFours';
}

/** Whether a parameter can be updated in whole fours: its place begins with one, and what follows it is its own. */
function isInFours({ shape, sources }: AdamParameter): boolean {
  return sources.every(
    (source) =>
      source.kind === 'slabs' ||
      (rowsOf(shape).columns % COLUMNS === 0 &&
        source.list.pieces.every(({ first, stride }) => first % COLUMNS === 0 && stride % COLUMNS === 0)),
  );
}

/** @returns the dispatch, and the table that its threads find their work in */
export function adamDispatch(
  parameters: AdamParameter[],
  adam: AdamOptions,
  places: AdamPlaces,
): { dispatch: WrittenDispatch; table: Uint32Array } {
  const touchedOnly = adam.rows === 'touched';
  // A load of four costs little more than one.
  const inFours = !touchedOnly && places.numValues % COLUMNS === 0 && parameters.every(isInFours);
  const numQuads = inFours && places.software ? MOST_QUADS : 1;
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
    // Rows matter only where rows are looked up, or told apart.
    const inRows = touchedOnly || sources.some(({ kind }) => kind === 'list');
    const { rows, columns } = inRows ? rowsOf(shape) : { rows: 1, columns: size };
    const quads = Math.ceil(columns / (COLUMNS * numQuads));
    const items = rows * quads;
    for (let first = 0; first < items; first += WORKGROUP) groups.push([descriptors.length, first]);
    descriptors.push(offset, rows, columns, quads, sources.length);
    for (const source of sources) {
      if (source.kind === 'slabs') {
        const { root, first, count, stride } = source;
        descriptors.push(
          inFours ? KINDS[kindOf(source)] : KINDS.slabs,
          colours.indexOf(places.colour(root)),
          places.offset(root) + first,
          count,
          stride,
        );
      } else {
        const { field, colour } = source.list;
        descriptors.push(KINDS.list, colours.indexOf(colour), places.fieldOffset(field), 0, 0);
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
    { key: 'values', type: inFours ? 'vec4f' : 'f32', write: true },
    { key: 'moments', type: inFours ? 'vec4f' : 'f32', write: true },
    ...colours.map(
      (colour): Binding => ({ key: `gradients ${colour}`, type: inFours ? 'vec4f' : 'f32', write: false }),
    ),
  ];
  const lanes = (array: string) =>
    inFours
      ? `${array}[(base + c.x) / 4u]`
      : `vec4f(${['x', 'y', 'z', 'w'].map((lane) => `${array}[base + c.${lane}]`).join(', ')})`;
  /** A bias has less than four elements now and then, and partial sums of it follow one another closely. */
  const betweenFours = inFours && parameters.some(({ sources }) => sources.map(kindOf).includes('slabsBetweenFours'));
  const single = (array: string) => (lane: string) => `${array}[(base + c.${lane}) / 4u][(base + c.${lane}) % 4u]`;
  const fourSingles = (array: string) => `vec4f(${['x', 'y', 'z', 'w'].map(single(array)).join(', ')})`;
  const quadsOfItem = Array.from({ length: numQuads }, (_, q) => q);
  const add = (base: string, gradient = 'gradient') =>
    quadsOfItem.map((q) => `g${q} += ${gradient}(colour, ${base}, c${q});`).join(' ');
  const slabs = (gradient: string) => `let count = buf0[at + 3u];
      let stride = buf0[at + 4u];
      for (var k = 0u; k < count; k++) { ${add('first + k * stride + row * columns', gradient)} }`;
  const addUp = `${quadsOfItem.map((q) => `var g${q} = vec4f(0.0);`).join(' ')}
  let numSources = buf0[d + 4u];
  for (var s = 0u; s < numSources; s++) {
    let at = d + 5u + 5u * s;
    let colour = buf0[at + 1u];
    let first = buf0[at + 2u];
    let kind = buf0[at];
    if (kind == ${KINDS.slabs}u) {
      ${slabs('gradient')}
    }${betweenFours ? ` else if (kind == ${KINDS.slabsBetweenFours}u) {\n      ${slabs('gradientBetween')}\n    }` : ''} else {
      let list = step.base + first;
      let entries = list + rows + 1u;
      let end = entries + buf1[list + row + 1u];
      for (var k = entries + buf1[list + row]; k < end; k++) { ${add('buf1[k]')} }
    }
  }`;
  const gradientFunction = (name: string, load: (array: string) => string) => `
/** Four elements from \`base\` in one of the gradient buffers. */
fn ${name}(colour: u32, base: u32, c: vec4u) -> vec4f {
  ${colours
    .slice(1)
    .map((_, k) => `if (colour == ${k + 1}u) { return ${load(`buf${5 + k}`)}; }`)
    .join('\n  ')}
  return ${load('buf4')};
}`;
  const source = `${STEP_STRUCT}${declareBindings(bindings, 0)}${gradientFunction('gradient', lanes)}
${betweenFours ? gradientFunction('gradientBetween', fourSingles) : ''}

${touchedOnly ? `fn sumOf(d: u32, rows: u32, columns: u32, row: u32, c0: vec4u) -> vec4f {\n  ${addUp}\n  return g0;\n}\n${IS_LISTED}` : ''}
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
  let column = item % quads * ${COLUMNS * numQuads}u;
  let last = columns - 1u;
  ${quadsOfItem.map((q) => `let c${q} = min(vec4u(column + ${COLUMNS * q}u) + vec4u(0u, 1u, 2u, 3u), vec4u(last));`).join('\n  ')}
  ${touchedOnly ? `if (!isListed(d, row)) { return; }\n  let g0 = sumOf(d, rows, columns, row, c0);\n  ${LEAVE_UNTOUCHED}` : addUp}
  let start = buf0[d] + row * columns;
  ${inFours ? quadsOfItem.map((q) => updateFour(adam, places.numValues, q)).join('\n  ') : updateLanes(adam, places.numValues)}
}
${mainOf([{ groups: groups.length, call: 'update' }])}`;
  return { dispatch: { label: 'adam', source, bindings, words: [], groups: groups.length }, table };
}

/** @param q of the thread's fours; the first always is one of the row's */
function updateFour({ beta1, beta2, epsilon }: AdamOptions, numValues: number, q: number): string {
  return `${q > 0 ? `if (column + ${COLUMNS * q}u > last) { return; }` : ''} {
  let i = (start + column) / 4u + ${q}u;
  let g = g${q};
  let second = ${numValues / COLUMNS}u + i;
  let m = ${floatLiteral(beta1)} * buf3[i] + ${floatLiteral(1 - beta1)} * g;
  let v = ${floatLiteral(beta2)} * buf3[second] + ${floatLiteral(1 - beta2)} * g * g;
  buf3[i] = m;
  buf3[second] = v;
  buf2[i] -= step.rate * m / (sqrt(v) * step.rootFactor + ${floatLiteral(epsilon)});
  }`;
}

function updateLanes({ beta1, beta2, epsilon }: AdamOptions, numValues: number): string {
  return `for (var lane = 0u; lane < ${COLUMNS}u; lane++) {
    if (column + lane > last) { break; }
    let i = start + column + lane;
    let m = ${floatLiteral(beta1)} * buf3[i] + ${floatLiteral(1 - beta1)} * g0[lane];
    let v = ${floatLiteral(beta2)} * buf3[${numValues}u + i] + ${floatLiteral(1 - beta2)} * g0[lane] * g0[lane];
    buf3[i] = m;
    buf3[${numValues}u + i] = v;
    buf2[i] -= step.rate * m / (sqrt(v) * step.rootFactor + ${floatLiteral(epsilon)});
  }`;
}
