/**
 * The link from the leader to its client is cut. The client appends to a text, hears nothing, and
 * retries.
 */
import { somebodyReads } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { times } from '../../src/words/numbers.ts';
import { cut, mend } from '../../src/world/fault.ts';
import { append, get, put, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [append('c1', 'n1', 'x', 'a'), put('c2', 'n1', 'y', 'a')],
  [cut('n1', 'c1'), append('c1', 'n1', 'x', 'b')],
  [],
  [],
  [mend('n1', 'c1')],
  [],
  [get('c2', 'n1', 'x')],
];

export default story({
  id: 'raft/retried-request',
  asks: 'The answer to a request is lost, and the client sends the request again. Is it executed twice?',
  claims: ['q22-failover-keeps-write'],
  code: ['sims/raft/client/session.ts#answeredBefore', 'sims/raft/client/machine.ts#apply'],
  cluster: { nodes: 3, clients: 2, clientOptions: { retryMs: 40, triesMax: 1_000 } },
  steps,
  metrics: { copies: counter('entries', 'in the log that append the same letter again') },
  listen(trace, metrics) {
    const seen = new Set<string>();
    raftNotes.listen(trace, 'commits', ({ command = '' }) => {
      if (command.startsWith('append') && seen.has(command)) metrics.copies.add();
      seen.add(command);
    });
  },
  goals: [somebodyReads('ab')],
  expect: [
    {
      id: 'copies-in-the-log',
      text: 'log entries that repeat the request: at least one, although it is executed once',
      claim: 'q22-failover-keeps-write',
      measured: ({ copies }) => copies.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ copies }) =>
    `A retried request is executed once: each client numbers its requests, and the state machine remembers per session the last number and its answer. The request was committed ${times(copies.value + 1)}, but only the first copy was executed: the others have a serial number ` +
    'for which the session already has the answer.',
});

// Left out: sessions that are evicted because too many clients came later. Their requests are
// refused.
