/** The views of Inspect, by the second part of the address: `#inspect/lists`. To add one: a line here, its tab's name. */
import {
  ChartScatter,
  Grid3x3,
  History,
  Layers,
  List,
  ListOrdered,
  type LucideIcon,
  Sprout,
  UserRound,
} from 'lucide-react';
import { type ComponentType, lazy, type ReactNode } from 'react';
import type { DatasetSummary, Item } from '@/data/types';
import { ListsView } from './ListsView';

export interface InspectViewProps {
  summary: DatasetSummary;
  items: Item[];
  /** the way to the other views: goes first in the view's bar */
  tabs: ReactNode;
}

export type ViewId = 'lists' | 'you' | 'next' | 'map' | 'epochs' | 'attention' | 'inside' | 'truth';

export interface InspectView {
  id: ViewId;
  icon: LucideIcon;
  View: ComponentType<InspectViewProps>;
}

/** In the order of the tabs; the first one is shown where the address names none. */
export const VIEWS: readonly InspectView[] = [
  { id: 'lists', icon: List, View: ListsView },
  { id: 'you', icon: UserRound, View: lazy(() => import('./you/YouView')) },
  { id: 'next', icon: ListOrdered, View: lazy(() => import('./next/NextView')) },
  { id: 'map', icon: ChartScatter, View: lazy(() => import('../map/MapView')) },
  { id: 'epochs', icon: History, View: lazy(() => import('./epochs/EpochsView')) },
  { id: 'attention', icon: Grid3x3, View: lazy(() => import('./attention/AttentionView')) },
  { id: 'inside', icon: Layers, View: lazy(() => import('./inside/InsideView')) },
  { id: 'truth', icon: Sprout, View: lazy(() => import('./truth/TruthView')) },
];
