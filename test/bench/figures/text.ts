/**
 * RGA in runs beside the libraries: the same sessions, edit by edit. `text-<session>-…` is of three recorded sessions, or
 * of drawn ones of the same mix; the others are what is hard for a list. A ratio is of the best CPU times of rounds in turn.
 */
import { crdtRules } from '../../../sims/crdt/rules.ts';
import { elementId, start } from '../../../sims/crdt/text/element-id.ts';
import {
  applyFugue,
  emptyFugue,
  fugueInsertAt,
  lengthOfFugue,
} from '../../../sims/crdt/text/fugue.ts';
import {
  applyRunOp,
  emptyRunText,
  insertRunAt,
  lengthOfRuns,
} from '../../../sims/crdt/text/runs/run-text.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { type Figure, median } from '../measure.ts';
import { drop, type Editor, joyModel, runs, strNode, type Typed, yjs } from '../text/editors.ts';
import { bestOf, bytesOnTheWire, heapPerCharacter, typeAndKeep } from '../text/measure-text.ts';
import { hasPastes, type SessionName, sessionNames, sessionOf } from '../text/sessions.ts';

interface Bar {
  readonly reference: string;
  readonly meaning: string;
  readonly atMost?: number;
}

/** The time of the runs as a share of another's. */
function besideOther(
  session: SessionName,
  rounds: number,
  actions: { readonly own: () => Typed; readonly other: () => Typed },
  bar: Bar,
): Figure {
  const best = bestOf(rounds, actions);
  const { says } = sessionOf(session);
  const [own, other] = [best.own, best.other].map((ms) => `${ms.toFixed(1)} ms`);
  return { ...bar, ratio: best.own / best.other, detail: `${own} and ${other} of CPU: ${says}` };
}

function dropped(session: SessionName): Figure {
  const { patches } = sessionOf(session);
  return besideOther(
    session,
    9,
    { own: () => runs.type(patches, drop), other: () => strNode.type(patches, drop) },
    {
      reference: 'json-joy’s StrNode',
      meaning: 'share of the time, local edits, operations emitted and dropped',
      atMost: hasPastes(session) ? 2 : 1.2,
    },
  );
}

/** Types and keeps every operation until the text is there. */
function keeping<Op>(editor: Editor<Op>, session: SessionName): () => Typed {
  const { patches } = sessionOf(session);
  return () => {
    const kept: Op[] = [];
    const typed = editor.type(patches, (op) => kept.push(op));
    return { text: () => (kept.length === 0 ? '' : typed.text()) };
  };
}

function kept(session: SessionName): Figure {
  return besideOther(
    session,
    7,
    { own: keeping(runs, session), other: keeping(joyModel, session) },
    {
      reference: 'json-joy’s Model with a patch an edit',
      meaning: 'share of the time, local edits, operations kept',
      atMost: 1,
    },
  );
}

function besideYjs(session: SessionName): Figure {
  const { patches } = sessionOf(session);
  return besideOther(
    session,
    3,
    { own: () => runs.type(patches, drop), other: () => yjs.type(patches, drop) },
    {
      reference: 'yjs, a transaction an edit',
      meaning: 'share of the time, local edits, operations dropped',
      atMost: 0.5,
    },
  );
}

function received(session: SessionName): Figure {
  const [own, other] = [typeAndKeep(runs, session), typeAndKeep(joyModel, session)];
  return besideOther(
    session,
    5,
    { own: () => receivedBy(runs, own), other: () => receivedBy(joyModel, other) },
    { reference: 'json-joy’s Model', meaning: 'share of the time of a replica that receives all' },
  );
}

function receivedBy<Op>({ receive }: Editor<Op>, ops: readonly Op[]): Typed {
  if (receive === undefined) throw new Error('it receives nothing');
  return receive(ops);
}

function heap(session: SessionName): Figure {
  const [own, other] = [heapPerCharacter(runs, session), heapPerCharacter(yjs, session)];
  return {
    ratio: own / other,
    reference: 'yjs',
    meaning: 'share of the heap for each character at the end',
    detail: `${own.toFixed(1)} and ${other.toFixed(1)} bytes: ${sessionOf(session).says}`,
    atMost: 2,
  };
}

function bytes(session: SessionName): Figure {
  const [own, other] = [bytesOnTheWire(runs, session), bytesOnTheWire(joyModel, session)];
  return {
    ratio: own / other,
    reference: 'json-joy’s patches in its compact JSON form',
    meaning: 'share of the bytes of all operations in JSON',
    detail: `${own} and ${other} bytes: ${sessionOf(session).says}`,
    atMost: 1.5,
  };
}

const letter = 'a';

/** What is hard for a list: all of these would be quadratic in one that walks. */
const hardCases = {
  /** A cursor is of no use. */
  random(count: number) {
    const stream = new RandomStreams('bench').stream('random');
    const text = emptyRunText(1);
    for (let i = 0; i < count; i++) insertRunAt(text, Math.floor(stream() * (i + 1)), letter);
    return lengthOfRuns(text);
  },
  prepend(count: number) {
    const text = emptyRunText(1);
    for (let i = 0; i < count; i++) insertRunAt(text, 0, letter);
    return lengthOfRuns(text);
  },
  /** A thousand replicas type at the start of the text; the one whose ids are smallest comes last. */
  oneSpot(count: number) {
    const text = emptyRunText(0);
    const writers = 1_000;
    for (let site = writers; site >= 1; site--) {
      for (let n = 1; n <= count / writers; n++) {
        const after = n === 1 ? start : elementId(n - 1, site);
        applyRunOp(text, { insert: elementId(n, site), after, text: letter });
      }
    }
    return lengthOfRuns(text);
  },
  /** Local edits in turn with those of another, far away. */
  alternating(count: number) {
    const text = emptyRunText(1);
    const other = emptyRunText(2);
    for (let i = 0; i < count / 2; i++) {
      const own = insertRunAt(text, lengthOfRuns(text), letter);
      const theirs = insertRunAt(other, 0, letter);
      applyRunOp(text, theirs);
      applyRunOp(other, own);
    }
    return lengthOfRuns(text);
  },
  fugue(count: number) {
    const rules = crdtRules.without();
    const fugue = emptyFugue(1);
    for (let i = 0; i < count; i++) applyFugue(fugue, fugueInsertAt(fugue, i, 97, rules));
    return lengthOfFugue(fugue);
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
        length = hardCases[name](count);
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

/** CPU time, garbage collection included: what else runs on the machine does not count. */
function timeNs(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1e3;
}

const ofSessions: Readonly<Record<string, (session: SessionName) => Figure>> = {
  dropped,
  kept,
  yjs: besideYjs,
  received,
  heap,
  bytes,
};

export const textFigures: Readonly<Record<string, () => Figure>> = {
  ...Object.fromEntries(
    sessionNames.flatMap((session) =>
      Object.entries(ofSessions).map(([what, measure]) => [
        `text-${session}-${what}`,
        () => measure(session),
      ]),
    ),
  ),
  'text-random-positions': () => growth('random', 'times as long an insert at a random position'),
  'text-prepend': () => growth('prepend', 'times as long an insert at the start'),
  'text-one-spot': () => growth('oneSpot', 'times as long an insert of 1,000 replicas at one spot'),
  'text-alternating': () => growth('alternating', 'times as long, local and remote edits in turn'),
  'text-fugue': () => growth('fugue', 'times as long an insert at the end of a Fugue'),
};
