/** Which tab trains a run, told by the browser's locks: they end with the tab, however it ends. */
const PREFIX = 'recommender-playground run ';

export class RunLocks {
  private readonly releases = new Map<string, () => void>();

  /** Until it is released or the tab is gone. Nothing happens where there are no locks (insecure pages). */
  hold(runId: string): void {
    if (!locks() || this.releases.has(runId)) return;
    const released = new Promise<void>((resolve) => this.releases.set(runId, resolve));
    void locks()
      ?.request(PREFIX + runId, { ifAvailable: true }, () => released)
      .catch(() => {});
  }

  release(runId: string): void {
    this.releases.get(runId)?.();
    this.releases.delete(runId);
  }

  /** Runs that other tabs hold. */
  async heldElsewhere(): Promise<Set<string>> {
    const held = (await locks()?.query())?.held ?? [];
    const ids = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
    return new Set(ids.filter((id) => !this.releases.has(id)));
  }
}

/** Not there on insecure pages, whatever the types say. */
function locks(): LockManager | undefined {
  return globalThis.navigator?.locks;
}
