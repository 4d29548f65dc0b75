/** Serves files on the loopback, read-only. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, posix } from 'node:path';
import { InputError } from '../lab/input-error.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

export interface StaticServer {
  readonly address: string;
  readonly close: () => void;
}

/** What is at a path such as `assets/index.js`; undefined if there is no such file. */
type FileAt = (path: string) => Promise<Uint8Array | undefined>;

/** A port of 0 is any free one. Rejects with InputError if the port is taken. */
export function serveFolder(folder: string, port: number): Promise<StaticServer> {
  return serve((path) => readFile(join(folder, path)).catch(() => undefined), port);
}

/** As `serveFolder`, of what is at a path. */
export async function serve(fileAt: FileAt, port: number): Promise<StaticServer> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = pathOf(url);
    const content = path === undefined ? undefined : await fileAt(path);
    if (path === undefined || content === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
    response.setHeader('x-content-type-options', 'nosniff');
    response.end(content);
  });
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${own}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** From the served folder; undefined for what is no address, such as `//` or `/%`, or outside it. */
function pathOf(url: string): string | undefined {
  const pathname = pathnameOf(url);
  if (pathname === undefined) return undefined;
  const path = posix.normalize(pathname.replace(/^\/+/, ''));
  if (path === '..' || path.startsWith('../') || path.includes('\\')) return undefined;
  return path === '.' || path.endsWith('/') ? posix.join(path, 'index.html') : path;
}

/** Undefined for what is no address. */
function pathnameOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'another program uses it' : code;
      reject(new InputError(`Port ${port} cannot be opened: ${why}. Choose another with --port.`));
    });
    server.listen(port, 'localhost', resolve);
  });
}
