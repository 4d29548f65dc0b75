/**
 * Goal: a recorded editing session comes out of RGA as it was recorded, at every replica, whether one
 * person wrote it or several on branches; and what is wrong with a trace is said with the transaction
 * and the reason. Method: drawn traces with the end content of a plain list; drawn histories of
 * branches with the end content of an RGA that clones itself at every fork; the real trace where it
 * is there.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { copyOf } from '../../../../sims/crdt/plain.ts';
import { crdtRules } from '../../../../sims/crdt/rules.ts';
import type { EditingTrace, Patch, Transaction } from '../../../../sims/crdt/text/editing-trace.ts';
import {
  drawKeystrokes,
  drawSession,
  drawTrace,
} from '../../../../sims/crdt/text/generated-trace.ts';
import { receiveAll, typeTrace } from '../../../../sims/crdt/text/replay.ts';
import {
  applyDelete,
  applyInsert,
  deleteAt,
  emptyRga,
  insertAt,
  lengthOf,
  type Rga,
  type TextOp,
  textOf,
} from '../../../../sims/crdt/text/rga.ts';
import { rgaReplica } from '../../../../sims/crdt/text/text-replica.ts';
import { projectFolder } from '../../../../src/host/source.ts';
import { must } from '../../../../src/kernel/must.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { parseTrace } from '../../../../src/tools/text/read-trace.ts';
import { countOf } from '../../../support/campaign.ts';
import { contains, intervalOfProbability } from '../../../support/confidence.ts';

const rules = crdtRules.without();

function expectReplayed(trace: EditingTrace): void {
  const { operations, replicas } = typeTrace(trace, rgaReplica(rules));
  for (const { text } of [...replicas, receiveAll(operations, rgaReplica(rules))]) {
    expect(text).toBe(trace.endContent);
  }
}

describe('drawn traces', () => {
  test.prop([fc.string(), fc.integer({ min: 0, max: 600 })], { numRuns: 30 })(
    'end as a plain list does',
    (seed, count) => {
      expectReplayed(drawTrace(new RandomStreams(seed).stream('trace'), count));
    },
  );

  test('have the shape of the recorded one: 70% inserts, 2.1% jumps', () => {
    const patches = drawKeystrokes(new RandomStreams('shape').stream('trace'), 40_000);
    const inserts = patches.filter(([, deleted]) => deleted === 0).length;
    // Keystrokes of a run depend on one another: an interval for the runs behind them.
    expect(Math.abs(inserts / patches.length - 0.7)).toBeLessThan(0.03);
    const jumps = patches.filter(([position, deleted], index) => {
      const [before = 0, wasDeleted = 0] = patches[index - 1] ?? [];
      const cursor = wasDeleted === 0 ? before + (index === 0 ? 0 : 1) : before;
      return position !== cursor - deleted;
    }).length;
    const { low, high } = intervalOfProbability(jumps, patches.length);
    expect([low < 0.021, 0.019 < high]).toEqual([true, true]);
  });
});

describe('drawn sessions of programs', () => {
  const count = 40_000;
  const patches = drawSession(new RandomStreams('shape').stream('session'), count);

  test('fit an empty text', () => {
    let length = 0;
    const beyond = patches.filter(([position, deleted, inserted]) => {
      const before = length;
      length += inserted.length - deleted;
      return position + deleted > before;
    });
    expect(beyond).toEqual([]);
    expect(patches.every(([, deleted, inserted]) => deleted + inserted.length > 0)).toBe(true);
  });

  const inserts = ([, , inserted]: Patch) => inserted !== '';
  const deletes = ([, deleted]: Patch) => deleted > 0;
  /** Made where there was something to delete before the cursor. */
  const isWithin = ([position, deleted]: Patch) => position + deleted > 0;

  test.each([
    ['insert and insert one character', 0.887, inserts, (patch: Patch) => patch[2].length === 1],
    [
      'replace a block by another',
      0.06,
      isWithin,
      (patch: Patch) => deletes(patch) && inserts(patch),
    ],
    ['delete and insert nothing', 0.112, isWithin, (patch: Patch) => !inserts(patch)],
  ] as const)('have the mix of the recorded ones: patches that %s', (_what, share, of, is) => {
    const among = patches.filter(of);
    const interval = intervalOfProbability(among.filter(is).length, among.length);
    expect([interval, contains(interval, share)]).toEqual([interval, true]);
  });
});

/** A history of branches: each transaction follows some of the tips, or an older one. */
const histories = fc.array(
  fc.record({
    parents: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    agent: fc.nat({ max: 2 }),
    // Where, as a share of the length.
    edits: fc.array(
      fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 3 }), fc.constantFrom('', 'a', 'bc', '😀')),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 25 },
);

/** The same history by cloning: every transaction has a replica of its own. Returns a whole trace. */
function byCloning(
  history: typeof histories extends fc.Arbitrary<infer H> ? H : never,
): EditingTrace {
  const transactions: Transaction[] = [];
  const states: { rga: Rga; has: Set<number> }[] = [];
  const ops: TextOp[][] = [];
  const sites: { agent: number; number: number; last: number }[] = [];
  const learn = (state: { rga: Rga; has: Set<number> }, others: Iterable<number>) => {
    for (const index of [...others].sort((x, y) => x - y)) {
      if (state.has.has(index)) continue;
      state.has.add(index);
      for (const op of ops[index] ?? []) {
        if ('insert' in op) applyInsert(state.rga, op, rules);
        else applyDelete(state.rga, op, rules);
      }
    }
  };
  const all = [...history, { parents: history.map((_, i) => i), agent: 0, edits: [] }];
  for (const [index, { parents: choices, agent, edits }] of all.entries()) {
    const isLast = index === history.length;
    const parents =
      index === 0 ? [] : [...new Set(choices.map((choice) => (isLast ? choice : choice % index)))];
    const first = states[parents[0] ?? -1];
    const state =
      first === undefined
        ? { rga: emptyRga(0), has: new Set<number>() }
        : { rga: copyOf(first.rga), has: new Set(first.has) };
    for (const parent of parents) learn(state, states[parent]?.has ?? []);
    const made: TextOp[] = [];
    const patches: [number, number, string][] = [];
    // An agent types under its own number, unless it is doing something else at the same time.
    const own = sites.filter((site) => site.agent === agent);
    let site = own.find(({ last }) => state.has.has(last));
    if (site === undefined) {
      const number =
        own.length === 0 ? agent : 3 + sites.filter(({ number }) => number >= 3).length;
      site = { agent, number, last: index };
      sites.push(site);
    }
    site.last = index;
    state.rga.site = site.number;
    for (const [share, wanted, inserted] of edits) {
      const length = lengthOf(state.rga);
      const position = Math.floor((share * (length + 1)) / 1_000);
      const deleted = Math.min(wanted, length - position);
      patches.push([position, deleted, inserted]);
      for (let i = 0; i < deleted; i++) made.push(deleteAt(state.rga, position, rules));
      for (const [offset, letter] of [...inserted].entries()) {
        made.push(
          insertAt(
            state.rga,
            position + offset,
            must(letter.codePointAt(0), 'code point of the letter'),
            rules,
          ),
        );
      }
    }
    ops.push(made);
    state.has.add(index);
    states.push(state);
    transactions.push({ parents, agent: isLast ? 0 : agent, patches });
  }
  const endContent = textOf(must(states.at(-1), 'last state').rga);
  return { kind: 'concurrent', agents: 3, startContent: '', endContent, transactions };
}

describe('branches', () => {
  test.prop([histories], { numRuns: countOf({ unit: 30, deep: 1000 }) })(
    'every replica ends as a clone at every fork does',
    (history) => {
      const trace = byCloning(history);
      expectReplayed(trace);
      const ids = typeTrace(trace, rgaReplica(rules))
        .operations.flat()
        .flatMap((op) => ('insert' in op ? [op.insert] : []));
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  test('two who take turns need two replicas, and end as they should', () => {
    const transactions: Transaction[] = [
      { parents: [], agent: 0, patches: [[0, 0, 'hi there\n']] },
      { parents: [0], agent: 0, patches: [[0, 2, 'yo']] },
      { parents: [0], agent: 1, patches: [[8, 0, '!']] },
      { parents: [1, 2], agent: 0, patches: [[3, 5, 'you']] },
    ];
    const trace: EditingTrace = {
      kind: 'concurrent',
      agents: 2,
      startContent: '',
      endContent: 'yo you!\n',
      transactions,
    };
    expectReplayed(trace);
    expect(typeTrace(trace, rgaReplica(rules)).replicas.length).toBe(2);
  });

  test('an author who is on two branches at once gets a second number', () => {
    const transactions: Transaction[] = [
      { parents: [], agent: 0, patches: [[0, 0, 'ab']] },
      { parents: [0], agent: 0, patches: [[1, 0, 'x']] },
      { parents: [0], agent: 0, patches: [[2, 0, 'y']] },
      { parents: [1, 2], agent: 0, patches: [] },
    ];
    expectReplayed({
      kind: 'concurrent',
      agents: 1,
      startContent: '',
      endContent: 'axby',
      transactions,
    });
  });

  test('a text that is there at the start is there for every branch', () => {
    const transactions: Transaction[] = [
      { parents: [], agent: 0, patches: [[5, 0, '!']] },
      { parents: [], agent: 1, patches: [[0, 1, 'J']] },
      { parents: [0, 1], agent: 1, patches: [] },
    ];
    expectReplayed({
      kind: 'concurrent',
      agents: 2,
      startContent: 'hello',
      endContent: 'Jello!',
      transactions,
    });
  });
});

test('positions count code points, not halves of surrogate pairs', () => {
  const data = { startContent: 'a😀b', endContent: 'a😀x🎉', txns: [{ patches: [[2, 1, 'x🎉']] }] };
  expectReplayed(parseTrace(data));
});

describe('what is wrong is said with the transaction and the reason', () => {
  const ok = { patches: [[0, 0, 'ab']] };
  test.each<[string, object, string]>([
    [
      'a position beyond the end',
      { txns: [ok, { patches: [[3, 0, 'c']] }] },
      'transaction 1: patch 0: it inserts at 3, but the text has 2 characters there',
    ],
    [
      'a delete beyond the end',
      {
        txns: [
          ok,
          {
            patches: [
              [0, 0, 'c'],
              [1, 4, ''],
            ],
          },
        ],
      },
      'transaction 1: patch 1: it deletes 4 characters from 1 on',
    ],
    ['no patches', { txns: [ok, {}] }, 'transaction 1: it has no list of patches'],
    ['a transaction that is none', { txns: [7] }, 'transaction 0: it is not an object'],
    [
      'a short patch',
      { txns: [{ patches: [[0, 1]] }] },
      'transaction 0: patch 0: it is not [position, deleted, inserted]',
    ],
    [
      'a negative position',
      { txns: [{ patches: [[-1, 0, 'a']] }] },
      'transaction 0: patch 0: its position is -1',
    ],
    [
      'half a delete',
      { txns: [{ patches: [[0, 0.5, 'a']] }] },
      'its number of deleted characters is 0.5',
    ],
    ['an inserted number', { txns: [{ patches: [[0, 0, 5]] }] }, 'what it inserts is not a text'],
    [
      'a later parent',
      { kind: 'concurrent', txns: [{ parents: [1], agent: 0, ...ok }] },
      'transaction 0: its parent 1 is not an earlier transaction',
    ],
    [
      'no parents',
      { kind: 'concurrent', txns: [{ agent: 0, ...ok }] },
      'transaction 0: it has no list of parents',
    ],
    [
      'no agent',
      { kind: 'concurrent', txns: [{ parents: [], ...ok }] },
      'transaction 0: its agent must be a whole number',
    ],
    [
      'an agent too many',
      { kind: 'concurrent', numAgents: 1, txns: [{ parents: [], agent: 1, ...ok }] },
      'its agent 1 is not below numAgents, 1',
    ],
    ['no transactions', {}, 'it is not an editing trace: txns is wrong'],
    [
      'positions in bytes',
      { using_byte_positions: true, txns: [] },
      'its positions count bytes (using_byte_positions)',
    ],
    ['no end', { endContent: 5, txns: [] }, 'it is not an editing trace: endContent is wrong'],
  ])('%s', (_what, data, message) => {
    expect(() => typeTrace(parseTrace({ endContent: '', ...data }), rgaReplica(rules))).toThrow(
      message,
    );
  });
});

const recorded = join(projectFolder, '../shared/traces/automerge-paper.json.gz');
const keystrokes = countOf({ unit: 3_000, deep: 259_778 });

test.skipIf(!existsSync(recorded))(
  `the first ${keystrokes} keystrokes of the recorded trace`,
  () => {
    const data = JSON.parse(gunzipSync(readFileSync(recorded)).toString('utf8'));
    expect(data.txns.length).toBe(259_778);
    const trace = parseTrace({ ...data, txns: data.txns.slice(0, keystrokes) });
    const plain: string[] = [];
    for (const [position, deleted, inserted] of trace.transactions.flatMap(
      ({ patches }) => patches,
    ))
      plain.splice(position, deleted, ...inserted);
    const endContent = plain.join('');
    if (keystrokes === data.txns.length) expect(endContent).toBe(trace.endContent);
    expectReplayed({ ...trace, endContent });
  },
);
