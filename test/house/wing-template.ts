/**
 * The smallest wing: a client that repeats its requests, a server that counts each one once, and one rule. Files by
 * path; the last parts of the paths are the anatomy of a wing.
 */

const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

const asks =
  'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?';

export function newWing(wing: string): Map<string, string> {
  const Wing = capital(wing);
  const title = `${Wing}: a counter, to be replaced`;
  const files: Record<string, string> = {
    [`sims/${wing}/README.md`]: `# ${Wing}

A client asks a server to count, over a network that loses messages, and repeats what it got no reply to. The server
remembers the ids of requests.

\`\`\`console
$ npm run lab -- run ${wing}/repeated-requests --seed 7
${wing}/repeated-requests
…
\`\`\`

| scenario                 | question                  | answer                          |
| ------------------------ | ------------------------- | ------------------------------- |
| \`${wing}/repeated-requests\` | Is each request counted once? | yes, by the id of the request |
`,
    [`sims/${wing}/rules.ts`]: `/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const ${wing}Rules = defineRules('${wing}', {
  'count-each-request-once': {
    protects: 'counted-once',
    source: 'RFC 9110 §9.2.2',
    because: 'a request whose reply was lost is sent again, and would count twice',
  },
});

export type ${Wing}Rules = RulesOf<typeof ${wing}Rules>;
export type ${Wing}Rule = keyof ${Wing}Rules;
`,
    [`sims/${wing}/notes.ts`]: `/** What the nodes write into the trace, as data and in plain words. */
import { NoteBook } from '../../src/trace/note-book.ts';
import type { ${Wing}Rule } from './rules.ts';

interface ${Wing}Notes {
  counts: { id: number; total: number };
  /** A request has come again. */
  repeat: { id: number; rule: ${Wing}Rule };
  'no-reply': { id: number };
}

export const ${wing}Notes = new NoteBook<${Wing}Notes>({
  counts: ({ id, total }) => \`counts request \${id}: \${total}\`,
  repeat: ({ id }) => \`has counted request \${id} before\`,
  'no-reply': ({ id }) => \`gets no reply to request \${id}, and repeats it\`,
});
`,
    [`sims/${wing}/counter.ts`]: `/** The server: it counts requests, and keeps on its disk which ones it has counted. */
import type { Server } from '../../src/world/server.ts';
import type { ${Wing}Rules } from './rules.ts';

export interface Request {
  readonly id: number;
}

interface Memory {
  total: number;
  readonly counted: Set<number>;
}

export const counterServer = (rules: ${Wing}Rules): Server<Memory, Request, Request> => ({
  kind: 'counter',
  start: (_node, { journal }) => ({
    total: journal.length,
    counted: new Set(journal.map(({ id }) => id)),
  }),
  *serve(memory, { id }, _from, node) {
    // RFC 9110 §9.2.2: a client may repeat a request only if that has the effect of one.
    if (rules['count-each-request-once'] && memory.counted.has(id)) {
      const note = { kind: 'repeat', id, rule: 'count-each-request-once' };
      node.note(note);
    } else {
      memory.total += 1;
      memory.counted.add(id);
      node.persist({ id });
      const note = { kind: 'counts', id, total: memory.total };
      node.note(note);
    }
    yield* node.durable();
    return memory.total;
  },
  shown: ({ total }) => ({ total }),
});
`,
    [`sims/${wing}/cluster.ts`]: `/** Puts a server and its client into a world. */
import type { Process } from '../../src/kernel/process.ts';
import type { Node } from '../../src/world/node.ts';
import { client, isCallFailure, type ServerContext } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import { counterServer } from './counter.ts';
import type { ${Wing}Rules } from './rules.ts';

export interface ClusterOptions {
  readonly requests: number;
  readonly timeoutMs: number;
}

export interface Cluster {
  readonly server: Node;
  readonly client: Node;
  /** How many different requests the client has sent, and how many of them were answered. */
  sent: number;
  answered: number;
}

export function ${wing}Cluster(
  world: World,
  rules: ${Wing}Rules,
  options: ClusterOptions,
): Cluster {
  const server = world.addServer('server', counterServer(rules));
  const caller = client('client', (node) => node.spawn(sendAll(node)));
  const cluster: Cluster = { server, client: world.addServer('client', caller), sent: 0, answered: 0 };

  function* sendAll(node: ServerContext): Process<void> {
    while (cluster.sent < options.requests) {
      cluster.sent += 1;
      yield* sendUntilAnswered(node, cluster.sent);
      cluster.answered += 1;
    }
  }

  function* sendUntilAnswered(node: ServerContext, id: number): Process<void> {
    for (;;) {
      try {
        yield* node.call('server', { id }, { timeoutMs: options.timeoutMs });
        return;
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        const note = { kind: 'no-reply', id };
        node.note(note);
      }
    }
  }

  return cluster;
}

/** Undefined while the server is down. */
export const totalOf = ({ server }: Cluster): number | undefined =>
  (server.state as { readonly total: number } | undefined)?.total;
`,
    [`sims/${wing}/invariants.ts`]: `/** What must hold after every event, and what must happen. */
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { type Invariant, invariant } from '../../src/check/invariant.ts';
import { type Cluster, totalOf } from './cluster.ts';

export const ${wing}Invariants: readonly Invariant<Cluster>[] = [
  invariant('counted-once', 'no request is counted twice', (cluster: Cluster) => {
    const total = totalOf(cluster) ?? 0;
    return total > cluster.sent ? \`\${total} counted, and \${cluster.sent} were sent\` : undefined;
  }),
];

export const allAnswered = (requests: number): Goal<Cluster> =>
  sometimes('all-answered', 'every request is answered', ({ answered }) => answered === requests);
`,
    [`sims/${wing}/view.ts`]: `/** What the debugger shows: a line a node. */
import type { ViewRow } from '../../src/check/sim.ts';
import { type Cluster, totalOf } from './cluster.ts';

export const viewOf = (cluster: Cluster): readonly ViewRow[] => [
  { name: 'server', cells: [['total', String(totalOf(cluster) ?? 'down')]] },
  { name: 'client', cells: [['answered', \`\${cluster.answered} of \${cluster.sent}\`]] },
];
`,
    [`sims/${wing}/${wing}.ts`]: `/** ${Wing} as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { Request } from './counter.ts';
import { ${wing}Invariants } from './invariants.ts';
import { ${wing}Notes } from './notes.ts';
import { type ${Wing}Rule, ${wing}Rules } from './rules.ts';
import { viewOf } from './view.ts';

export const ${wing}: Sim<${Wing}Rule> = {
  id: '${wing}',
  title: '${title}',
  about: 'A client repeats requests until it gets a reply, and a server counts each of them once.',
  sources: ['RFC 9110, HTTP Semantics, 2022'],
  rules: ${wing}Rules,
  invariants: ${wing}Invariants,
  files: [
    'rules.ts',
    'notes.ts',
    'counter.ts',
    'cluster.ts',
    'invariants.ts',
    'view.ts',
  ],
  notes: ${wing}Notes,
  arrowText: (message) =>
    typeof message === 'object' ? \`request \${(message as Request).id}\` : \`total \${message}\`,
  view: viewOf,
};
`,
    [`scenarios/${wing}/repeated-requests.ts`]: `import * as z from 'zod';
import { ${wing}Cluster } from '../../sims/${wing}/cluster.ts';
import { allAnswered } from '../../sims/${wing}/invariants.ts';
import { ${wing}Notes } from '../../sims/${wing}/notes.ts';
import { ${wing} } from '../../sims/${wing}/${wing}.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';

export default scenario({
  id: '${wing}/repeated-requests',
  asks: '${asks}',
  sim: ${wing},
  claims: [],
  params: z.object({
    requests: z.int().min(1).max(10_000).default(100).describe('requests, one after the other'),
    loss: z.number().min(0).max(0.9).default(0.2).describe('share of messages that are lost'),
  }),
  durationMs: ({ requests, loss }) => (100 + requests * 100) / ((1 - loss) * (1 - loss)),
  network: ({ loss }) => ({ loss }),
  metrics: {
    counts: counter('requests', 'how many were counted'),
    repeats: counter('requests', 'how many came again'),
  },
  build({ world, params: { requests }, rules, metrics }) {
    ${wing}Notes.listen(world.trace, 'counts', () => metrics.counts.add());
    ${wing}Notes.listen(world.trace, 'repeat', () => metrics.repeats.add());
    return ${wing}Cluster(world, rules, { requests, timeoutMs: 50 });
  },
  invariants: ${wing}.invariants,
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
    \`\${counted(counts.value, 'request')} counted, each once: \${counted(repeats.value, 'request')} came again.\`,
});

// Left out: ids take memory for as long as the server remembers them.
`,
    [`scenarios/${wing}/killers.ts`]: `/** For each rule, a run that shows what happens without it. */
import type { ${Wing}Rule } from '../../sims/${wing}/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const ${wing}Killers: Killers<${Wing}Rule> = {
  'count-each-request-once': { scenario: '${wing}/repeated-requests', seed: '1' },
};
`,
    [`scenarios/${wing}/claims.ts`]: `/** What is said of ${wing}, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const ${wing}Claims: Claims = {};
`,
    [`scenarios/${wing}/index.ts`]: `/** The scenarios of ${wing}, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const ${wing}Wing: WingEntry = {
  id: '${wing}',
  title: '${title}',
  scenarios: [
    {
      id: '${wing}/repeated-requests',
      asks: '${asks}',
      load: () => import('./repeated-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/${wing}/${wing}.ts')).${wing},
    killers: (await import('./killers.ts')).${wing}Killers,
  }),
};
`,
    [`test/scenarios/${wing}.test.ts`]: `/** Goal: the scenarios of ${wing} keep the laws of scenarios, and every rule of it has teeth. */
import { holdEveryRule } from '../support/rule-laws.ts';
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('${wing}');
await holdEveryRule('${wing}');
`,
  };
  return new Map(Object.entries(files));
}

/** The lists of the house with one wing more. */
export function listedIn(lists: { readonly index: string; readonly claims: string }, wing: string) {
  const lastImport =
    /(import [^\n]+ from '\.\/\w+\/(?:index|claims)\.ts';\n)(?!import [^\n]+'\.\/)/;
  const withImport = (text: string, what: string, file: string) =>
    text.replace(lastImport, (line) => `${line}import { ${what} } from './${wing}/${file}.ts';\n`);
  return {
    index: withImport(lists.index, `${wing}Wing`, 'index').replace(/\]\);\s*$/, `${wing}Wing]);\n`),
    claims: withImport(lists.claims, `${wing}Claims`, 'claims').replace(
      /\]\);\s*$/,
      `['${wing}', ${wing}Claims]]);\n`,
    ),
  };
}
