/** Maps that are drawn step by step. To add one: its file, a line here, its id in `../types.ts`. */
import type { LayoutId, LayoutMethod } from '../types';
import { tsne } from './tsne';
import { umap } from './umap';

export const LAYOUTS: Record<LayoutId, LayoutMethod> = { tsne, umap };
