/**
 * Goal: the leaky bucket decides as nginx's `limit_req` does. Method: a real nginx gets requests at
 * random moments; its log says when it finished each, to the millisecond, and with which status.
 * Requests come one by one, and nginx reads the clock only every 20 ms, so the time in its log is
 * the one by which it decided. Without an nginx on this machine it is *not judged*.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LeakyBucket } from '../../../../sims/traffic/limits/leaky-bucket.ts';
import { trafficRules } from '../../../../sims/traffic/rules.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';

const isThere = (() => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const zones = [
  { name: 'whole', rate: '20r/s', burst: 5, limit: { count: 20, periodMs: 1000, burst: 6 } },
  { name: 'none', rate: '50r/s', burst: 0, limit: { count: 50, periodMs: 1000, burst: 1 } },
  { name: 'uneven', rate: '700r/m', burst: 3, limit: { count: 700, periodMs: 60_000, burst: 4 } },
];

const folder = mkdtempSync(join(tmpdir(), 'seedlab-nginx-'));
const socketPath = join(folder, 'socket');
const agent = new Agent({ keepAlive: true });
let server: ChildProcess | undefined;

const configuration = () => `
daemon off; worker_processes 1; timer_resolution 20ms; pid ${folder}/pid; error_log ${folder}/error.log;
events { }
http {
  log_format times '$msec $status $request_time';
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  ${zones.map(({ name, rate }) => `limit_req_zone $uri zone=${name}:1m rate=${rate};`).join('\n')}
  server {
    listen unix:${socketPath};
    ${zones
      .map(
        ({ name, burst }) =>
          `location /${name} { limit_req zone=${name} ${burst > 0 ? `burst=${burst} ` : ''}nodelay; limit_req_status 429; access_log ${folder}/${name}.log times; try_files /nothing =204; }`,
      )
      .join('\n')}
  }
}`;

const passed = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const asked = (path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = get({ socketPath, path, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
  });

beforeAll(async () => {
  if (!isThere) return;
  writeFileSync(join(folder, 'nginx.conf'), configuration());
  server = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  for (let tried = 0; ; tried++) {
    try {
      await asked('/ready');
      return;
    } catch (error) {
      if (tried === 100) throw error;
      await passed(50);
    }
  }
});

afterAll(() => {
  agent.destroy();
  server?.kill('SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
});

describe.each(zones)('$name: rate $rate, burst $burst', ({ name, limit }) => {
  test.skipIf(!isThere && process.env['CI'] === undefined)(
    `the log of nginx, replayed, gives the same statuses${isThere ? '' : ' (not judged: it is not installed)'}`,
    { timeout: 60_000 },
    async () => {
      const random = new RandomStreams(name).stream('gaps');
      for (let volley = 0; volley < 50; volley++) {
        const size = 1 + Math.floor(random() * 8);
        for (let nth = 0; nth < size; nth++) await asked(`/${name}`);
        await passed(Math.floor(random() * 150));
      }
      const lines = readFileSync(join(folder, `${name}.log`), 'utf8')
        .trim()
        .split('\n');
      const bucket = new LeakyBucket(trafficRules.without(), limit, false);
      const statuses = { nginx: [] as string[], lab: [] as string[] };
      for (const line of lines) {
        const [seconds = '', status = '', took = ''] = line.split(' ');
        expect([line, took]).toEqual([line, '0.000']);
        const atMs = Math.round(Number(seconds) * 1000);
        statuses.nginx.push(status);
        statuses.lab.push(bucket.decide(atMs).isAdmitted ? '204' : '429');
      }
      expect(statuses.lab).toEqual(statuses.nginx);
      expect(new Set(statuses.nginx)).toEqual(new Set(['204', '429']));
    },
  );
});
