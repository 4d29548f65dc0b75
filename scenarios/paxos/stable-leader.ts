import * as z from 'zod';
import { multiCluster } from '../../sims/paxos/multi/cluster.ts';
import { commandCost } from '../../sims/paxos/multi/formulas.ts';
import { paxosNotes } from '../../sims/paxos/notes.ts';
import { largest, quantile, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { rounded } from '../../src/words/numbers.ts';
import { aboutLog, client } from './log-common.ts';

const params = z.object({
  servers: whole(3, 9, 3, 'servers of each log'),
  latencyMs: real(1, 200, 10, 'one-way latency between any two nodes'),
  diskMs: real(0.1, 20, 2, 'duration of a disk write'),
  seconds: whole(1, 60, 4, 'how long a client writes, one command after another, in seconds'),
});
type Params = z.output<typeof params>;

const startMs = 10;
/** Sums of a few times differ in the last digits. */
const about = (ms: number) => ({ atLeast: ms - 1e-6, atMost: ms + 1e-6 });
const untilMs = ({ seconds }: Params) => startMs + seconds * 1_000;
const groups = ['stable', 'each'] as const;

export default scenario({
  ...aboutLog,
  id: 'paxos/stable-leader',
  asks: 'A leader keeps its ballot for all later commands. What does a command cost, and what if each command begins its own ballot?',
  claims: ['paxos-multi-needed'],
  code: [
    'sims/paxos/multi/leader.ts#proposeAt',
    'sims/paxos/multi/leader.ts#beginBallot',
    'sims/paxos/multi/formulas.ts#commandCost',
  ],
  params,
  durationMs: (p) => untilMs(p) + 20 * (p.latencyMs + p.diskMs),
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs) }),
  metrics: {
    stableMs: histogram('ms', 'from a request to its answer, with a leader that keeps its ballot'),
    eachMs: histogram('ms', 'from a request to its answer, with a ballot per command'),
    stableCommands: counter('commands', 'of the leader that keeps its ballot'),
    eachCommands: counter('commands', 'with a ballot per command'),
    stableMessages: counter('messages', 'between servers, if the leader keeps its ballot'),
    eachMessages: counter('messages', 'between servers, with a ballot per command'),
  },
  build({ world, rules, params: p, metrics }) {
    const clients = [
      { ...client, keys: 8, fromMs: startMs, untilMs: untilMs(p), timeoutMs: 60_000 },
    ];
    const options = {
      servers: p.servers,
      diskMs: constant(p.diskMs),
      election: null,
      heartbeatMs: 1,
      clients,
    };
    const cluster = multiCluster(
      world,
      rules,
      groups.map((name) => ({ ...options, name, keepsBallot: name === 'stable' })),
    );
    const latencyOf = { stable: metrics.stableMs, each: metrics.eachMs };
    const askedAtMs = new Map<string, number>();
    paxosNotes.listen(world.trace, 'invoke', (_note, by, atMs) => askedAtMs.set(by, atMs));
    paxosNotes.listen(world.trace, 'ok', (_note, by, atMs) =>
      latencyOf[by.startsWith('stable/') ? 'stable' : 'each'].record(
        atMs - must(askedAtMs.get(by), 'request'),
      ),
    );
    world.at(untilMs(p) + 19 * (p.latencyMs + p.diskMs), () => {
      const [stable, each] = cluster.logs.map(({ judge }) => judge);
      metrics.stableMessages.add(must(stable, 'log').messages);
      metrics.stableCommands.add(must(stable, 'log').slots);
      metrics.eachMessages.add(must(each, 'log').messages);
      metrics.eachCommands.add(must(each, 'log').slots);
    });
    return cluster;
  },
  goals: () => [
    sometimes(
      'commands-chosen',
      'both logs have commands',
      ({ logs }: ReturnType<typeof multiCluster>) => logs.every(({ judge }) => judge.slots > 0),
    ),
  ],
  expect(p) {
    const stable = commandCost(p, 'kept');
    const each = commandCost(p, 'begun');
    return [
      within(quantile('stableMs', 0.5), 'stable-median', about(stable.ms)).says(
        'time of a command if the leader keeps its ballot, in ms: one round trip among servers, one disk write, and the trip to the leader and back',
        'paxos-multi-needed',
      ),
      within(quantile('eachMs', 0.5), 'each-median', about(each.ms)).says(
        'time of a command with its own ballot, in ms: two round trips among servers, three disk writes, and the trip to the leader and back',
      ),
      within(largest('stableMs'), 'stable-first', about(each.ms)).says(
        'time of the first command, which waits for phase 1, in ms',
      ),
      within(
        ({ stableMessages, stableCommands }: MessageCounts) =>
          stableMessages.value - stable.messages * stableCommands.value,
        'stable-messages',
        about(each.messages - stable.messages),
      ).says(
        'messages beyond three per follower and command, if the leader keeps its ballot: those of phase 1, once',
      ),
      within(
        ({ eachMessages, eachCommands }: MessageCounts) =>
          eachMessages.value - each.messages * eachCommands.value,
        'each-messages',
        about(0),
      ).says('messages beyond five per follower and command, with a ballot for each command'),
    ];
  },
  tells: ({
    metrics: { stableMs, eachMs, stableMessages, stableCommands, eachMessages, eachCommands },
  }) =>
    `With a leader that keeps its ballot a command takes ${rounded(stableMs.quantile(0.5))} ms and ` +
    `${rounded(stableMessages.value / stableCommands.value)} messages; with a ballot per command it takes ` +
    `${rounded(eachMs.quantile(0.5))} ms and ${rounded(eachMessages.value / eachCommands.value)} messages. ` +
    `In the same time ${stableCommands.value} commands are done instead of ${eachCommands.value}: ` +
    'phase 1 does not mention a command, so running it once serves every later slot. ' +
    'The price: everything goes through one server, and after its crash nothing is chosen until another has run phase 1.',
});

type MessageCounts = Readonly<
  Record<'stableMessages' | 'stableCommands' | 'eachMessages' | 'eachCommands', { value: number }>
>;

// Left out: concurrent commands, which share a ballot and a disk write, and followers that learn
// from the next message.
