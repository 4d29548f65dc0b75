/**
 * Goal: the server of the page gives the files of its folder and nothing else, and no address ends it.
 * Method: addresses as a client may write them, sent as they are: `fetch` would mend them first.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StaticServer, serveFolder } from '../../src/host/static-server.ts';

const outer = mkdtempSync(join(tmpdir(), 'seedlab-served-'));
let server: StaticServer;

beforeAll(async () => {
  writeFileSync(join(outer, 'index.html'), 'the page');
  writeFileSync(`${outer}-secret.txt`, 'a secret');
  server = await serveFolder(outer, 0);
});

afterAll(() => {
  server.close();
  rmSync(outer, { recursive: true });
  rmSync(`${outer}-secret.txt`);
});

function statusOf(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

const name = outer.slice(outer.lastIndexOf('/') + 1);

test.each([
  ['/', 200],
  ['/index.html?x=1', 200],
  ['/missing.js', 404],
  ['//', 404],
  ['/%', 404],
  [`/..%2f${name}-secret.txt`, 404],
  [`/../${name}-secret.txt`, 404],
])('%s is answered with %i', async (path, status) => {
  expect(await statusOf(path)).toBe(status);
});

test('a port that another program uses is refused in a sentence', async () => {
  const port = Number(new URL(server.address).port);
  await expect(serveFolder(outer, port)).rejects.toThrow(
    `Port ${port} cannot be opened: another program uses it. Choose another with --port.`,
  );
});
