import * as z from 'zod';
import { commitCost } from '../../sims/transactions/commit/formulas.ts';
import { protocols, protocolTitles } from '../../sims/transactions/commit/options.ts';
import { everyTransactionEnds, someCommit } from '../../sims/transactions/commit/properties.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutCommit, begin, cluster, drawLateMs } from './commit-common.ts';

const params = z.object({
  participants: whole(3, 30, 5, 'number of participants, N'),
  faults: whole(0, 5, 1, 'acceptor crashes that Paxos Commit survives, F'),
  coLocated: z
    .boolean()
    .default(true)
    .describe('whether coordinator, leader and acceptors run on the participants’ nodes'),
});

const startMs = 10;
const costs = ['messages', 'delays', 'forcedWrites'] as const;
const says = {
  messages: 'messages between nodes',
  delays: 'message delays until every participant knows the decision',
  forcedWrites: 'writes that the protocol waits for',
};

export default scenario({
  ...aboutCommit,
  id: 'transactions/commit-messages',
  asks: 'What does a commit cost with two-phase commit, and with Paxos Commit, which survives losing its coordinator?',
  claims: [],
  code: [
    'sims/transactions/commit/formulas.ts#commitCost',
    'sims/transactions/commit/two-phase/coordinator.ts#countVote',
    'sims/transactions/commit/paxos/acceptor.ts#accept',
  ],
  params,
  durationMs: () => 300,
  // One delay is one millisecond, and disks take no time.
  network: () => ({ latencyMs: constant(1) }),
  plan: (_params, random) => {
    const atMs = startMs + drawLateMs(random);
    return protocols.map((_, place) => begin(atMs, place + 1));
  },
  metrics: {
    'two-phase.messages': gauge('messages', says.messages),
    'two-phase.delays': gauge('delays', says.delays),
    'two-phase.forcedWrites': gauge('writes', says.forcedWrites),
    'paxos.messages': gauge('messages', says.messages),
    'paxos.delays': gauge('delays', says.delays),
    'paxos.forcedWrites': gauge('writes', says.forcedWrites),
    'faster-paxos.messages': gauge('messages', says.messages),
    'faster-paxos.delays': gauge('delays', says.delays),
    'faster-paxos.forcedWrites': gauge('writes', says.forcedWrites),
  },
  build({ world, rules, params: { participants, faults, coLocated }, metrics }) {
    // Each acceptor needs a node of its own.
    const hosts = Math.max(participants, 2 * faults + 1);
    const all = cluster(
      { world, rules },
      protocols.map((protocol) => ({
        name: protocol,
        protocol,
        participants: hosts,
        faults,
        coLocated,
        presumes: 'remembers',
        beginsAt: 'participant',
      })),
    );
    world.at(250, () => {
      for (const { options, judge } of all.transactions) {
        metrics[`${options.protocol}.messages`].set(judge.messages);
        metrics[`${options.protocol}.delays`].set(
          (judge.endedAtMs ?? Infinity) - (judge.firstVoteMs ?? 0),
        );
        metrics[`${options.protocol}.forcedWrites`].set(judge.forcedWrites);
      }
    });
    return all;
  },
  goals: () => [everyTransactionEnds(0), someCommit(protocols.length)],
  expect: ({ participants, faults, coLocated }) =>
    protocols.flatMap((protocol) => {
      const hosts = Math.max(participants, 2 * faults + 1);
      const cost = commitCost[protocol]({ participants: hosts, faults, coLocated });
      return costs.map((of) => ({
        id: `${protocol}-${of}`,
        text: `${protocolTitles[protocol]}: ${says[of]}, as Gray and Lamport count them`,
        measured: (metrics) => metrics[`${protocol}.${of}`].value,
        bound: exactBound(cost[of]),
      }));
    }),
  tells({ metrics, params: { faults, participants } }) {
    const all = (of: (typeof costs)[number]) =>
      protocols.map((protocol) => metrics[`${protocol}.${of}`].value ?? 0);
    const [plain, paxos, faster] = all('messages') as [number, number, number];
    const [delays, paxosDelays, fasterDelays] = all('delays') as [number, number, number];
    const [writes, paxosWrites] = all('forcedWrites') as [number, number];
    return (
      `Two-phase commit of ${counted(participants, 'participant')} takes ${plain} messages and ${delays} message delays, and ` +
      `Paxos Commit, which keeps going with ${faults} of its acceptors down, ${paxos} messages and ${paxosDelays} delays. ` +
      `If the acceptors tell the participants themselves it takes ${faster} messages and ${fasterDelays} delays. ` +
      `Paxos Commit forces ${paxosWrites} writes to disk instead of ${writes}; in exchange no participant waits for a coordinator that crashed.`
    );
  },
});

// Left out: aborts, retries, and participants’ writes that nothing waits for.
