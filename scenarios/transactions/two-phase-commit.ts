import * as z from 'zod';
import { presumptions, protocols } from '../../sims/transactions/commit/options.ts';
import { everyTransactionEnds } from '../../sims/transactions/commit/properties.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutCommit, begin, cluster } from './commit-common.ts';

const params = z.object({
  protocol: z.enum(protocols).default('two-phase').describe('how participants agree'),
  presumes: z
    .enum(presumptions)
    .default('abort')
    .describe('two-phase commit: what the coordinator presumes of an unknown transaction'),
  participants: whole(1, 10, 3, 'participants'),
  votes: z
    .enum(['all-yes', 'last-no', 'either'])
    .default('all-yes')
    .describe('what they vote; “either” is left to chance, and to the explorer'),
  crashAfterMs: whole(0, 1_000, 15, 'when the coordinator, or the first leader, crashes'),
  downMs: whole(0, 10_000, 2_000, 'how long it is down (0: it does not crash)'),
});
type Params = z.output<typeof params>;

const startMs = 100;

const voteOf =
  ({ votes, participants }: Params) =>
  (id: string) => {
    if (votes === 'either') return 'either';
    return votes === 'last-no' && id === `rm${participants}` ? 'no' : 'yes';
  };

export default scenario({
  ...aboutCommit,
  id: 'transactions/two-phase-commit',
  asks: 'Participants vote on one transaction, and their coordinator crashes before it announces the decision. Do they all end alike?',
  claims: [],
  code: [
    'sims/transactions/commit/participant.ts#prepare',
    'sims/transactions/commit/two-phase/coordinator.ts#countVote',
    'sims/transactions/commit/two-phase/coordinator.ts#recover',
  ],
  params,
  durationMs: ({ downMs }) => 3_000 + downMs,
  network: () => ({ latencyMs: uniform(8, 12) }),
  plan: ({ crashAfterMs, downMs }) => [
    begin(startMs),
    ...(downMs === 0
      ? []
      : [
          { atMs: startMs + crashAfterMs, fault: crash('coordinator') },
          { atMs: startMs + crashAfterMs + downMs, fault: restart('coordinator') },
        ]),
  ],
  metrics: {
    commits: counter('participants', 'that committed'),
    aborts: counter('participants', 'that aborted'),
    messages: gauge('messages', 'messages between nodes'),
    forcedWrites: gauge('writes', 'writes that the protocol waits for'),
    doubtMs: gauge('ms', 'longest time that a participant was in doubt'),
  },
  build({ world, rules, params: p, metrics }) {
    const { protocol, presumes, participants } = p;
    const all = cluster({ world, rules }, [
      { protocol, presumes, participants, voteOf: voteOf(p), diskMs: constant(2) },
    ]);
    const [{ judge }] = all.transactions as [(typeof all.transactions)[number]];
    world.at(2_500 + p.downMs, () => {
      for (const decision of judge.ended.values()) {
        metrics[decision === 'commit' ? 'commits' : 'aborts'].add();
      }
      metrics.messages.set(judge.messages);
      metrics.forcedWrites.set(judge.forcedWrites);
      metrics.doubtMs.set(Math.max(0, ...judge.doubtMs.values()));
    });
    return all;
  },
  goals: () => [everyTransactionEnds(2_000)],
  expect: ({ participants }) => [
    {
      id: 'alike',
      text: 'participants that end differently from the others',
      measured: ({ commits, aborts }) => Math.min(commits.value, aborts.value),
      bound: exactBound(0),
    },
    {
      id: 'all-end',
      text: 'participants that committed or aborted in the end: all',
      measured: ({ commits, aborts }) => commits.value + aborts.value,
      bound: exactBound(participants),
    },
  ],
  tells: ({ metrics, params: { participants } }) =>
    'Yes: first all participants vote (prepare), then the coordinator logs the decision, commit only if all voted yes, and tells it to them; ' +
    `of ${counted(participants, 'participant')}, ${metrics.commits.value} committed and ${metrics.aborts.value} aborted. ` +
    `The price is blocking: a participant that has voted yes keeps its locks until the coordinator is back and tells what it has logged, here for up to ${inDigits(Math.round(metrics.doubtMs.value ?? 0))} ms; without a logged decision that is abort. ` +
    `It took ${metrics.messages.value} messages and ${metrics.forcedWrites.value} forced writes.`,
});

// Left out: what the transaction does. A vote stands for all of a participant’s work.
