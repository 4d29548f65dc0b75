import * as z from 'zod';
import { inDoubt } from '../../sims/transactions/commit/cluster.ts';
import { protocols, protocolTitles } from '../../sims/transactions/commit/options.ts';
import { someCommit } from '../../sims/transactions/commit/properties.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutCommit, begin, cluster, drawLateMs } from './commit-common.ts';

const params = z.object({
  participants: whole(2, 10, 3, 'participants'),
  faults: whole(1, 3, 1, 'acceptor crashes that Paxos Commit survives, F'),
  down: whole(1, 7, 1, 'acceptors that crash, starting with the leader'),
  inquireMs: whole(20, 5_000, 500, 'how long a participant waits before it asks'),
});
type Params = z.output<typeof params>;

const startMs = 1_000;
/** All votes are in flight to the deciding node, and none has arrived. */
const crashMs = { 'two-phase': 1.5, paxos: 3.5, 'faster-paxos': 3.5 };
const managers = ({ faults, down }: Params) => Math.min(down, 2 * faults + 1);

const afterMs = (p: Params) => startMs + 20 * p.inquireMs + 1_000;

export default scenario({
  ...aboutCommit,
  id: 'transactions/coordinator-gone',
  asks: 'All participants have voted yes, and the coordinator crashes for ever. Can they find out how the transaction ends?',
  claims: [],
  code: [
    'sims/transactions/commit/participant.ts#wait',
    'sims/transactions/commit/paxos/leader.ts#lead',
    'sims/transactions/commit/paxos/leader.ts#safeVote',
  ],
  params,
  durationMs: (p) => afterMs(p) + 1_000,
  network: () => ({ latencyMs: constant(1) }),
  plan: (p, random) => {
    const atMs = startMs + drawLateMs(random);
    return [
      ...protocols.map((_, place) => begin(atMs, place + 1)),
      { atMs: atMs + crashMs['two-phase'], fault: crash('two-phase/tm') },
      ...(['paxos', 'faster-paxos'] as const).flatMap((protocol) =>
        Array.from({ length: managers(p) }, (_, place) => ({
          atMs: atMs + crashMs[protocol],
          fault: crash(`${protocol}/acceptor${place + 1}`),
        })),
      ),
    ];
  },
  metrics: {
    'two-phase.inDoubt': counter('participants', 'two-phase commit: left in doubt'),
    'paxos.inDoubt': counter('participants', 'Paxos Commit: left in doubt'),
    'faster-paxos.inDoubt': counter('participants', 'Faster Paxos Commit: left in doubt'),
    paxosDoubtMs: gauge('ms', 'Paxos Commit: longest time that a participant was in doubt'),
  },
  build({ world, rules, params: p, metrics }) {
    const all = cluster(
      { world, rules },
      protocols.map((protocol) => ({ ...p, name: protocol, protocol })),
    );
    world.at(afterMs(p), () => {
      for (const transaction of all.transactions) {
        const { options, judge } = transaction;
        metrics[`${options.protocol}.inDoubt`].add(inDoubt(transaction));
        const ms = Math.max(...judge.doubtMs.values());
        if (options.protocol === 'paxos' && Number.isFinite(ms)) metrics.paxosDoubtMs.set(ms);
      }
    });
    return all;
  },
  goals: (p) => [someCommit(p.down > p.faults ? 0 : 2)],
  expect: (p) => [
    exactly(p.participants, 'two-phase.inDoubt', 'two-phase-blocks').says(
      'two-phase commit: participants that stay in doubt when the coordinator never comes back: all',
    ),
    ...(['paxos', 'faster-paxos'] as const).map((protocol) =>
      exactly(
        p.down > p.faults ? p.participants : 0,
        `${protocol}.inDoubt`,
        `${protocol}-goes-on`,
      ).says(
        `${protocolTitles[protocol]}: participants that stay in doubt, of ${p.participants}: none unless more than ${p.faults} of ${2 * p.faults + 1} acceptors are gone`,
      ),
    ),
  ],
  tells({ params: p, metrics }) {
    const blocked = metrics['two-phase.inDoubt'].value;
    const left = metrics['paxos.inDoubt'].value;
    const paxos =
      left > 0
        ? `With ${p.down} of ${2 * p.faults + 1} acceptors gone, Paxos Commit blocks as well: ${left} stay in doubt.`
        : `With Paxos Commit another acceptor takes over as soon as a participant asks: it finds the votes at a majority, and commits. The longest doubt was ${inDigits(Math.round(metrics.paxosDoubtMs.value ?? 0))} ms, with participants that ask after ${inDigits(p.inquireMs)} ms.`;
    return `Not with two-phase commit: ${counted(blocked, 'participant')} of ${p.participants} have voted yes, know no decision (in doubt), and keep their locks for as long as the coordinator is gone; one that restarts reads its decision from its log and tells them, or aborts if there is none. ${paxos} The price of Paxos Commit is more messages and acceptors.`;
  },
});

// Left out: an operator who resolves the transaction by hand, which can break atomicity.
