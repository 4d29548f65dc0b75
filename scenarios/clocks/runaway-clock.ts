/**
 * Nodes compare their clocks, and one clock runs away. Clients write through that node, and read
 * through another.
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
import { stopShare } from '../../sims/clocks/uncertainty/range.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { client, isCallFailure, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks, listOf } from './common.ts';

const params = z.object({
  driftPpm: whole(1_000, 20_000, 10_000, 'drift rate of the runaway clock, in parts per million'),
  nodes: whole(4, 9, 5, 'nodes that compare their clocks'),
  maxOffsetMs: whole(100, 1_000, 500, 'maximum allowed clock offset'),
});
type Params = z.output<typeof params>;

const compareMs = 1_000;
const roundMs = 250;
/** When the clock is off by 80% of the bound, and by all of it. */
const offAtMs = ({ driftPpm, maxOffsetMs }: Params, share: number) =>
  (share * maxOffsetMs * 1e6) / driftPpm;
const durationMs = (p: Params) => 1.5 * offAtMs(p, 1) + 5_000;

export default scenario({
  ...aboutClocks,
  id: 'clocks/runaway-clock',
  asks: 'One node’s clock runs away. Does the node notice before reads miss its writes?',
  claims: [],
  code: ['sims/clocks/uncertainty/range.ts#gateway', 'sims/clocks/uncertainty/range.ts#offsetFrom'],
  params,
  durationMs,
  metrics: {
    stopped: counter('nodes', 'that stopped themselves'),
    stoppedAtMs: gauge('ms', 'until the node stopped itself'),
    stale: gauge('reads', 'that missed a write which had ended before'),
    reads: gauge('reads', 'that returned'),
  },
  build({ world, rules, metrics, params: p }) {
    const others = listOf(p.nodes - 1, (place) => [`n${place + 2}`, {}] as const);
    const subject = uncertaintySubject(world, rules, {
      gateways: { runaway: { clockDriftPpm: p.driftPpm }, ...Object.fromEntries(others) },
      maxOffsetMs: p.maxOffsetMs,
      compareMs,
    });
    clocksNotes.listen(world.trace, 'node-stops', (_note, by, atMs) => {
      if (by === 'runaway') metrics.stoppedAtMs.set(atMs);
      metrics.stopped.add();
    });

    function* rounds(node: ServerContext): Process<void> {
      for (let value = 1; ; value++) {
        yield* node.sleep(roundMs + node.stream('pause')() * roundMs);
        try {
          yield* writeThrough(node, 'runaway', value);
          yield* readThrough(node, 'n2', value, subject);
        } catch (failure) {
          if (!isCallFailure(failure)) throw failure;
          return;
        }
        metrics.reads.set(subject.reads);
        metrics.stale.set(subject.stale);
      }
    }

    world.addServer(
      'client',
      client('client', (node) => node.spawn(rounds(node))),
    );
    return subject;
  },
  invariants: uncertaintyInvariants,
  goals: () => [readsSome(1)],
  expect: (p) => [
    within('stoppedAtMs', 'stops-at-80', {
      atLeast: offAtMs(p, stopShare) - 1,
      atMost: offAtMs(p, stopShare) + compareMs + 10,
    }).says(
      'time until the node stops itself, in ms: when its clock is wrong by 80% of the bound, at the next comparison',
    ),
    exactly(1, 'stopped', 'stops-alone').says('nodes that stop: only the one with the wrong clock'),
    exactly(0, 'stale', 'none-stale').says('reads that miss a write that ended before they began'),
  ],
  tells: ({ params: p, metrics: { stoppedAtMs, reads } }) =>
    `The node notices: it compares its clock with the others’ every second, and stopped itself after ${inSeconds(stoppedAtMs.value)}, ` +
    `when its clock differed from at least half of them by 80% of ${inDigits(p.maxOffsetMs)} ms. ` +
    `Reads would miss its writes from ${inSeconds(offAtMs(p, 1))} on; until it stopped, ${inDigits(reads.value ?? 0)} reads ` +
    'saw all of them. A clock that jumps beyond the bound between two comparisons is not noticed in time.',
});

// Left out: most clocks running away together, and three nodes, where one is half of the others for
// each correct node, so that correct nodes stop.
