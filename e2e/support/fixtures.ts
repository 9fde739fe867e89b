/**
 * Playwright's `test` with a guard: a test fails when the page or one of its workers logs an error or a warning,
 * throws, or asks for anything outside of its own origin.
 */
import { test as base, expect } from '@playwright/test';
import { type StaticServer, startStaticServer } from './staticServer';

export { expect };

/** The built page. */
export const dist = new URL('../../dist', import.meta.url).pathname;

export interface Guard {
  /** what went wrong so far; a test that provokes something looks here */
  problems: string[];
  /** lets messages pass that a test provokes on purpose */
  allow(pattern: RegExp): void;
}

interface Fixtures {
  guard: Guard;
  /** the built page under /some/sub/path/ of a plain file server */
  subPathServer: StaticServer & { path: string };
}

export const test = base.extend<Fixtures>({
  guard: [
    async ({ context }, use) => {
      const problems: string[] = [];
      const allowed: RegExp[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on('weberror', (error) => problems.push(`page error: ${error.error().stack ?? error.error()}`));
      context.on('request', (request) => {
        const url = new URL(request.url());
        // the page's own origin is the one that the test opened; a worker's requests belong to its page, too
        const isOpening = request.isNavigationRequest() && request.frame().parentFrame() === null;
        if (isOpening || url.protocol === 'data:' || url.protocol === 'blob:') return;
        const origins = context.pages().map((page) => URL.parse(page.url())?.origin);
        if (!origins.includes(url.origin)) problems.push(`request outside the origin: ${request.url()}`);
      });
      await use({ problems, allow: (pattern) => allowed.push(pattern) });
      const unexpected = problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
      expect(unexpected, 'errors, warnings and outside requests of the page').toEqual([]);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
  subPathServer: async ({}, use) => {
    const path = '/some/sub/path/';
    const server = await startStaticServer(dist, path);
    await use({ ...server, path });
    await server.close();
  },
});
