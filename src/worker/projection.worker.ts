/** The projection worker: maps of embeddings. Apart from the other two, so that neither data nor training waits for it. */
import * as Comlink from 'comlink';
import { ProjectionHost } from './projectionHost';

Comlink.expose(new ProjectionHost());
