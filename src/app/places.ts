/** The five places, in order. A place's script is fetched when somebody goes there. */
import { ChartLine, Columns3, Database, GraduationCap, type LucideIcon, UserSearch } from 'lucide-react';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Place } from '@/state/ui';

export interface PlaceEntry {
  place: Place;
  icon: LucideIcon;
  Component: LazyExoticComponent<ComponentType>;
}

export const PLACE_ENTRIES: readonly PlaceEntry[] = [
  { place: 'data', icon: Database, Component: lazy(() => import('@/features/data/DataPlace')) },
  { place: 'train', icon: ChartLine, Component: lazy(() => import('@/features/train/TrainPlace')) },
  { place: 'compare', icon: Columns3, Component: lazy(() => import('@/features/compare/ComparePlace')) },
  { place: 'inspect', icon: UserSearch, Component: lazy(() => import('@/features/inspect/InspectPlace')) },
  { place: 'learn', icon: GraduationCap, Component: lazy(() => import('@/features/learn/LearnPlace')) },
];
