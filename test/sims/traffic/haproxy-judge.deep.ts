/**
 * Goal: bounded loads and two random choices match HAProxy. Method: a real HAProxy in front of four
 * hosts that hold requests until they are told to answer; the hosts report which requests they got.
 * A key’s host is learned while all are idle. Without Debian's `haproxy` on this machine it is *not
 * judged*.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, get, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullestAtMost, fullestOfTwoAtMost } from '../../../sims/traffic/balancing/formulas.ts';
import { capacityOf } from '../../../sims/traffic/hashing/bounded.ts';
import { must } from '../../../src/kernel/must.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { binomialQuantiles } from '../../../src/statistics/binomial-quantiles.ts';

const isThere = (() => {
  try {
    execFileSync('haproxy', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const isJudged = isThere || process.env['CI'] !== undefined;
const unless = isThere ? '' : ' (not judged: it is not installed)';

const hosts = 4;
/** HAProxy's number for an excess of 0.25. */
const balanceFactor = 125;
const folder = mkdtempSync(join(tmpdir(), 'seedlab-haproxy-'));
const agent = new Agent({ keepAlive: false });
const servers: Server[] = [];
let haproxy: ChildProcess | undefined;

/** Requests that hosts have but have not answered, in order of arrival. */
const held: { readonly host: number; readonly answer: ServerResponse }[] = [];
let arrived: (host: number) => void = () => {};

const backends = {
  bounded: `balance hdr(x-key)\n  hash-type consistent\n  hash-balance-factor ${balanceFactor}`,
  one: 'balance random(1)',
  two: 'balance random(2)',
};
type Backend = keyof typeof backends;

const hostLines = Array.from(
  { length: hosts },
  // With a weight of 256 a host has thousands of points, so that the shares are even to a percent or two.
  (_, host) => `  server host-${host} unix@${folder}/host-${host} weight 256`,
).join('\n');
const configuration = `
global
  nbthread 1
  stats socket unix@${folder}/admin level admin
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option httpclose
${Object.entries(backends)
  .map(
    ([name, balance]) => `
frontend for-${name}
  bind unix@${folder}/${name}
  default_backend ${name}
backend ${name}
  ${balance}
${hostLines}`,
  )
  .join('\n')}
`;

const passed = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A command of HAProxy's runtime API, and its answer. */
const tell = (command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    connect(join(folder, 'admin'))
      .on('data', (data) => {
        text += data;
      })
      .on('end', () => resolve(text))
      .on('error', reject)
      .end(`${command}\n`);
  });

/** Sends a request, and returns the host that received it. */
const sent = (backend: Backend, key = ''): Promise<number> =>
  new Promise((resolve, reject) => {
    arrived = resolve;
    get({ socketPath: join(folder, backend), headers: { 'x-key': key }, agent }, (response) =>
      response.resume(),
    ).on('error', reject);
  });

/** Answers the oldest requests, and waits until HAProxy has forgotten them. */
async function answer(count: number): Promise<void> {
  for (const { answer: response } of held.splice(0, count)) response.end('done');
  for (;;) {
    const rows = (await tell('show stat')).split('\n').map((line) => line.split(','));
    const open = rows
      .filter(([, name = '']) => name.startsWith('host-'))
      .reduce((sum, row) => sum + Number(row[4]), 0);
    if (open === held.length) return;
    await passed(1);
  }
}

const loads = (): number[] =>
  Array.from({ length: hosts }, (_, host) => held.filter((each) => each.host === host).length);

beforeAll(async () => {
  if (!isThere) return;
  for (let host = 0; host < hosts; host++) {
    const server = createServer((_request, response) => {
      held.push({ host, answer: response });
      arrived(host);
    });
    servers.push(server.listen(join(folder, `host-${host}`)));
  }
  writeFileSync(join(folder, 'haproxy.cfg'), configuration);
  haproxy = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
  for (let tried = 0; ; tried++) {
    try {
      await tell('show info');
      return;
    } catch (error) {
      if (tried === 100) throw error;
      await passed(50);
    }
  }
});

afterAll(() => {
  haproxy?.kill('SIGTERM');
  agent.destroy();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * HAProxy's choice when every host could have as many requests as the others: the hosts without
 * room, and the chosen one.
 */
interface Choice {
  readonly key: string;
  readonly full: ReadonlySet<number>;
  readonly chosen: number;
}

/**
 * Whether one order of hosts explains both: a host that comes first when few are full still does
 * when more are.
 */
const agree = (few: Choice, more: Choice): boolean =>
  few.key !== more.key ||
  [...few.full].some((host) => !more.full.has(host)) ||
  more.full.has(few.chosen) ||
  few.chosen === more.chosen;

describe('bounded loads', () => {
  test.skipIf(!isJudged)(
    `HAProxy goes from a key’s host on to the first that has room${unless}`,
    { timeout: 120_000 },
    async () => {
      const random = new RandomStreams('bounded').stream('requests');
      const keys = Array.from({ length: 12 }, (_, nth) => `key ${nth}`);
      const homes = new Map<string, number>();
      for (const key of keys) {
        homes.set(key, await sent('bounded', key));
        await answer(1);
      }
      const choices: Choice[] = [];
      for (let request = 0; request < 500; request++) {
        // Skewed, so that homes are full: the first keys are requested most.
        const key = must(keys[Math.floor(random() ** 2 * keys.length)], 'key');
        const home = must(homes.get(key), 'home');
        const before = loads();
        const loadOf = (host: number) => must(before[host], 'load');
        const chosen = await sent('bounded', key);
        // HAProxy divides the slots of all among the hosts: some get one fewer than the lab’s capacity.
        const most = capacityOf(held.length, hosts, balanceFactor / 100 - 1);
        const slots = Math.ceil((held.length * balanceFactor) / 100);
        const least = Math.max(1, Math.floor(slots / hosts));
        expect(loadOf(chosen)).toBeLessThan(most);
        if (loadOf(home) < least) expect(chosen).toBe(home);
        if (loadOf(home) >= most) expect(chosen).not.toBe(home);
        if (least === most) {
          const full = before.flatMap((load, host) => (load >= most ? [host] : []));
          choices.push({ key, full: new Set(full), chosen });
        }
        if (held.length > 4 + Math.floor(random() * 16)) await answer(1 + Math.floor(random() * 4));
      }
      await answer(held.length);
      for (const one of choices)
        for (const other of choices) expect([one, other, agree(one, other)]).toContain(true);
      // It is not judged by requests that all have room.
      expect(choices.filter(({ key, chosen }) => chosen !== homes.get(key)).length).toBeGreaterThan(
        30,
      );
    },
  );
});

describe('random choices', () => {
  const trials = 500;
  const chances: Readonly<Record<'one' | 'two', (most: number) => number>> = {
    one: (most) => fullestAtMost(most, hosts),
    two: (most) => fullestOfTwoAtMost(most, hosts, false),
  };

  test.skipIf(!isJudged).each(['one', 'two'] as const)(
    `%s: the fullest of four hosts has as many of four requests as balls into bins say${unless}`,
    { timeout: 120_000 },
    async (backend) => {
      const fullest: number[] = [];
      for (let trial = 0; trial < trials; trial++) {
        for (let request = 0; request < hosts; request++) await sent(backend);
        fullest.push(Math.max(...loads()));
        await answer(held.length);
      }
      for (const most of [1, 2, 3]) {
        const count = fullest.filter((each) => each <= most).length;
        const { atLeast, atMost } = binomialQuantiles(trials, chances[backend](most), 1e-6);
        expect([most, count, atLeast, atMost]).toEqual([
          most,
          Math.min(atMost, Math.max(atLeast, count)),
          atLeast,
          atMost,
        ]);
      }
    },
  );
});
