/** Where a worker's run events go: a port to the page, once there is one. */
import type { RunEvent } from './protocol';

export class EventPort {
  private port: MessagePort | null = null;
  private waiting: RunEvent[] = [];

  connect(port: MessagePort): void {
    this.port = port;
    for (const event of this.waiting) port.postMessage(event);
    this.waiting = [];
  }

  readonly emit = (event: RunEvent): void => {
    if (this.port) this.port.postMessage(event);
    else this.waiting.push(event);
  };
}
