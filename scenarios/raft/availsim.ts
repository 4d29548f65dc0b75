/**
 * After AvailSim (Ongaro's dissertation, §9.4): messages take 30 to 40 ms one way, timeouts are 300
 * to 600 ms, logs are equal, disks and processors cost nothing, and all timers have just started.
 * Nothing is fitted.
 *
 * The published figures are somewhat longer: about 475 and 650 ms on average where one and two servers
 * failed, and 99.9% within 1.5 and 3 s; 5,000 elections here take 467 and 623 ms, and 99.9% of them 1.33
 * and 2.60 s. The limits are rounded, so they bound the tail from above only; the means are 2 and 4%
 * apart, and that is not explained. Three differences were tried. AvailSim counts a leader only once a
 * majority has answered some of its heartbeats in time, which changes nothing with this latency; servers
 * that start in different terms make the tail shorter; and with logs and terms that both differ elections
 * take far longer than published.
 */
import * as z from 'zod';
import { raft } from '../../sims/raft/raft.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant, drawnFrom } from '../../src/kernel/distribution.ts';
import { distribution, range } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inMs } from './common.ts';
import {
  aliveAfter,
  allElectionsHeld,
  electionInvariants,
  electionParams,
  furtherQuantiles,
  holdElections,
  isMajority,
  mostOf,
  setQuantiles,
  shareUpTo,
} from './elections.ts';

const params = electionParams.extend({
  failed: z.int().min(0).max(4).default(1).describe('servers that are down'),
  electionTimeoutMs: range(300, 600).describe('bounds of the randomised election timeout'),
  latencyMs: distribution(30, 40).describe('one-way latency of a message, uniform'),
});

type Params = z.output<typeof params>;

/** "… within about 475 ms, and 99.9% of elections complete within 1.5 s" (§9.4); with two failed, 3 s. */
function limitAsPublished(chosen: Params): number | undefined {
  const { electionTimeoutMs, latencyMs, nodes, failed } = chosen;
  const published = params.parse({});
  const asPublished = [published.electionTimeoutMs, published.latencyMs];
  if (JSON.stringify([electionTimeoutMs, latencyMs]) !== JSON.stringify(asPublished))
    return undefined;
  if (nodes !== 5) return undefined;
  return failed === 1 ? 1_500 : failed === 2 ? 3_000 : undefined;
}

export default scenario({
  id: 'raft/availsim',
  asks: 'How long does it take to elect a leader across a continent?',
  sim: raft,
  claims: ['raft-election-timeout-150-300', 'num-leader-election-200-500'],
  code: [
    'sims/raft/server/server.ts#startTimer',
    'sims/raft/election/election.ts#hasMajorityOfVotes',
  ],
  params,
  durationMs: ({ elections }) => elections,
  metrics: {
    electionMs: histogram('ms', 'from the start of all timers to the election of a leader'),
    ...furtherQuantiles,
    unfinished: counter('elections', 'that were given up; each counts with the time spent on it'),
    splitVotes: counter('elections', 'whose first term had no leader'),
  },
  invariants: electionInvariants,
  build({ world, params, rules, metrics }) {
    const { latencyMs, giveUpMs, elections } = params;
    const options = {
      ...params,
      alive: aliveAfter(params),
      latencyMs: drawnFrom(latencyMs),
      diskMs: constant(0),
      logs: 'equal' as const,
    };
    return holdElections(world, rules, options, (election) => {
      metrics.electionMs.record(election.electedAtMs ?? giveUpMs);
      if (election.electedAtMs === undefined) metrics.unfinished.add();
      if (!election.wonInFirstTerm) metrics.splitVotes.add();
      if (metrics.electionMs.count === elections) setQuantiles(metrics.electionMs, metrics);
    });
  },
  goals: () => [allElectionsHeld],
  expect: (params) => {
    const { nodes, electionTimeoutMs, latencyMs, elections } = params;
    if (!isMajority(aliveAfter(params), nodes)) {
      return [
        {
          id: 'no-majority-no-leader',
          text: 'elections without an end; with a majority up there are none',
          measured: ({ unfinished }) => unfinished.value,
          bound: { atLeast: elections },
        },
      ];
    }
    const limitMs = limitAsPublished(params);
    return [
      {
        id: 'not-before-a-timeout-and-a-round-trip',
        text: 'time of the fastest election, in ms: at least the shortest timeout and a round trip',
        measured: ({ electionMs }) => electionMs.min,
        bound: { atLeast: electionTimeoutMs.min + 2 * latencyMs.min },
      },
      ...(limitMs === undefined
        ? []
        : [
            {
              id: 'nearly-all-within-the-limit',
              text: `at most 1 in 1,000 elections takes more than ${limitMs / 1000} s, within sampling error`,
              measured: ({ electionMs }: { electionMs: Parameters<typeof shareUpTo>[0] }) =>
                Math.round(elections * (1 - (shareUpTo(electionMs, limitMs) ?? 1))),
              bound: { atMost: mostOf(elections, 0.001) },
            },
          ]),
    ];
  },
  tells: ({ params, metrics }) => {
    const { electionMs, p90Ms, splitVotes } = metrics;
    const { min, max } = params.latencyMs;
    return (
      'An election across a continent takes about one election timeout plus a round trip, so the timeout must be a multiple of the latency: ' +
      `with one-way latencies of ${min} to ${max} ms and ${params.failed} of ${params.nodes} servers down, ` +
      `an election took ${inMs(electionMs.mean)} on average, nine in ten ${inMs(p90Ms.value)} or less, ` +
      `and the longest of ${params.elections} took ${inMs(electionMs.max)}. ` +
      `${splitVotes.value} needed more than one term.`
    );
  },
});

// Left out: disks, processors and clients, which AvailSim leaves out as well.
