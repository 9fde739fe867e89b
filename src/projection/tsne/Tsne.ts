/**
 * t-SNE by Barnes-Hut, one step at a time. Van der Maaten 2014; start at PCA and learning rate n / 12 after Kobak and
 * Berens, "The art of using t-SNE for single-cell transcriptomics", Nature Communications 2019, and Belkina et al. 2019.
 */
import type { CsrMatrix } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { Layout, LayoutSettings, NeighbourGraph } from '../types';
import { jointProbabilities } from './affinities';
import { divergence, tsneGradient } from './gradient';
import { QuadTree } from './QuadTree';

const STEPS = 1000;
const EXAGGERATION = 12;
const EXAGGERATED_STEPS = 250;
const THETA = 0.5;
/** Standard deviation of the start along its wider axis. */
const START_SD = 1e-4;
/** Noise that the seed adds to the start, as a share of it: breaks ties, and shows what of a map is chance. */
const NOISE = 0.1;
/** As scikit-learn: the slope here carries its factor of 4, for which n / 12 does without. */
const MIN_LEARNING_RATE = 50;
const MIN_GAIN = 0.01;

export class Tsne implements Layout {
  readonly numSteps = STEPS;
  step = 0;
  readonly positions: Float64Array;
  private readonly p: CsrMatrix;
  private readonly tree: QuadTree;
  private readonly gradient: Float64Array;
  private readonly velocity: Float64Array;
  private readonly gains: Float64Array;
  private readonly learningRate: number;
  private z = 0;

  constructor(graph: NeighbourGraph, start: Float32Array, { seed, perplexity }: LayoutSettings) {
    const n = start.length / 2;
    this.p = jointProbabilities(graph, perplexity);
    this.positions = startFrom(start, seed);
    this.tree = new QuadTree(n);
    this.gradient = new Float64Array(2 * n);
    this.velocity = new Float64Array(2 * n);
    this.gains = new Float64Array(2 * n).fill(1);
    this.learningRate = Math.max(MIN_LEARNING_RATE, n / EXAGGERATION / 4);
  }

  advance(): void {
    const { positions, gradient, velocity, gains, learningRate } = this;
    const early = this.step < EXAGGERATED_STEPS;
    const momentum = early ? 0.5 : 0.8;
    this.z = tsneGradient(this.p, positions, this.tree, early ? EXAGGERATION : 1, THETA, gradient);
    for (let i = 0; i < positions.length; i++) {
      // a coordinate that keeps its direction goes faster, one that swings goes slower (Jacobs 1988)
      const keepsOn = gradient[i] * velocity[i] < 0;
      gains[i] = Math.max(MIN_GAIN, keepsOn ? gains[i] + 0.2 : gains[i] * 0.8);
      velocity[i] = momentum * velocity[i] - learningRate * gains[i] * gradient[i];
      positions[i] += velocity[i];
    }
    centre(positions);
    this.step++;
  }

  /** Of the positions before the last step: its Z is at hand, and one step changes little. */
  loss(): number | null {
    return this.step === 0 ? null : divergence(this.p, this.positions, this.z);
  }
}

function startFrom(start: Float32Array, seed: number): Float64Array {
  const positions = Float64Array.from(start);
  centre(positions);
  let [xx, yy] = [0, 0];
  for (let i = 0; i < positions.length; i += 2) {
    xx += positions[i] ** 2;
    yy += positions[i + 1] ** 2;
  }
  const sd = Math.sqrt(Math.max(xx, yy) / Math.max(1, positions.length / 2));
  const scale = sd > 0 ? START_SD / sd : 0;
  const random = randomStream(seed, 'projection');
  return positions.map((value) => value * scale + NOISE * START_SD * random.normal());
}

function centre(positions: Float64Array): void {
  const n = Math.max(1, positions.length / 2);
  let [x, y] = [0, 0];
  for (let i = 0; i < positions.length; i += 2) {
    x += positions[i];
    y += positions[i + 1];
  }
  for (let i = 0; i < positions.length; i += 2) {
    positions[i] -= x / n;
    positions[i + 1] -= y / n;
  }
}
