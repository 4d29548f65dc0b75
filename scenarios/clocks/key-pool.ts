/** Servers take batches of keys from a pool. The pool restarts once, and so does one of the servers. */
import * as z from 'zod';
import { type IdSubject, idInvariants } from '../../sims/clocks/ids/cluster.ts';
import { keyPool, keyTaker } from '../../sims/clocks/ids/key-pool.ts';
import { IdJudge, type IdLaw } from '../../sims/clocks/ids/laws.ts';
import { stateRow } from '../../sims/clocks/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { client, isCallFailure, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks, listOf } from './common.ts';

const params = z.object({
  servers: whole(2, 32, 4, 'that give out keys'),
  keysPerBatch: whole(2, 1_000, 50, 'keys that a server takes at a time'),
  requests: whole(50, 500, 200, 'for a key, to each server, one every 2 ms'),
});
type Params = z.output<typeof params>;

const startsMs = 10;
const everyMs = 2;
const downMs = 15;
const endMs = ({ requests }: Params) => startsMs + requests * everyMs + 200;

interface PoolSubject extends IdSubject {
  readonly judge: IdJudge;
}

export default scenario({
  ...aboutClocks,
  id: 'clocks/key-pool',
  asks: 'A URL shortener takes its keys from a pool that was made beforehand. Are they unique without a check, even if the pool restarts?',
  claims: ['q10-pregenerated-unique'],
  code: ['sims/clocks/ids/key-pool.ts#keyPool', 'sims/clocks/ids/key-pool.ts#take'],
  params,
  durationMs: endMs,
  plan: ({ servers, requests }, random) => {
    const stream = random.stream('plan');
    const lastMs = startsMs + requests * everyMs - 2 * downMs;
    const poolMs = randomInteger(stream, startsMs + 5, lastMs);
    const serverMs = randomInteger(stream, startsMs + 5, lastMs);
    const server = `s${randomInteger(stream, 1, servers)}`;
    return [
      { atMs: poolMs, fault: crash('pool') },
      { atMs: poolMs + downMs, fault: restart('pool') },
      { atMs: serverMs, fault: crash(server) },
      { atMs: serverMs + downMs, fault: restart(server) },
    ].sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    keys: gauge('keys', 'given out'),
    duplicates: gauge('keys', 'given out a second time'),
    taken: gauge('keys', 'in batches that were taken'),
    wasted: gauge('keys', 'that were taken, and that no server has any more'),
  },
  build({ world, rules, metrics, params: p }) {
    const breaches = new Breaches<IdLaw>();
    const judge = new IdJudge(breaches, {
      sortedBeyondMs: Infinity,
      shards: 0,
      inOrder: false,
      breaks: [],
    });
    const disk = { diskMs: constant(1), whenDown: 'refuses' } as const;
    // More than enough: one batch for each request.
    const options = { rules, batches: p.servers * p.requests, keysPerBatch: p.keysPerBatch };
    const pool = world.addServer('pool', keyPool(options), disk);
    const trueMs = () => world.kernel.nowMs;
    const names = listOf(p.servers, (place) => `s${place + 1}`);
    const takers = names.map((name) => world.addServer(name, keyTaker({ judge, trueMs }), disk));
    const caller = client('client', (node) => {
      for (const name of names) node.spawn(asking(node, name));
    });
    world.addServer('client', caller);
    world.at(endMs(p) - 1, () => {
      const taken = (pool.state as { taken: number }).taken * p.keysPerBatch;
      const held = takers.reduce((sum, { state }) => sum + (state as { keys: number }).keys, 0);
      metrics.keys.set(judge.issued);
      metrics.duplicates.set(judge.duplicates);
      metrics.taken.set(taken);
      metrics.wasted.set(taken - held - judge.issued);
    });
    return { breaches, fleets: [], judge, rows: () => [pool, ...takers].map(stateRow) };

    function* asking(node: ServerContext, name: string): Process<void> {
      yield* node.sleep(startsMs);
      for (let request = 0; request < p.requests; request++) {
        node.spawn(ask(node, name));
        yield* node.sleep(everyMs);
      }
    }
    function* ask(node: ServerContext, name: string): Process<void> {
      try {
        yield* node.call(name, { do: 'key' }, { timeoutMs: 100 });
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
      }
    }
  },
  invariants: idInvariants,
  goals: ({ servers, requests }) => [
    sometimes<PoolSubject>(
      'gives-keys',
      'most requests get a key',
      ({ judge }) => judge.issued >= (servers * requests) / 2,
    ),
  ],
  expect: ({ servers, keysPerBatch }) => [
    exactly(0, 'duplicates', 'no-duplicates').says(
      'keys given out twice, although no server checks them',
      'q10-pregenerated-unique',
    ),
    // A server has one batch, or one request for it on its way; so has each when the pool crashes.
    within('wasted', 'wasted', { atLeast: 0, atMost: (servers + 1) * keysPerBatch }).says(
      'keys taken and never given out: at most a batch of the server that crashed, and one of each server that was asking when the pool crashed',
    ),
  ],
  tells({ params: p, metrics: m }) {
    const duplicates = m.duplicates.value ?? 0;
    if (duplicates > 0)
      return `No: the pool handed batches out before it had marked them as taken, so ${counted(duplicates, 'key')} of ${inDigits(m.keys.value ?? 0)} came twice.`;
    return (
      `Keys of a pool are unique without a check if it records a batch as taken before it hands it out: ${inDigits(m.keys.value ?? 0)} keys came from ${inDigits(p.servers)} servers, none of them twice, although the pool and a server restarted. ` +
      `Restarts waste keys instead: ${inDigits(m.wasted.value ?? 0)} of ${inDigits(m.taken.value ?? 0)} that were taken are lost, at most a batch of ${inDigits(p.keysPerBatch)} for each server that crashed or was waiting for the pool.`
    );
  },
});

// Left out: making the keys, a pool with replicas, and what to do when it is empty.
