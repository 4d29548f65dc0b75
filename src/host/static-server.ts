/** Serves a folder of static files on the loopback, read-only. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { InputError } from '../lab/input-error.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

export interface StaticServer {
  readonly address: string;
  readonly close: () => void;
}

/** A port of 0 is any free one. Rejects with InputError if the port is taken. */
export async function serveFolder(folder: string, port: number): Promise<StaticServer> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = pathIn(folder, url);
    const content = path === undefined ? undefined : await readFile(path).catch(() => undefined);
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

/** Undefined for what is no address, or outside the folder. */
function pathIn(folder: string, url: string): string | undefined {
  const pathname = pathnameOf(url);
  if (pathname === undefined) return undefined;
  const path = normalize(join(folder, pathname));
  if (!`${path}${sep}`.startsWith(`${normalize(folder)}${sep}`)) return undefined;
  return pathname.endsWith('/') ? join(path, 'index.html') : path;
}

/** Undefined for what is no address, such as `//` or `/%`. */
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
