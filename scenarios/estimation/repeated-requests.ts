import { z } from 'zod';
import { estimationCluster } from '../../sims/estimation/cluster.ts';
import { estimation } from '../../sims/estimation/estimation.ts';
import { allAnswered } from '../../sims/estimation/invariants.ts';
import { estimationNotes } from '../../sims/estimation/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';

export default scenario({
  id: 'estimation/repeated-requests',
  asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
  sim: estimation,
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
    estimationNotes.listen(world.trace, 'counts', () => metrics.counts.add());
    estimationNotes.listen(world.trace, 'repeat', () => metrics.repeats.add());
    return estimationCluster(world, rules, { requests, timeoutMs: 50 });
  },
  invariants: estimation.invariants,
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
