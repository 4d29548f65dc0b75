/**
 * RGA beside the libraries: the same keystrokes, one by one, of the recorded session where it is
 * there, or of a drawn one of the same shape. RGA here is the core with the operations that it
 * emits; its fair peer is json-joy's StrNode, which is a core too. yjs is a whole library, with a
 * transaction for each edit. All times are CPU times.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { StrNode } from 'json-joy/lib/json-crdt/nodes/str/StrNode.js';
import { ts } from 'json-joy/lib/json-crdt-patch/clock/index.js';
import * as Y from 'yjs';
import { crdtRules } from '../../../sims/crdt/rules.ts';
import type { Patch } from '../../../sims/crdt/text/editing-trace.ts';
import { elementId, start } from '../../../sims/crdt/text/element-id.ts';
import { drawKeystrokes } from '../../../sims/crdt/text/generated-trace.ts';
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
} from '../../../sims/crdt/text/rga.ts';
import { projectFolder } from '../../../src/host/source.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { parseTrace } from '../../../src/tools/text/read-trace.ts';
import { type Figure, median } from '../measure.ts';

const rules = crdtRules.without();
const recorded = join(projectFolder, '../shared/traces/automerge-paper.json.gz');
const keystrokes = 259_778;

function session(): { readonly patches: readonly Patch[]; readonly name: string } {
  if (!existsSync(recorded)) {
    const stream = new RandomStreams('bench').stream('trace');
    return { patches: drawKeystrokes(stream, keystrokes), name: 'a drawn session' };
  }
  const trace = parseTrace(JSON.parse(gunzipSync(readFileSync(recorded)).toString('utf8')));
  return {
    patches: trace.transactions.flatMap(({ patches }) => patches),
    name: 'the recorded session',
  };
}

/** Ways to type a session from an empty text; each returns the text at the end. */
const editors = {
  rga(patches: readonly Patch[], emit: (op: TextOp) => void = () => {}) {
    const rga = emptyRga(1);
    for (const [position, deleted, inserted] of patches) {
      for (let i = 0; i < deleted; i++) emit(deleteAt(rga, position, rules));
      for (let i = 0; i < inserted.length; i++) {
        emit(insertAt(rga, position + i, inserted.charCodeAt(i), rules));
      }
    }
    return () => textOf(rga);
  },
  strNode(patches: readonly Patch[]) {
    const node = new StrNode(ts(1, 1));
    let time = 2;
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) node.delete(node.findInterval(position, deleted));
      if (inserted.length > 0) node.insAt(position, ts(1, time), inserted);
      time += deleted + inserted.length;
    }
    return () => node.view();
  },
  yjs(patches: readonly Patch[]) {
    const text = new Y.Doc().getText('text');
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted.length > 0) text.insert(position, inserted);
    }
    return () => text.toString();
  },
};

/** The time of RGA as a share of the other's, in turn, each starting from nothing. */
function besideEditor(
  name: 'strNode' | 'yjs',
  reference: string,
  rounds: number,
  atMost: number,
): Figure {
  const { patches, name: what } = session();
  const [own, other]: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    let [ownText, otherText] = [() => '', () => ''];
    const ownNs = timeNs(() => {
      ownText = editors.rga(patches);
    });
    const otherNs = timeNs(() => {
      otherText = editors[name](patches);
    });
    if (ownText() !== otherText())
      throw new Error(`RGA and ${reference} ended with different texts`);
    if (round < 0) continue;
    own.push(ownNs);
    other.push(otherNs);
  }
  return {
    ratio: median(own.map((ns, round) => ns / (other[round] as number))),
    reference,
    meaning: 'share of the time of the reference, local edits',
    detail: `${inMs(own)} for ${patches.length} keystrokes of ${what}, ${reference} ${inMs(other)}`,
    atMost,
  };
}

function localInASecond(): Figure {
  const { patches, name } = session();
  const local: number[] = [];
  const remote: number[] = [];
  for (let round = 0; round < 7; round++) {
    const ops: TextOp[] = [];
    let text = () => '';
    local.push(
      timeNs(() => {
        text = editors.rga(patches, (op) => ops.push(op));
      }),
    );
    const other = emptyRga(2);
    remote.push(
      timeNs(() => {
        for (const op of ops) apply(other, op);
      }),
    );
    if (textOf(other) !== text()) throw new Error('the receiving replica ended with another text');
  }
  return {
    ratio: median(local) / 1e9,
    reference: 'one second',
    meaning: 'share of the time allowed, local edits',
    detail: `${inMs(local)} for ${patches.length} keystrokes of ${name}; a replica that receives the operations ${inMs(remote)}`,
    atMost: 1,
  };
}

function apply(rga: Rga, op: TextOp): void {
  if ('insert' in op) applyInsert(rga, op, rules);
  else applyDelete(rga, op, rules);
}

/** CPU time, garbage collection included: what else runs on the machine does not count. */
function timeNs(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1e3;
}

const letter = 97;

/** What is hard for a list: all of these would be quadratic in one that walks. */
const hardCases = {
  /** A cursor is of no use. */
  random(count: number) {
    const stream = new RandomStreams('bench').stream('random');
    const rga = emptyRga(1);
    for (let i = 0; i < count; i++) insertAt(rga, Math.floor(stream() * (i + 1)), letter, rules);
    return rga;
  },
  prepend(count: number) {
    const rga = emptyRga(1);
    for (let i = 0; i < count; i++) insertAt(rga, 0, letter, rules);
    return rga;
  },
  /** A thousand replicas type at the start of the text; the one whose ids are smallest comes last. */
  oneSpot(count: number) {
    const rga = emptyRga(0);
    const writers = 1_000;
    for (let site = writers; site >= 1; site--) {
      for (let n = 1; n <= count / writers; n++) {
        const after = n === 1 ? start : elementId(n - 1, site);
        applyInsert(rga, { insert: elementId(n, site), after, codePoint: letter }, rules);
      }
    }
    return rga;
  },
  /** Local edits in turn with those of another, far away. */
  alternating(count: number) {
    const rga = emptyRga(1);
    const other = emptyRga(2);
    for (let i = 0; i < count / 2; i++) {
      const own = insertAt(rga, lengthOf(rga), letter, rules);
      const theirs = insertAt(other, 0, letter, rules);
      apply(rga, theirs);
      apply(other, own);
    }
    return rga;
  },
};

/** How much longer an operation takes in a text four times as long. */
function growth(name: keyof typeof hardCases, meaning: string): Figure {
  const [small, large] = [50_000, 200_000];
  const ratios: number[] = [];
  const nsEach: number[] = [];
  for (let round = -1; round < 5; round++) {
    const [a, b] = [small, large].map((count) => {
      let length = 0;
      const ns = timeNs(() => {
        length = lengthOf(hardCases[name](count));
      });
      if (length !== count) throw new Error(`${name}: ${length} characters instead of ${count}`);
      return ns / count;
    }) as [number, number];
    if (round < 0) continue;
    ratios.push(b / a);
    nsEach.push(b);
  }
  return {
    ratio: median(ratios),
    reference: `the same in a text of ${small}`,
    meaning,
    detail: `${median(nsEach).toFixed(0)} ns an insert on the way to ${large} characters; quadratic would be 4`,
    // Between logarithmic growth with its cache misses and quadratic growth.
    atMost: 2.5,
  };
}

function inMs(ns: readonly number[]): string {
  return `${(median(ns) / 1e6).toFixed(0)} ms`;
}

export const crdtFigures: Readonly<Record<string, () => Figure>> = {
  'rga-local': localInASecond,
  'rga-local-peer': () => besideEditor('strNode', 'json-joy’s StrNode', 7, 1.2),
  'rga-local-yjs': () => besideEditor('yjs', 'yjs, a transaction an edit', 3, 0.2),
  'rga-random-positions': () => growth('random', 'times as long an insert at a random position'),
  'rga-prepend': () => growth('prepend', 'times as long an insert at the start'),
  'rga-one-spot': () => growth('oneSpot', 'times as long an insert of 1,000 replicas at one spot'),
  'rga-alternating': () => growth('alternating', 'times as long, local and remote edits in turn'),
};
