/** A plain file server for the built page: no headers of its own, any sub-path, like the simplest host a person may use. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface StaticServer {
  port: number;
  /** what was asked for outside of the sub-path, or was not there */
  misses: string[];
  close(): Promise<void>;
}

/**
 * Serves a folder under a sub-path on all addresses of this machine.
 * @param folder absolute path
 * @param base such as "/some/sub/path/"; everything else is answered with 404
 */
export function startStaticServer(folder: string, base: string): Promise<StaticServer> {
  const misses: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const below = pathname.startsWith(base) ? decodeURIComponent(pathname.slice(base.length)) || 'index.html' : null;
    const file = below === null ? null : path.join(folder, below);
    const isFile = file?.startsWith(folder + path.sep) && (await stat(file).catch(() => null))?.isFile();
    if (!file || !isFile) {
      misses.push(pathname);
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        misses,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
