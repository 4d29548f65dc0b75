import * as z from 'zod';
import { presumptions, protocols, protocolTitles } from '../../sims/transactions/commit/options.ts';
import { everyTransactionEnds, someCommit } from '../../sims/transactions/commit/properties.ts';
import { none } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import { aboutCommit, begin, cluster } from './commit-common.ts';
import { troubles } from './commit-troubles.ts';

const params = z.object({
  protocol: z.enum(protocols).default('two-phase').describe('how participants agree'),
  presumes: z
    .enum(presumptions)
    .default('abort')
    .describe('two-phase commit: what the coordinator presumes of an unknown transaction'),
  transactions: whole(1, 100, 12, 'transactions, each with its own nodes'),
  faults: whole(0, 500, 30, 'random faults injected'),
});
type Params = z.output<typeof params>;

const participants = 3;
const faultsEndMs = 3_000;
const restMs = 6_000;
const everyMs = ({ transactions }: Params) => (faultsEndMs - 500) / transactions;

const nodesOf = (p: Params): string[] =>
  Array.from({ length: p.transactions }, (_, place) => {
    const managers = p.protocol === 'two-phase' ? ['tm'] : ['acceptor1', 'acceptor2', 'acceptor3'];
    return ['rm1', 'rm2', 'rm3', ...managers].map((node) => `t${place + 1}/${node}`);
  }).flat();

export default scenario({
  ...aboutCommit,
  id: 'transactions/commit-under-faults',
  asks: 'Coordinators and participants crash and pause, and messages are lost, duplicated and delayed. Does a transaction ever commit at one participant and abort at another, or stay in doubt for ever?',
  claims: [],
  code: [
    'sims/transactions/commit/participant.ts#sendVote',
    'sims/transactions/commit/two-phase/coordinator.ts#tell',
    'sims/transactions/commit/two-phase/coordinator.ts#countVote',
  ],
  params,
  swarm: { faults: [0, 200] },
  durationMs: () => faultsEndMs + restMs,
  network: () => ({ latencyMs: uniform(1, 40) }),
  plan: (p, random) => [
    ...Array.from({ length: p.transactions }, (_, place) => [
      begin(place * everyMs(p), place + 1),
      ...troubles(p.protocol, place, (node) => `t${place + 1}/${node}`, place * everyMs(p)),
    ]).flat(),
    ...drawFaultPlan(random.stream('plan'), {
      nodes: nodesOf(p),
      faults: p.faults,
      fromMs: 0,
      untilMs: faultsEndMs,
      pauseMsMax: 500,
      rateMax: 0.2,
      disks: { troubleMsMax: 300 },
      links: { delayMsMax: 200 },
      lateness: { lateMsMax: 300, downMsMax: 400 },
    }),
  ],
  metrics: {
    commits: counter('transactions', 'that committed'),
    aborts: counter('transactions', 'that aborted'),
    mixed: counter('transactions', 'that ended differently at their participants'),
    longestDoubtMs: gauge('ms', 'longest time that a participant was in doubt'),
  },
  build({ world, rules, params: p, metrics }) {
    const { protocol, presumes } = p;
    const all = cluster(
      { world, rules },
      Array.from({ length: p.transactions }, (_, place) => ({
        name: `t${place + 1}`,
        protocol,
        presumes,
        participants,
        // Every fourth transaction has a participant that may refuse.
        voteOf: (id: string) => (place % 4 === 3 && id.endsWith('/rm3') ? 'either' : 'yes'),
        diskMs: uniform(1, 25),
        votesWithinMs: 300,
        inquireMs: 150,
        resendMs: 200,
        giveUpMs: 300,
      })),
    );
    world.at(faultsEndMs + restMs - 1, () => {
      let longest = 0;
      for (const { judge } of all.transactions) {
        const { outcome } = judge;
        if (outcome === 'mixed') metrics.mixed.add();
        else if (outcome !== undefined) metrics[outcome === 'commit' ? 'commits' : 'aborts'].add();
        longest = Math.max(longest, ...judge.doubtMs.values());
      }
      metrics.longestDoubtMs.set(longest);
    });
    return all;
  },
  goals: () => [everyTransactionEnds(restMs - 1_000), someCommit(1)],
  expect: () => [
    none('mixed', 'none-mixed').says(
      'transactions that one participant committed and another aborted',
    ),
  ],
  tells: ({ params: p, metrics }) =>
    `No: with ${protocolTitles[p.protocol]}, ${metrics.commits.value} of ${p.transactions} transactions committed at every ` +
    `participant and ${metrics.aborts.value} aborted at every participant; the rest did not begin at all of them. ` +
    'Votes and the decision are on disk before they are sent, and a participant that has voted yes and knows no decision (in doubt) waits and asks again. ' +
    `The longest doubt was ${inDigits(Math.round(metrics.longestDoubtMs.value ?? 0))} ms.`,
});

// Left out: disks that are lost for good, and operators who resolve a transaction by hand.
