/**
 * A client writes a key through a node whose clock is ahead and, after the acknowledgement, through
 * one whose clock is right; then it reads.
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
  aheadMs: real(1, defaultMaxOffsetMs, 100, 'how far the clock of the first node is ahead'),
  thinkMs: positive(10_000, 100, 'mean pause between the two writes (exponential)'),
  rounds: whole(20, 5_000, 200, 'rounds of two writes and a read'),
});
type Params = z.output<typeof params>;

/**
 * From one timestamp to the other, in addition to the pause: to the range, back to the client, to
 * the other node.
 */
const tripMs = 4 * 0.25;
const pushedShare = ({ aheadMs, thinkMs }: Params) => 1 - exp(-(aheadMs - tripMs) / thinkMs);

export default scenario({
  ...aboutClocks,
  id: 'clocks/later-write',
  asks: 'Two nodes write the same key one after the other, and the clock of the first is ahead. Does the later write win?',
  claims: [],
  code: ['sims/clocks/uncertainty/range.ts#range'],
  params,
  durationMs: ({ rounds, thinkMs, aheadMs }) => rounds * (2 * thinkMs + aheadMs + 20) + 1_000,
  metrics: {
    lost: gauge('writes', 'missed by the reader though they were the last'),
    pushed: counter('writes', 'with a timestamp later than their node’s clock'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = uncertaintySubject(world, rules, {
      gateways: { ahead: { clockOffsetMs: p.aheadMs }, right: {} },
      maxOffsetMs: defaultMaxOffsetMs,
      compareMs: 0,
    });
    clocksNotes.listen(world.trace, 'pushes-write', () => metrics.pushed.add());

    function* rounds(node: ServerContext): Process<void> {
      const pauseMs = sampler(exponential(p.thinkMs), node.stream('pause'));
      for (let round = 1; round <= p.rounds; round++) {
        yield* writeThrough(node, 'ahead', 2 * round);
        yield* node.sleep(pauseMs());
        yield* writeThrough(node, 'right', 2 * round + 1);
        yield* readThrough(node, 'right', 2 * round + 1, subject);
        metrics.lost.set(subject.stale);
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
    exactly(0, 'lost', 'none-lost').says(
      'later writes, of the second node, that the read after them misses',
    ),
    within('pushed', 'pushed', binomialBounds(p.rounds, pushedShare(p))).says(
      'later writes with an earlier timestamp than the write before: a share of 1 - exp(-(clock difference - trip) / mean pause) of them',
    ),
  ],
  tells: ({ params: p, metrics: { lost, pushed } }) =>
    `With hybrid logical clocks the later write wins, because the server of the range stamps it after the version that it replaces, even by a clock that is behind: ${lost.value ?? 0} of ${p.rounds} later writes were lost. ` +
    `With a clock ${inDigits(p.aheadMs)} ms ahead and a mean pause of ${inDigits(p.thinkMs)} ms, ` +
    `${percent(pushed.value / p.rounds)} of them had an earlier timestamp than the write before (closed form: ` +
    `${percent(pushedShare(p))}); the store pushed each to just after that one. ` +
    'A store in which the larger timestamp wins, such as Cassandra, would have lost all of those.',
});

// Left out: writes below a later read timestamp, which CockroachDB’s timestamp cache pushes as
// well.
