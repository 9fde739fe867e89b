/** What a model may see of a prepared data set: the training part, never validation or test. */
import type { PreparedDataset } from '@/data/types';
import type { TrainingData } from './types';

export function trainingData({ userIds, items, train, popularity }: PreparedDataset): TrainingData {
  return { numUsers: userIds.length, numItems: items.length, train, popularity };
}
