/**
 * The link from the leader to its client is cut. The client appends to a text, hears nothing, and tries
 * again and again.
 */
import { somebodyReads } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
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
  asks: 'The answer to a request is lost, and the client sends the request again. Is it done twice?',
  claims: ['q22-failover-keeps-write'],
  cluster: { nodes: 3, clients: 2, clientOptions: { retryMs: 40, triesMax: 1_000 } },
  steps,
  metrics: { copies: counter('entries', 'in the log that append the same letter once more') },
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
      text: 'the request stands in the log more than once, and is executed once',
      claim: 'q22-failover-keeps-write',
      measured: ({ copies }) => copies.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ copies }) =>
    `The request was committed ${copies.value + 1} times. It was executed once: the others had the serial number ` +
    'of one that the client’s session had an answer to.',
});

// Left out: sessions that end because too many clients came since. Their requests are refused.
