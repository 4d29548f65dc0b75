/** What typing a session costs: time, memory and bytes. Times are CPU times, the best of rounds in turn. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { drop, type Editor, type Typed } from './editors.ts';
import { type SessionName, sessionOf } from './sessions.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/**
 * The best times of some actions, in ms, which take turns. Each returns a text at the end, and all must end with the
 * same one. The first round warms up. Nothing collects garbage by force in between, as that also throws away what the
 * engine has optimized.
 */
export function bestOf<Name extends string>(
  rounds: number,
  actions: Readonly<Record<Name, () => Typed>>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(actions) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  let expected: string | undefined;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const before = process.cpuUsage();
      const typed = actions[name]();
      const { user, system } = process.cpuUsage(before);
      const text = typed.text();
      expected ??= text;
      if (text !== expected) throw new Error(`${name} ended with another text`);
      if (round >= 0) best[name] = Math.min(best[name], (user + system) / 1e3);
    }
  }
  return best;
}

/** Types a session and keeps every operation. */
export function typeAndKeep<Op>(editor: Editor<Op>, name: SessionName): readonly Op[] {
  const ops: Op[] = [];
  editor.type(sessionOf(name).patches, (op) => ops.push(op));
  return ops;
}

/** Heap bytes for each character of the text at the end, buffers included, operations dropped. */
export function heapPerCharacter<Op>(editor: Editor<Op>, name: SessionName): number {
  // Twice: what is compiled and cached the first time is not the text's.
  const typeIt = () => editor.type(sessionOf(name).patches, drop);
  typeIt();
  const before = heapBytes();
  const typed = typeIt();
  const after = heapBytes();
  return (after - before) / typed.text().length;
}

function heapBytes(): number {
  for (let times = 0; times < 3; times++) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

export function bytesOnTheWire<Op>(editor: Editor<Op>, name: SessionName): number {
  const { bytesOf } = editor;
  if (bytesOf === undefined) throw new Error('it sends nothing');
  return typeAndKeep(editor, name).reduce((sum, op) => sum + bytesOf(op), 0);
}
