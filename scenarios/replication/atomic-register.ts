import * as z from 'zod';
import {
  addRegister,
  type Register,
  registerSubject,
  serverNames,
} from '../../sims/replication/abd/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, times } from '../../src/words/numbers.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutRegisters, read, write } from './abd-common.ts';

const params = z.object({
  servers: whole(5, 9, 5, 'servers that replicate the register'),
  writes: whole(1, 100, 20, 'writes, each of which reaches one server early and the others late'),
});
type Params = z.output<typeof params>;

const roundMs = 500;
const slowMs = 100;
/** The same register three times: the last one breaks the rule, and serves for comparison. */
const names = ['always/', 'unless-agreed/', 'never/'] as const;
const readsInRound = 3;

/** n1 writes; n2 reads the early copy, then n3 reads, and n4 reads when all have it. */
const planOf = ({ writes }: Params): Plan =>
  names.flatMap((name) =>
    Array.from({ length: writes }, (_, place) => place * roundMs).flatMap((beginsMs, place) => [
      write(beginsMs, `${name}n1`, `v${place + 1}`),
      read(beginsMs + 1.3 * slowMs, `${name}n2`),
      read(beginsMs + 1.5 * slowMs, `${name}n3`),
      read(beginsMs + 4.5 * slowMs, `${name}n4`),
    ]),
  );

export default scenario({
  ...aboutRegisters,
  id: 'replication/atomic-register',
  asks: 'A write is in flight, and one read has seen it. Does the next read see it too, and what does that cost?',
  claims: [],
  code: ['sims/replication/abd/server.ts#hear'],
  params,
  durationMs: ({ writes }) => writes * roundMs,
  network: () => ({ latencyMs: uniform(0.9, 1.1) }),
  plan: planOf,
  metrics: {
    staleAlways: counter('reads', 'that went back to an older value, if every read writes back'),
    staleAgreed: counter(
      'reads',
      'that went back, if a read whose majority agrees does not write back',
    ),
    staleNever: counter('reads', 'that went back, if no read writes back'),
    tripsAlways: gauge('round trips', 'per read on average, if every read writes back'),
    tripsAgreed: gauge(
      'round trips',
      'per read on average, if a read whose majority agrees does not write back',
    ),
    tripsNever: gauge('round trips', 'per read on average, if no read writes back'),
  },
  build({ world, rules, params: { servers, writes }, metrics }) {
    const add = (name: (typeof names)[number]): Register => {
      const switches = name === 'never/' ? { ...rules, 'read-writes-back': false } : rules;
      const skipsAgreed = name === 'unless-agreed/';
      const register = addRegister(world, switches, { name, servers, skipsAgreed });
      const [n1 = '', n2 = '', n3 = '', ...others] = serverNames(servers, name);
      for (const far of [n3, ...others])
        world.network.changeLink(n1, far, { latencyMs: constant(slowMs) });
      // n3 hears the others before these two.
      world.network.changeLink(n2, n3, { latencyMs: constant(slowMs / 10) });
      return register;
    };
    const [always, agreed, never] = [add('always/'), add('unless-agreed/'), add('never/')];
    const reported = [
      [always, metrics.staleAlways, metrics.tripsAlways],
      [agreed, metrics.staleAgreed, metrics.tripsAgreed],
      [never, metrics.staleNever, metrics.tripsNever],
    ] as const;
    world.at(writes * roundMs - 1, () => {
      for (const [{ record }, stale, trips] of reported) {
        stale.add(record.staleReads);
        trips.set(record.readRoundTrips / record.reads);
      }
    });
    return registerSubject([always, agreed, never]);
  },
  goals: ({ writes }) => [
    sometimes('all-end', 'every operation on the first register ends', ({ registers }) => {
      const { reads, writes: written } = must(registers[0], 'the register').record;
      return reads === readsInRound * writes && written === writes;
    }),
  ],
  expect: ({ writes }) => [
    exactly(0, 'staleAlways', 'writes-back').says(
      'reads that return an older value than the read before, if every read writes back what it has found',
    ),
    exactly(0, 'staleAgreed', 'agreed').says(
      'reads that return an older value than the read before, if only reads whose majority agrees skip the write-back',
    ),
    exactly(writes, 'staleNever', 'never').says(
      'reads that return an older value than the read before, if no read writes back: one for each write',
    ),
    exactly(2, 'tripsAlways', 'two-trips').says('round trips per read, if every read writes back'),
    exactly(4 / 3, 'tripsAgreed', 'one-if-agreed').says(
      'round trips per read, if an agreed read does not write back: two for one read of three, one for the others',
    ),
    exactly(1, 'tripsNever', 'one-trip').says('round trips per read, if no read writes back'),
  ],
  tells: ({ params: { writes }, metrics: m }) =>
    `The next read sees it too if each read writes back what it has found: after ${writes} writes that one read saw early, the next returned the older value ${times(m.staleAlways.value)}, ` +
    `at ${inDigits(m.tripsAlways.value ?? 0)} round trips per read. ` +
    `A read whose majority agrees need not write back: ${m.staleAgreed.value} returned the older value, at ` +
    `${inDigits(m.tripsAgreed.value ?? 0)} round trips. If no read writes back, ${m.staleNever.value} of ${writes} next ` +
    'reads missed the write.',
});

// Left out: servers that join and leave, and a register for each of many keys, which would only
// multiply the same thing.
