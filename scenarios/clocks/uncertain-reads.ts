/**
 * A client writes through a node whose clock is ahead; another client, told of the write, reads
 * through one whose clock is right.
 */
import * as z from 'zod';
import { clocksNotes } from '../../sims/clocks/notes.ts';
import {
  readsSome,
  readThrough,
  uncertaintySubject,
  writeThrough,
} from '../../sims/clocks/uncertainty/cluster.ts';
import { uncertaintyInvariants } from '../../sims/clocks/uncertainty/laws.ts';
import { defaultMaxOffsetMs } from '../../sims/clocks/uncertainty/range.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  aheadMs: real(0, defaultMaxOffsetMs, 100, 'how far the writing node’s clock is ahead'),
  thinkMs: positive(10_000, 100, 'mean pause from the end of a write to the read'),
  rounds: whole(20, 5_000, 300, 'rounds of a write and a read'),
});
type Params = z.output<typeof params>;

/**
 * From a write’s timestamp to that of the read, in addition to the pause: to the range, back to the
 * client, to the other node.
 */
const tripMs = 4 * 0.25;

/** The read’s timestamp is the earlier one if the pause is shorter than the clocks differ. */
const restartShare = ({ aheadMs, thinkMs }: Params) =>
  1 - exp(-Math.max(0, aheadMs - tripMs) / thinkMs);

export default scenario({
  ...aboutClocks,
  id: 'clocks/uncertain-reads',
  asks: 'CockroachDB does not wait at a commit. How does a read see a write that has ended if the writer’s clock was ahead, and how often must it read again?',
  claims: [],
  code: [
    'sims/clocks/uncertainty/range.ts#get',
    'sims/clocks/uncertainty/read-transaction.ts#ReadTransaction',
  ],
  params,
  durationMs: ({ rounds, thinkMs, aheadMs }) => rounds * (2 * thinkMs + aheadMs + 20) + 1_000,
  metrics: {
    reads: gauge('reads', 'that returned'),
    stale: gauge('reads', 'that missed a write which had ended before'),
    restarts: counter('reads', 'that had to read again'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = uncertaintySubject(world, rules, {
      gateways: { ahead: { clockOffsetMs: p.aheadMs }, right: {} },
      maxOffsetMs: defaultMaxOffsetMs,
      compareMs: 0,
    });
    clocksNotes.listen(world.trace, 'read-restarts', () => metrics.restarts.add());

    function* rounds(node: ServerContext): Process<void> {
      const pauseMs = sampler(exponential(p.thinkMs), node.stream('pause'));
      for (let round = 1; round <= p.rounds; round++) {
        yield* writeThrough(node, 'ahead', round);
        yield* node.sleep(pauseMs());
        yield* readThrough(node, 'right', round, subject);
        metrics.reads.set(subject.reads);
        metrics.stale.set(subject.stale);
        // So that the next write has the later timestamp, though it comes from the same clock.
        yield* node.sleep(1);
      }
    }

    world.addServer(
      'client',
      client('client', (node) => node.spawn(rounds(node))),
    );
    return subject;
  },
  invariants: uncertaintyInvariants,
  goals: ({ rounds }) => [readsSome(rounds)],
  expect: (p) => [
    exactly(0, 'stale', 'none-stale').says('reads that miss a write that ended before they began'),
    within('restarts', 'restarts', binomialBounds(p.rounds, restartShare(p))).says(
      'reads that must restart: a share of 1 - exp(-(clock difference - trip) / mean pause) of them',
    ),
  ],
  tells: ({ params: p, metrics: { reads, restarts } }) =>
    `A CockroachDB read that meets a value with a timestamp up to ${defaultMaxOffsetMs} ms after its own is repeated at ` +
    `that timestamp, because the value may have been written before. With a clock ${inDigits(p.aheadMs)} ms ahead and a mean pause of ` +
    `${inDigits(p.thinkMs)} ms, ${percent(restarts.value / Math.max(1, reads.value ?? 0))} of the reads had to restart ` +
    `(${percent(restartShare(p))} by the closed form), and none was stale. ` +
    'Spanner pays at every commit, CockroachDB only when a read meets a fresh write.',
});

// Left out: timestamps that nodes learn from one another’s messages, which narrow the window.
