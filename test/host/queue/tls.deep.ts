/**
 * Goal: a worker reaches a Redis by TLS with a password, and refuses a certificate that nothing
 * vouches for, also if it may wait. Needs redis-server and openssl, and fails under CI without.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../../../src/host/source.ts';
import { programWords } from '../../support/lab-process.ts';
import { hasRedis, RedisServer } from '../../support/redis-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];

function work(url: string, env: NodeJS.ProcessEnv) {
  const words = ['work', '--queue', url, '--until-empty', '--wait', '60'];
  const options = {
    cwd: projectFolder,
    encoding: 'utf8' as const,
    env: { ...process.env, ...env },
  };
  const { status, stderr } = spawnSync(process.execPath, [...programWords, ...words], options);
  return { status, stderr };
}

test.skipIf(!hasRedis)('TLS', async () => {
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate, ...name], {
    stdio: 'ignore',
  });
  const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file'];
  const server = await RedisServer.start(
    ...['--requirepass', 'x y%', ...files, certificate, '--tls-auth-clients', 'no'],
  );
  const url = `rediss://:x%20y%25@localhost:${server.port}/1`;
  const trusted = work(url, { NODE_EXTRA_CA_CERTS: certificate });
  expect([trusted.status, trusted.stderr.includes('0 tasks done')]).toEqual([0, true]);
  const untrusted = work(url, {});
  expect(untrusted.status).toBe(2);
  expect(untrusted.stderr).toContain(
    `The Redis at rediss://localhost:${server.port}/1 cannot be trusted: self-signed certificate.`,
  );
  await server.remove();
});
