import * as z from 'zod';
import { type Beside, besideEachOther, type Protocol } from '../../sims/paxos/beside/cluster.ts';
import { paxosPrice, raftPrice, zabPrice } from '../../sims/paxos/beside/formulas.ts';
import { paxos } from '../../sims/paxos/paxos.ts';
import { exactly, largest, quantile, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, rounded } from '../../src/words/numbers.ts';
import { client } from './log-common.ts';

const params = z.object({
  servers: whole(3, 9, 3, 'servers of each protocol'),
  latencyMs: real(1, 200, 10, 'one-way latency between any two nodes'),
  diskMs: real(0.1, 20, 2, 'duration of a disk write'),
  settle: real(1.5, 50, 3, 'how long a ZAB server waits for a better vote, in latencies'),
  seconds: whole(1, 20, 1, 'how long a client of each protocol writes, one command after another'),
});
type Params = z.output<typeof params>;

const settleMs = ({ settle, latencyMs }: Params) => settle * latencyMs;
/** By then each protocol has its leader, which has sent everything it had to send. */
const fromMs = (p: Params) => 12 * (p.latencyMs + p.diskMs) + settleMs(p);
const untilMs = (p: Params) => fromMs(p) + 1_000 * p.seconds + 8 * (p.latencyMs + p.diskMs);
const endsMs = (p: Params) => untilMs(p) + 8 * (p.latencyMs + p.diskMs);
const about = (ms: number) => ({ atLeast: ms - 1e-6, atMost: ms + 1e-6 });

const names: Readonly<Record<Protocol, string>> = {
  raft: 'Raft',
  paxos: 'Multi-Paxos',
  zab: 'ZAB',
};

const electionMessages = (of: Protocol) =>
  gauge('messages', `between servers of ${names[of]} until its leader has no more to send`);
const electionMs = (of: Protocol) => gauge('ms', `until ${names[of]} has a leader`);
const commandMessages = (of: Protocol) =>
  gauge('messages', `between servers of ${names[of]} per command`);
const commandMs = (of: Protocol) =>
  histogram('ms', `from a request to its answer, with ${names[of]}`);
const untold = (of: Protocol) =>
  gauge('followers', `of ${names[of]} that have not heard that the last command is chosen`);

export default scenario({
  sim: paxos,
  invariants: [],
  id: 'paxos/beside-raft',
  asks: 'Raft, Multi-Paxos and ZAB run side by side with the same network and disks. What does a leader cost in each, and what does a command cost?',
  claims: [],
  code: [
    'sims/paxos/beside/formulas.ts#raftPrice',
    'sims/paxos/beside/formulas.ts#paxosPrice',
    'sims/paxos/beside/formulas.ts#zabPrice',
  ],
  params,
  durationMs: endsMs,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs), ordered: true }),
  metrics: {
    raftElection: electionMessages('raft'),
    paxosElection: electionMessages('paxos'),
    zabElection: electionMessages('zab'),
    raftElectionMs: electionMs('raft'),
    paxosElectionMs: electionMs('paxos'),
    zabElectionMs: electionMs('zab'),
    raftCommand: commandMessages('raft'),
    paxosCommand: commandMessages('paxos'),
    zabCommand: commandMessages('zab'),
    raftCommandMs: commandMs('raft'),
    paxosCommandMs: commandMs('paxos'),
    zabCommandMs: commandMs('zab'),
    raftUntold: untold('raft'),
    paxosUntold: untold('paxos'),
    zabUntold: untold('zab'),
  },
  build({ world, rules, params: p, metrics }) {
    const beside = besideEachOther(world, rules, {
      ...p,
      ...{ settleMs: settleMs(p), fromMs: fromMs(p), untilMs: untilMs(p) },
      client: { ...client, keys: 8, timeoutMs: endsMs(p) },
    });
    world.at(endsMs(p) - 1, () => {
      const left = beside.untold();
      for (const of of ['raft', 'paxos', 'zab'] as const) {
        const tally = beside.tallies[of];
        metrics[`${of}Election`].set(tally.electionMessages);
        metrics[`${of}ElectionMs`].set(must(tally.ledAtMs, 'leader'));
        metrics[`${of}Command`].set(tally.commandMessages);
        for (const ms of tally.commandsMs) metrics[`${of}CommandMs`].record(ms);
        metrics[`${of}Untold`].set(left[of]);
      }
    });
    return beside;
  },
  goals: () => [
    sometimes('all-lead', 'each protocol has a leader', ({ tallies }: Beside) =>
      Object.values(tallies).every(({ ledAtMs }) => ledAtMs !== undefined),
    ),
  ],
  expect(p) {
    const prices = { raft: raftPrice(p), paxos: paxosPrice(p), zab: zabPrice(p, settleMs(p)) };
    return (['raft', 'paxos', 'zab'] as const).flatMap((of) => {
      const price = prices[of];
      return [
        exactly(price.electionMessages, `${of}Election`, `${of}-election`).says(
          `messages to elect a leader, ${names[of]}`,
        ),
        within(`${of}ElectionMs`, `${of}-election-ms`, about(price.electionMs)).says(
          `time until a leader is elected, in ms, ${names[of]}`,
        ),
        exactly(price.commandMessages, `${of}Command`, `${of}-command`).says(
          `messages per command, ${names[of]}`,
        ),
        within(quantile(`${of}CommandMs`, 0), `${of}-shortest`, about(price.commandMs)).says(
          `time of the shortest command, in ms, ${names[of]}`,
        ),
        within(largest(`${of}CommandMs`), `${of}-longest`, about(price.commandMs)).says(
          `time of the longest command, in ms, ${names[of]}`,
        ),
        exactly(price.untold, `${of}Untold`, `${of}-untold`).says(
          `followers that do not know of the last commit, ${names[of]}`,
        ),
      ];
    });
  },
  tells: ({ params: p, metrics: m }) =>
    `A command takes one round trip to a majority in Raft, Multi-Paxos and ZAB, here ${rounded(m.raftCommandMs.mean)} ms with the client’s trip to the leader and back (${inDigits(p.latencyMs)} ms one way), with ` +
    `${m.raftCommand.value}, ${m.paxosCommand.value} and ${m.zabCommand.value} messages. ` +
    `Electing a leader takes ${rounded(m.raftElectionMs.value)} ms with Raft (${m.raftElection.value} messages, half of them for the entry that opens its term), ` +
    `${rounded(m.paxosElectionMs.value)} ms with Multi-Paxos (${m.paxosElection.value} messages), and ` +
    `${rounded(m.zabElectionMs.value)} ms with ZAB (${m.zabElection.value} messages), whose servers wait ${inDigits(settleMs(p))} ms for a better vote, and whose leader first agrees on an epoch and a history with a majority. ` +
    `Raft sends no separate commit message, so ${m.raftUntold.value} followers learn of a commit only with the next message.`,
});

// Left out: heartbeats, which all three need as well and which carry the commit in Raft, and
// several candidates at once.
