import * as z from 'zod';
import {
  addRegister,
  type RegisterSubject,
  registerSubject,
  serverNames,
} from '../../sims/replication/abd/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { chance, pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutRegisters, read, write } from './abd-common.ts';

const params = z.object({
  servers: whole(
    1,
    9,
    5,
    'servers that replicate the register; fewer than half of them crash, now and then',
  ),
  operations: whole(1, 1_000, 80, 'reads and writes, half of each'),
  agreed: z
    .enum(['one-round-trip', 'writes-back'])
    .default('one-round-trip')
    .describe('what a read does if its majority agrees'),
  latencyMsMax: whole(1, 200, 60, 'longest message delay'),
});
type Params = z.output<typeof params>;

const spanMs = ({ operations, latencyMsMax }: Params): number => (operations * latencyMsMax) / 4;
/** Operations queue, each for at most four message delays. */
const endMs = (p: Params): number => spanMs(p) + 4 * p.operations * p.latencyMsMax;

function drawPlan(p: Params, stream: RandomStream): Plan {
  const ids = serverNames(p.servers);
  const steady = ids.slice(0, Math.floor(p.servers / 2) + 1);
  const atMs = () => randomInteger(stream, 0, spanMs(p));
  const operations = Array.from({ length: p.operations }, (_, place) => {
    const server = pick(stream, steady);
    return chance(stream, 0.5) ? read(atMs(), server) : write(atMs(), server, `v${place + 1}`);
  });
  const faults = ids.slice(steady.length).flatMap((id) => {
    const crashMs = atMs();
    return [
      { atMs: crashMs, fault: crash(id) },
      { atMs: crashMs + 5 * p.latencyMsMax, fault: restart(id) },
    ];
  });
  return [...operations, ...faults].sort((a, b) => a.atMs - b.atMs);
}

// A majority never crashes, and users ask only those servers.
export default scenario({
  ...aboutRegisters,
  id: 'replication/register-races',
  asks: 'Several servers read and write one register at once, messages overtake one another, and a minority crashes. Does the register behave like a single machine?',
  claims: [],
  code: ['sims/replication/abd/server.ts#hear', 'sims/replication/abd/server.ts#abdServer'],
  params,
  durationMs: endMs,
  network: ({ latencyMsMax }) => ({ latencyMs: uniform(1, latencyMsMax) }),
  plan: (p, random) => drawPlan(p, random.stream('plan')),
  metrics: {
    ended: counter('operations', 'that ended'),
    stale: counter('operations', 'that went back to an older value'),
    trips: gauge('round trips', 'per read on average'),
  },
  build({ world, rules, params: p, metrics }) {
    const skipsAgreed = p.agreed === 'one-round-trip';
    const register = addRegister(world, rules, { servers: p.servers, skipsAgreed });
    world.at(endMs(p) - 1, () => {
      const { reads, writes, staleReads, readRoundTrips } = register.record;
      metrics.ended.add(reads + writes);
      metrics.stale.add(staleReads);
      if (reads > 0) metrics.trips.set(readRoundTrips / reads);
    });
    return registerSubject([register]);
  },
  goals: ({ operations }) => [
    sometimes('all-end', 'every operation ends', ({ registers }: RegisterSubject) =>
      registers.every(({ record: { reads, writes } }) => reads + writes === operations),
    ),
  ],
  expect: ({ operations }) => [
    exactly(operations, 'ended', 'all-end').says(
      'reads and writes that end: all of them, as a majority of the servers is always up',
    ),
    exactly(0, 'stale', 'none-goes-back').says(
      'reads that return an older value than an earlier read',
    ),
  ],
  tells: ({ params: { operations, servers }, subject, metrics: { ended, trips } }) =>
    `${subject.breaches.of('register-steps-forward') === undefined ? 'Yes' : 'No'}: ` +
    `${ended.value} of ${operations} reads and writes at ${servers} servers ended, and one order explains everything that ` +
    `they saw, because each phase hears a majority and any two majorities share a server. The price is latency: a read took ${inDigits(trips.value ?? 0)} round trips on average, one if its majority agrees and a second if it must write back what it found.`,
});

// Left out: messages that are lost for good, because a phase is not retransmitted, and servers that
// join.
