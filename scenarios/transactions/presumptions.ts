import * as z from 'zod';
import { presumedAbortCost, presumedCommitCost } from '../../sims/transactions/commit/formulas.ts';
import { everyTransactionEnds, someCommit } from '../../sims/transactions/commit/properties.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutCommit, begin, cluster, drawLateMs } from './commit-common.ts';

const params = z.object({ participants: whole(2, 30, 5, 'participants, N') });

const startMs = 10;
const presumptions = ['nothing', 'abort', 'commit'] as const;
const votes = ['yes', 'no'] as const;
/** Commits if the last vote is yes, and aborts if it is no. */
const runs = presumptions.flatMap((presumes) => votes.map((last) => ({ presumes, last })));
type Run = (typeof runs)[number];

const costOf = ({ presumes, last }: Run, n: number) =>
  (last === 'yes' ? presumedCommitCost : presumedAbortCost)[presumes](n);
const inWords = ({ presumes, last }: Run) =>
  `presumed ${presumes}, ${last === 'yes' ? 'all vote yes' : 'the last votes no'}`;

export default scenario({
  ...aboutCommit,
  id: 'transactions/presumptions',
  asks: 'How many messages and forced writes do presumed abort and presumed commit save?',
  claims: [],
  code: [
    'sims/transactions/commit/options.ts#acknowledges',
    'sims/transactions/commit/two-phase/coordinator.ts#answer',
    'sims/transactions/commit/formulas.ts#presumedCommitCost',
  ],
  params,
  durationMs: () => 300,
  network: () => ({ latencyMs: constant(1) }),
  plan: (_params, random) => {
    const atMs = startMs + drawLateMs(random);
    return runs.map((_, place) => begin(atMs, place + 1));
  },
  metrics: {
    'nothing.yes.messages': gauge('messages', 'presumed nothing, commit'),
    'nothing.no.messages': gauge('messages', 'presumed nothing, abort'),
    'abort.yes.messages': gauge('messages', 'presumed abort, commit'),
    'abort.no.messages': gauge('messages', 'presumed abort, abort'),
    'commit.yes.messages': gauge('messages', 'presumed commit, commit'),
    'commit.no.messages': gauge('messages', 'presumed commit, abort'),
    'nothing.yes.forcedWrites': gauge('writes', 'presumed nothing, commit'),
    'nothing.no.forcedWrites': gauge('writes', 'presumed nothing, abort'),
    'abort.yes.forcedWrites': gauge('writes', 'presumed abort, commit'),
    'abort.no.forcedWrites': gauge('writes', 'presumed abort, abort'),
    'commit.yes.forcedWrites': gauge('writes', 'presumed commit, commit'),
    'commit.no.forcedWrites': gauge('writes', 'presumed commit, abort'),
  },
  build({ world, rules, params: { participants }, metrics }) {
    const all = cluster(
      { world, rules },
      runs.map(({ presumes, last }) => ({
        name: `${presumes}-${last}`,
        participants,
        presumes,
        voteOf: (id: string) => (id.endsWith(`/rm${participants}`) ? last : 'yes'),
      })),
    );
    // The last vote arrives after all others.
    for (const { options } of all.transactions) {
      const last = must(options.participants.at(-1), 'a participant');
      world.network.changeLink(last, options.coordinator, { latencyMs: constant(2) });
    }
    world.at(250, () => {
      all.transactions.forEach(({ judge }, place) => {
        const { presumes, last } = must(runs[place], 'a run for each transaction');
        metrics[`${presumes}.${last}.messages`].set(judge.messages);
        metrics[`${presumes}.${last}.forcedWrites`].set(judge.forcedWrites);
      });
    });
    return all;
  },
  goals: () => [everyTransactionEnds(0), someCommit(presumptions.length)],
  expect: ({ participants }) =>
    runs.flatMap((run) =>
      (['messages', 'forcedWrites'] as const).map((of) => ({
        id: `${run.presumes}-${run.last}-${of}`,
        text: `${inWords(run)}: ${of === 'messages' ? 'messages' : 'forced writes'} of one transaction`,
        measured: (metrics) => metrics[`${run.presumes}.${run.last}.${of}`].value,
        bound: exactBound(costOf(run, participants)[of]),
      })),
    ),
  tells({ metrics: m, params: { participants } }) {
    const of = (run: `${Run['presumes']}.${Run['last']}`) =>
      `${m[`${run}.messages`].value} messages and ${m[`${run}.forcedWrites`].value} forced writes`;
    return (
      `Presumed commit saves on commits: a commit of ${participants} participants takes ${of('commit.yes')}, and ${of('abort.yes')} under presumed abort, as without any presumption. ` +
      `Presumed abort saves on aborts: if the last participant votes no, the abort takes ${of('abort.no')}, and ${of('commit.no')} under presumed commit. ` +
      `A coordinator that has no record of a transaction answers "abort" under presumed abort, and so need not log aborts or wait for their acknowledgements; presumed commit does the same for commits, but must log the beginning of each transaction.`
    );
  },
});

// Left out: participants that only read, which need no second phase under either.
