// A protocol of your own: a client asks a server to count, over a network that loses messages.
// Two rules make every request count exactly once; switch one off, and a run shows what it is for.
import { counter, defineRules, eventually, invariant } from 'seedlab/check';
import { scenario, whole, z } from 'seedlab/lab';
import { client, isCallFailure, NoteBook, network } from 'seedlab/world';

/** The rules. `protects` names the invariant or goal that fails without the rule. */
const protocolRules = defineRules('my-protocol', {
  'retry-until-answered': {
    protects: 'all-counted',
    source: 'this file',
    because: 'a request that the network loses is never counted',
  },
  'remember-requests': {
    protects: 'counted-once',
    source: 'this file',
    because: 'a request whose answer was lost is counted again when it is repeated',
  },
});

/**
 * What nodes write into the trace, and how it reads.
 * @type {NoteBook<{ counts: { request: number } }>}
 */
const notes = new NoteBook({ counts: ({ request }) => `counts request ${request}` });

/**
 * What invariants and goals look at.
 * @typedef {{ wanted: number, counted: number[] }} Tally
 */

/** @type {import('seedlab/check').Invariant<Tally>} */
const countedOnce = invariant('counted-once', 'no request is counted twice', ({ counted }) => {
  const again = counted.find((request, place) => counted.indexOf(request) < place);
  return again === undefined ? undefined : `request ${again} was counted twice`;
});

/**
 * @param {import('seedlab/check').RulesOf<typeof protocolRules>} rules
 * @returns {import('seedlab/world').Server<Set<number>, number>}
 */
const countingServer = (rules) => ({
  kind: 'server',
  start: () => new Set(),
  serve(seen, request, _from, node) {
    if (rules['remember-requests'] && seen.has(request)) return 'counted already';
    seen.add(request);
    const note = { kind: 'counts', request };
    node.note(note);
    return 'counted';
  },
  shown: (seen) => ({ requests: [...seen] }),
});

/**
 * @param {import('seedlab/world').ServerContext} node
 * @param {number} requests
 * @param {import('seedlab/check').RulesOf<typeof protocolRules>} rules
 * @returns {import('seedlab/kernel').Process<void>}
 */
function* work(node, requests, rules) {
  for (let request = 1; request <= requests; request++) {
    let isAnswered = false;
    do {
      try {
        yield* node.call('server', request, { timeoutMs: 20 });
        isAnswered = true;
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
      }
    } while (rules['retry-until-answered'] && !isAnswered);
  }
}

/** @type {import('seedlab/check').Sim<(typeof protocolRules.ids)[number]>} */
const sim = {
  id: 'my-protocol',
  title: 'Counting over a network that loses messages',
  about: 'A client sends numbered requests to a server. Messages may be lost; nodes do not fail.',
  sources: [],
  rules: protocolRules,
  invariants: [countedOnce],
  files: [],
  notes,
  arrowText: (message) => JSON.stringify(message),
};

export default scenario({
  id: 'my-protocol/lost-messages',
  asks: 'Messages get lost. Is every request counted exactly once?',
  sim,
  claims: [],
  params: z.object({
    requests: whole(1, 100, 10, 'requests of the client'),
    loss: z.number().min(0).max(0.9).default(0.3).describe('share of messages that are lost'),
  }),
  durationMs: ({ requests }) => 500 * requests,
  plan: ({ loss }) => [{ atMs: 0, fault: network({ loss }) }],
  metrics: { counted: counter('requests', 'requests that the server counted') },
  build({ world, params, rules, metrics }) {
    /** @type {Tally} */
    const tally = { wanted: params.requests, counted: [] };
    notes.listen(world.trace, 'counts', ({ request }) => {
      tally.counted.push(request);
      metrics.counted.add();
    });
    world.addServer('server', countingServer(rules));
    world.addServer(
      'client',
      client('client', (node) => node.spawn(work(node, params.requests, rules))),
    );
    return tally;
  },
  invariants: [countedOnce],
  goals: ({ requests }) => [
    eventually(
      'all-counted',
      'every request is counted',
      400 * requests,
      ({ wanted, counted }) => new Set(counted).size === wanted,
    ),
  ],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `The client sent ${params.requests} requests, and the server counted ${metrics.counted.value}.`,
});

/** A run that shows what each rule is for: `hunt NAME#remember-requests` finds such runs. */
export const killers = {
  'retry-until-answered': { seed: '1' },
  'remember-requests': { seed: '1' },
};
