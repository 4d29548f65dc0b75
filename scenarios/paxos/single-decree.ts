import * as z from 'zod';
import { synodCluster, valueIsChosen } from '../../sims/paxos/synod/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutSynod, propose } from './synod-common.ts';

const startMs = 100;

export default scenario({
  ...aboutSynod,
  id: 'paxos/single-decree',
  asks: 'Two servers propose different values at nearly the same time, and the first one crashes in between. Do all servers learn the same value?',
  claims: [],
  code: [
    'sims/paxos/synod/proposer.ts#safeValue',
    'sims/paxos/synod/acceptor.ts#onAccept',
    'sims/paxos/synod/proposer.ts#onAccepted',
  ],
  params: z.object({
    servers: whole(1, 9, 3, 'servers'),
    proposers: whole(1, 9, 2, 'servers that propose, each its own value'),
    crashAfterMs: whole(0, 500, 25, 'when the first proposer crashes'),
    downMs: whole(0, 2_000, 300, 'how long it is down (0: it does not crash)'),
  }),
  durationMs: ({ downMs }) => 2_000 + downMs,
  network: () => ({ latencyMs: uniform(8, 12) }),
  plan: ({ servers, proposers, crashAfterMs, downMs }) => [
    ...Array.from({ length: Math.min(servers, proposers) }, (_, place) =>
      propose(startMs + place, `n${place + 1}`, `v${place + 1}`),
    ),
    ...(downMs === 0
      ? []
      : [
          { atMs: startMs + crashAfterMs, fault: crash('n1') },
          { atMs: startMs + crashAfterMs + downMs, fault: restart('n1') },
          propose(startMs + crashAfterMs + downMs + 1, 'n1', 'v1'),
        ]),
  ],
  metrics: {
    learned: counter('servers', 'that know the value at the end'),
    ballots: gauge('ballots', 'until then'),
    messages: gauge('messages', 'between servers'),
    chosenMs: gauge('ms', 'from the first proposal until a server knew the value'),
  },
  build({ world, rules, params: { servers, downMs }, metrics }) {
    const options = { servers, retryMs: 150, backoffMs: 40, diskMs: constant(2) };
    const cluster = synodCluster(world, rules, [options]);
    const choice = must(cluster.choices[0], 'the choice');
    world.at(1_999 + downMs, () => {
      const { ballots, messages, learnedAtMs, value } = choice.judge;
      metrics.ballots.set(ballots);
      metrics.messages.set(messages);
      if (learnedAtMs !== undefined) metrics.chosenMs.set(learnedAtMs - startMs);
      for (const { state } of choice.servers) {
        if (state !== undefined && state.learned === value) metrics.learned.add();
      }
    });
    return cluster;
  },
  goals: () => [valueIsChosen(1_000)],
  expect: ({ servers }) => [
    exactly(servers, 'learned', 'all-learn').says('servers that know the value at the end'),
  ],
  tells: ({ metrics: { learned, ballots, messages, chosenMs }, subject, params: { servers } }) =>
    'All servers learn the same value: a proposer first gets promises from a majority and proposes the value that they have accepted in the highest ballot, so a value that may have been chosen is never replaced. ' +
    `Here ${learned.value} of ${counted(servers, 'server')} know ${subject.choices[0]?.judge.value} at the end, and no server knows another value. ` +
    `It took ${counted(ballots.value ?? 0, 'ballot')}, ` +
    `${counted(messages.value ?? 0, 'message')} and ${Math.round(chosenMs.value ?? 0)} ms.`,
});

// Left out: a server that was down when the value was chosen learns it only if it proposes a value
// itself, as here.
