import type * as z from 'zod';
import { leaders, serverIds } from '../../sims/raft/cluster.ts';
import { everyGroupAnswers } from '../../sims/raft/goals.ts';
import { groupName, invariantsOfGroups, raftGroups } from '../../sims/raft/groups.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { exactly, largest, within } from '../../src/check/expected.ts';
import { counter, gauge, histogram } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutRaft, clusterOptions, inMs, timingParams } from './common.ts';
import { groupOperations } from './operations.ts';
import { stand } from './script.ts';

const params = timingParams.extend({
  ranges: whole(1, 64, 8, 'number of ranges, each a Raft group with a replica on every machine'),
});
type Params = z.output<typeof params>;

const machines = 3;
const places = (count: number) => Array.from({ length: count }, (_, place) => place);
/**
 * The leaders of the ranges are placed round robin, so that no two machines differ by more than
 * one.
 */
const machineOf = (range: number) => range % machines;
/** On the first machine, which has the most. */
const ledThere = (ranges: number) => Math.ceil(ranges / machines);

const thinkMs = 50;
const startsAtMs = 1_000;
const killAtMs = 2_000;
/** Each round of an election fails with a probability well below one half. */
const judgedMs = ({ electionTimeoutMs }: Params) => 6 * electionTimeoutMs.max;

/** To the leader and back, plus from there to the remaining follower and its disk. */
const writeMs = ({ latencyMs, diskMs }: Params, which: 'min' | 'max') =>
  4 * latencyMs[which] + diskMs[which];

/**
 * The share of the writes that the first machine leads, given the lowest and highest number of
 * writes per range.
 */
function shareBound(params: Params) {
  const [here, elsewhere] = [ledThere(params.ranges), params.ranges - ledThere(params.ranges)];
  const lengthMs = killAtMs - startsAtMs;
  // The first request opens a session, and a write may be open at the end.
  const fewest = lengthMs / (thinkMs + writeMs(params, 'max')) - 3;
  const most = lengthMs / (thinkMs + writeMs(params, 'min')) + 1;
  return {
    atLeast: (here * fewest) / (here * fewest + elsewhere * most),
    atMost: (here * most) / (here * most + elsewhere * fewest),
  };
}

const othersGoOn = (params: Params) =>
  within(largest('otherMs'), 'others-go-on', {
    atLeast: writeMs(params, 'min'),
    atMost: writeMs(params, 'max'),
  }).says(
    'longest write to a range that the crashed machine did not lead, in ms: no longer than before, as two of three replicas are left',
  );

export default scenario({
  ...aboutRaft,
  swarm: {},
  id: 'raft/ranges',
  asks: 'A key space is split into ranges, each a Raft group, and their leaders are spread over three machines. How is the load spread, and which ranges stall if a machine crashes?',
  claims: ['raft-multi-group-sharding'],
  code: [
    'sims/raft/groups.ts#raftGroups',
    'sims/raft/client/client.ts#retryElsewhere',
    'sims/raft/server/server.ts#startTimer',
  ],
  params,
  invariants: invariantsOfGroups,
  operations: groupOperations,
  durationMs: (params) => killAtMs + judgedMs(params) + 1_000,
  plan: ({ ranges }) =>
    places(ranges).flatMap((range) => [
      { atMs: 10, operation: stand(`${groupName(range)}n${machineOf(range) + 1}`) },
      { atMs: killAtMs, fault: crash(`${groupName(range)}n1`) },
    ]),
  metrics: {
    spread: gauge('leaders', 'between the machine with the most and the one with the fewest'),
    share: gauge('share', 'of the writes before the crash were led by the first machine'),
    stalled: counter('ranges', 'in which a write waited for an election'),
    stalledMs: histogram('ms', 'the longest write of a range that the crashed machine led'),
    otherMs: histogram('ms', 'the longest write of any other range after the crash'),
  },
  build({ world, params, rules, metrics }) {
    const { ranges } = params;
    const subject = raftGroups(world, rules, ranges, {
      ...clusterOptions({ ...params, nodes: machines }),
      clients: 1,
      clientOptions: {
        triesMax: 10_000,
        workload: {
          thinkMs: { min: thinkMs, max: thinkMs },
          ...{ keys: 4, reads: 0, appends: 0, swaps: 0 },
          ...{ fromMs: startsAtMs, untilMs: killAtMs + judgedMs(params) },
        },
      },
    });
    const invokedMs = new Map<string, number>();
    const longestMs = places(ranges).map(() => 0);
    const written = places(machines).map(() => 0);
    raftNotes.listen(world.trace, 'invokes', (_, by, atMs) => invokedMs.set(by, atMs));
    raftNotes.listen(world.trace, 'is-answered', (_, by, atMs) => {
      const range = Number(by.slice(1, by.indexOf('c'))) - 1;
      const machine = machineOf(range);
      if (atMs < killAtMs) written[machine] = (written[machine] ?? 0) + 1;
      else {
        const tookMs = atMs - must(invokedMs.get(by), 'start of the write');
        longestMs[range] = Math.max(longestMs[range] ?? 0, tookMs);
      }
    });
    world.at(killAtMs - 1, () => {
      const ledBy = subject.groups.map((group) => leaders(group)[0]?.self);
      const counts = serverIds(machines).map(
        (id) => ledBy.filter((leader) => leader?.endsWith(id)).length,
      );
      metrics.spread.set(Math.max(...counts) - Math.min(...counts));
      const all = written.reduce((sum, count) => sum + count, 0);
      metrics.share.set((written[0] ?? 0) / all);
    });
    world.at(killAtMs + judgedMs(params), () => {
      for (const [range, ms] of longestMs.entries()) {
        (machineOf(range) === 0 ? metrics.stalledMs : metrics.otherMs).record(ms);
        if (ms > params.electionTimeoutMs.min - params.heartbeatMs) metrics.stalled.add();
      }
    });
    return subject;
  },
  goals: () => [everyGroupAnswers],
  expect: (params) => [
    exactly(params.ranges % machines === 0 ? 0 : 1, 'spread', 'balanced').says(
      'difference between the most and the fewest ranges that a machine leads: none, or one',
      'raft-multi-group-sharding',
    ),
    within('share', 'load-is-spread', shareBound(params)).says(
      'share of the writes that the first machine handles: that of the ranges that it leads',
      'raft-multi-group-sharding',
    ),
    exactly(ledThere(params.ranges), 'stalled', 'led-there-stall').says(
      'ranges that wait for an election: only those that the crashed machine led',
    ),
    ...(params.ranges === 1 ? [] : [othersGoOn(params)]),
  ],
  tells: ({ params, metrics: { share, stalled, stalledMs, otherMs } }) =>
    `Each machine handles the writes of the ranges that it leads, and only the ranges of a crashed leader stall, until their followers elect another: the first of three machines led ${percent(share.value ?? 0)} of the writes to ${counted(params.ranges, 'range')}. When it crashed, ${stalled.value} of them waited for an election, for at most ${inMs(stalledMs.max)}; ` +
    `in the others a write took at most ${inMs(otherMs.max)}.`,
});

// Left out: what the replicas on a machine share, which limits the benefit of more ranges: see
// `raft/group-throughput` for processors.
