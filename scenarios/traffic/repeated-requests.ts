import { z } from 'zod';
import { trafficCluster } from '../../sims/traffic/cluster.ts';
import { allAnswered } from '../../sims/traffic/invariants.ts';
import { trafficNotes } from '../../sims/traffic/notes.ts';
import { traffic } from '../../sims/traffic/traffic.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';

export default scenario({
  id: 'traffic/repeated-requests',
  asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
  sim: traffic,
  claims: [],
  params: z.object({
    requests: z.int().min(1).max(10_000).default(100).describe('requests, one after the other'),
    loss: z.number().min(0).max(0.9).default(0.2).describe('share of messages that are lost'),
  }),
  durationMs: ({ requests, loss }) => (100 + requests * 100) / (1 - loss) ** 2,
  network: ({ loss }) => ({ loss }),
  metrics: {
    counts: counter('requests', 'how many were counted'),
    repeats: counter('requests', 'how many came again'),
  },
  build({ world, params: { requests }, rules, metrics }) {
    trafficNotes.listen(world.trace, 'counts', () => metrics.counts.add());
    trafficNotes.listen(world.trace, 'repeat', () => metrics.repeats.add());
    return trafficCluster(world, rules, { requests, timeoutMs: 50 });
  },
  invariants: traffic.invariants,
  goals: ({ requests }) => [allAnswered(requests)],
  expect: ({ requests }) => [
    {
      id: 'counted',
      text: 'as many are counted as were sent',
      measured: ({ counts }) => counts.value,
      bound: { atLeast: requests, atMost: requests },
    },
  ],
  tells: ({ metrics: { counts, repeats } }) =>
    `${counted(counts.value, 'request')} counted, each once: ${counted(repeats.value, 'request')} came again.`,
});

// Left out: ids take memory for as long as the server remembers them.
