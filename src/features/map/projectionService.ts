/** The projection worker, started when somebody first looks at a map. */
import type { ProjectionService } from '@/worker/protocolProjection';

let service: Promise<ProjectionService> | null = null;

/** Rejects when the script cannot be fetched; the next call tries again. */
export function getProjection(): Promise<ProjectionService> {
  service ??= import('@/worker/projectionClient').then(
    ({ createProjectionClient }) => createProjectionClient(),
    (error) => {
      service = null;
      throw error;
    },
  );
  return service;
}
