/**
 * What happens inside a neural model on the way to a score, with the numbers of the run: questions and answers of
 * Inspect's view "inside". Each model's `inside.ts` answers its own kind of question.
 */
import { PlaygroundError } from '@/lib/errors';
import type { Part } from './why';

/** LightGCN: what each layer of the graph brings to a node. */
export interface PropagationQuestion {
  kind: 'propagation';
  side: 'users' | 'items';
  /** user or item index */
  index: number;
}

/** Also asks for layers beyond the model's, to see where they lead. */
export interface SmoothnessQuestion {
  kind: 'smoothness';
}

/** NeuMF: what its two branches make of a user and a film. */
export interface BranchesQuestion {
  kind: 'branches';
  user: number;
  item: number;
}

/** SASRec: what the last film of a sequence becomes on its way through the blocks. */
export interface BlocksQuestion {
  kind: 'blocks';
  /** item indices, oldest first, at least one */
  items: number[];
  /** the film that really came next, whose place is wanted; null for none */
  next: number | null;
}

export type InsideQuestion = PropagationQuestion | SmoothnessQuestion | BranchesQuestion | BlocksQuestion;

/** A node of the graph of users and items. */
export interface GraphNode {
  side: 'users' | 'items';
  /** user or item index */
  index: number;
}

/** A node some steps away from the centre. */
export interface HopNode extends GraphNode {
  /** sum over all walks of so many steps from the centre of the products of their entries of the adjacency */
  weight: number;
  /** training interactions */
  degree: number;
}

/** The nodes whose shortest way from the centre has so many steps. */
export interface Hop {
  /** heaviest first, at most a dozen */
  nodes: HopNode[];
  numNodes: number;
  /** of all nodes of the hop */
  totalWeight: number;
}

/** An edge of the graph between drawn nodes of neighbouring hops. */
export interface HopEdge {
  /** hop of the nearer end, 0 is the centre, and its place there; the farther end is one hop on */
  hop: number;
  from: number;
  to: number;
  /** 1 / sqrt(degree x degree) */
  weight: number;
}

export interface LayerView {
  /** films by the cosine of their embedding at this layer with the node's, nearest first; the node itself is left out */
  nearest: Part[];
  /** length of the node's embedding at this layer */
  norm: number;
}

export interface Propagation {
  kind: 'propagation';
  node: GraphNode;
  degree: number;
  /** alpha_k of layers 0 .. K */
  alpha: number[];
  /** of 1 .. K steps, as far as there is anything new */
  hops: Hop[];
  edges: HopEdge[];
  /** layers 0 .. K */
  layers: LayerView[];
  /** the weighted sum of the layers, which scores are made of */
  final: LayerView;
}

/** Mean cosine between random pairs of nodes; those without an edge, which propagation leaves empty, are left out. */
export interface LayerSmoothness {
  users: number;
  items: number;
}

export interface Smoothness {
  kind: 'smoothness';
  /** K: layers beyond it are no part of the model */
  numLayers: number;
  /** pairs of users, and as many of items */
  numPairs: number;
  /** layers 0 .. at least 8 */
  layers: LayerSmoothness[];
  final: LayerSmoothness;
}

export interface Branches {
  kind: 'branches';
  user: number;
  item: number;
  /** generalised matrix factorisation; null where the variant has no such branch */
  gmf: {
    /** [dim] each: embeddings, and weights of the products */
    user: number[];
    item: number[];
    h: number[];
    /** h_f p_f q_f */
    products: number[];
    /** of the products: this branch's part of the logit */
    sum: number;
  } | null;
  mlp: {
    /** x_0 .. x_L: the two embeddings in a row, then what each layer gives */
    layers: number[][];
    /** [last layer] weights of its outputs, and h_f x_f */
    h: number[];
    products: number[];
    sum: number;
  } | null;
  bias: number;
  /** the two sums and the bias */
  logit: number;
}

export interface BlockStage {
  /** length of the state: of embedding and position, or after so many blocks */
  norm: number;
  /** lengths of what was added: item and position, or attention and feed-forward */
  added: [number, number];
  /** cosine with the state of the stage before; null at the first */
  cosine: number | null;
  /** the best films that are not in the sequence, if the model ended here: a logit lens */
  top: Part[];
  /** from 1, of the film asked about, among those that are not in the sequence */
  rankOfNext: number | null;
}

export interface Blocks {
  kind: 'blocks';
  /** the last film read */
  last: number;
  /** films read, and older ones that were not */
  numRead: number;
  numEarlier: number;
  /** embedding and position, then a stage a block */
  stages: BlockStage[];
  /** [dim] of the last position, after each stage */
  states: number[][];
}

export type InsideAnswer = Propagation | Smoothness | Branches | Blocks;

/** The answer to a kind of question. */
export type AnswerTo<Question extends InsideQuestion> = Extract<InsideAnswer, { kind: Question['kind'] }>;

/** Of a question that another kind of model answers. */
export function noSuchInside({ kind }: InsideQuestion): PlaygroundError {
  return new PlaygroundError('invalid-config', `this model has no ${kind} to look at`, { kind });
}

/** The users that an answer names by index. */
export function usersIn(answer: InsideAnswer): number[] {
  if (answer.kind !== 'propagation') return [];
  const nodes = [answer.node, ...answer.hops.flatMap((hop) => hop.nodes)];
  return nodes.filter(({ side }) => side === 'users').map(({ index }) => index);
}
