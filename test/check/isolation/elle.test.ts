/**
 * Goal: the verdicts of Elle's own examples.
 * Method: the facts of the test suite of jepsen-io/elle (list_append_test, rw_register_test; Kingsbury
 * and Alvaro 2020) and of the histories that come with it and with elle-cli, each with the anomaly
 * that Elle names and the weakest level that it rules out. A transaction is written as
 * `1 ok x+1 y?[1]`: process, outcome, appends (`x+1`), writes (`x=1`) and reads (`x?1`, `x?[1 2]`,
 * `x?nil`, without spaces in a list).
 */
import { describe, expect, test } from 'vitest';
import { checkIsolation } from '../../../src/check/isolation/check.ts';
import { levels } from '../../../src/check/isolation/level.ts';
import { transactionReader } from '../../../src/tools/check/read-transactions.ts';

/** The events of transactions one after another, or of events that begin with `>` (call) and `<` (return). */
function edn(lines: readonly string[]): string {
  return lines.flatMap(eventsOf).join('\n');
}

function eventsOf(line: string): string[] {
  const [process = '', outcome = '', ...steps] = line.split(' ');
  const ops = steps.map((step) => {
    const [, key = '', sign = '', value = ''] = /^(\w+)([+=?])(.+)$/.exec(step) ?? [];
    const f = { '+': ':append', '=': ':w', '?': ':r' }[sign];
    return `[${f} :${key} ${value.replaceAll(',', ' ')}]`;
  });
  const event = (type: string) =>
    `{:process ${process.replace(/[<>]/, '')}, :type :${type}, :f :txn, :value [${ops.join(' ')}]}`;
  if (process.startsWith('<')) return [event(outcome)];
  return process.startsWith('>') ? [event('invoke')] : [event('invoke'), event(outcome)];
}

function check(text: string, id: string) {
  const reader = transactionReader();
  reader.push(new TextEncoder().encode(text));
  const level = levels.find((each) => each.id === id);
  if (level === undefined) throw new RangeError(id);
  return checkIsolation(reader.end().transactions, level);
}

interface Example {
  readonly name: string;
  readonly lines: readonly string[];
  /** The weakest level that Elle rules out; undefined if it finds nothing. */
  readonly breaks: string | undefined;
  /** What Elle finds. */
  readonly kinds: readonly string[];
  /** Elle knows of no dependency between these. */
  readonly isUnknownBelow: boolean;
}

/** Name, weakest level that is broken, anomalies, transactions. */
function examplesOf(table: string): Example[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [name = '', levels = '', kinds = '', lines = ''] = row.split(' | ');
      const [breaks = ''] = levels.split(', ');
      return {
        name,
        lines: lines.split('; '),
        breaks: breaks === 'nothing' ? undefined : breaks,
        kinds: kinds === '' ? [] : kinds.split(', '),
        isUnknownBelow: levels.endsWith('unknown'),
      };
    });
}

const lists = examplesOf(`
G0 | read-uncommitted | G0 | 0 ok x+1 y+1; 1 ok x+2 y+2; 2 ok x?[1,2] y?[2,1]
G1a | read-committed, else unknown | G1a | 0 fail x+1; 1 ok x?[1]
G1a in two reads | read-committed | G1a | 0 ok x?[1] x+2; 1 ok x?[1,2] y?[3]; 2 fail x+1
G1b | read-committed | G1b, G-single | 0 ok x+1 x+2; 1 ok x?[1]
one sees its own intermediate append | nothing |  | 0 ok x+1 x?[1] x+2; 1 ok x?[1,2]
G1c | read-committed | G1c | 0 ok x+1 y?[1]; 1 ok x+2 y+1; 2 ok x?[1,2] y?[1]
G-single | snapshot | G-single | 0 ok x+1 y+1; 1 ok x+2 y?nil; 2 ok x?[1,2]
G-single of one read | snapshot | G-single | 0 ok x+1 y+1; 1 ok x?[1] y?nil
G2-item | serializable | G2-item | 0 ok x+1 y?nil; 1 ok y+1 x?nil
G2-item, reads first | serializable | G2-item | 0 ok x?nil y+1; 1 ok y?nil x+1
strong snapshot | strict-serializable | G-single-realtime | 0 ok x+1; 1 ok x+2; 2 ok x?[1]; 3 ok x?[1,2]
strong session snapshot | strict-serializable | G-single-realtime | 0 ok x+1; 1 ok x+2; 1 ok x?[1]; 2 ok x?[1,2]
G-nonadjacent of a process | strict-serializable |  | 0 ok x?nil z?[1]; 1 ok x+1; 1 ok z?nil; 2 ok z+1
contradictory read orders | read-committed | incompatible-order, G1c | 0 ok x+1 y?[1]; 1 ok x+2; 2 ok x+3 y+1; 3 ok x?[1,3]; 4 ok x?[1,2,3]
an abort alone | nothing, else unknown |  | 0 fail x+1
dirty update | read-committed | dirty-update, G1a | 0 fail x+1; 1 ok x+2; 2 ok x?[1,2]
indirect dirty update | read-committed | dirty-update, G1a | 0 fail x+1; 1 info x+2; 2 ok x+3; 3 ok x?[1,2,3]
duplicate elements | read-uncommitted | duplicate-elements, G1c | 0 ok x+1 y?[1]; 1 ok x+2 y+1; 2 ok x?[1,2,1]
internal, and G0 | read-uncommitted | internal, G0 | 0 ok x+1 x+2 x+4; 1 ok x+3 x?[1,2,3,4]
internal: good | nothing |  | 1 ok y+5 y+6 x+1 x+2; 0 ok y?[5,6] x+3 x?[1,2,3] x+4 x?[1,2,3,4]
internal: stale | snapshot, else unknown | internal | 0 ok x?[1,2] x+3 x?[1,2]
internal: bad prefix | read-committed, else unknown | internal | 0 ok x?[1,2] x+3 x?[0,2,3]
internal: extension | snapshot, else unknown | internal | 0 ok x?[1,2] x+3 x?[1,2,3,4]
internal: short read | snapshot, else unknown | internal | 0 ok x?[1,2] x+3 x?[1]
internal: append, read | snapshot, else unknown | internal | 0 ok x+3 x?[1,2,3,4]
internal: append, read of nothing | snapshot, else unknown | internal | 0 ok x+6 x?nil
future read | read-committed, else unknown | future-read | 0 ok x?[1] x+1
future read after an append | read-committed, else unknown | future-read | 0 ok x+1 x?[0,1] x+0 x+3
an unobserved write | read-uncommitted | G0, G-single | >0 _ x+1 y+1; >1 _ x+2 y+2; >2 _ x+3 y+3; >3 _ x?nil; >4 _ y?nil; <0 ok x+1 y+1; <1 ok x+2 y+2; <2 ok x+3 y+3; <3 ok x?[1,2]; <4 ok y?[2]
G-nonadjacent | snapshot | G-nonadjacent | 0 ok x+1; 1 ok x?[1] y?nil; 2 ok y+1; 3 ok y?[1] x?nil
G-nonadjacent on four keys | snapshot | G-nonadjacent | 0 ok x+1 t+1; 1 ok x?[1] y?nil; 2 ok y+1 z+2; 3 ok z?[2] t?nil
two of five are adjacent | strict-serializable |  | 0 ok x?[5] y+1; 1 ok y?nil z+2; 2 ok z?nil t+3; 3 ok t?[3] u+4; 4 ok u?nil x+5
lost update | snapshot | lost-update, G2-item | 0 ok x+0; 1 ok x?[0] x+1; 2 ok x?[0] x+2
two writes after one read | nothing |  | 0 ok x?nil x+1 x+2; 1 ok x?[1,2]
of a process | strict-serializable | G1c-realtime | 1 ok x?[1] y+1; 2 ok y?[1]; 2 ok x+1
the read of an info says nothing | nothing |  | 0 info x+2 y?nil; 1 ok x+1 y+1; 2 ok x?[1,2] y?[1]
figure 3 of Adya, Liskov and O’Neil | nothing |  | 0 ok z+1 x+1 y+1; 1 ok x?[1] y+2; 2 ok y?[1,2] z+3; 3 ok z?[1,3]
snapshot without G-single | serializable | G2-item | >2 _ k9+2; <2 ok k9+2; 4 ok k8+1 k9?nil; 7 ok k6?nil k8?nil k9+5; 9 ok k6+2 k9?[2]
elle-cli 30 | serializable | G2-item | >2 _ a+2 b+5; >0 _ c?nil d?nil a+0; >1 _ d+1 c+4 a?nil; <2 ok a+2 b+5; >2 _ c+8; <1 ok d+1 c+4 a?[]; >1 _ d+7 a+10; <0 ok c?[] d?[] a+0; <2 ok c+8; <1 ok d+7 a+10`);

const registers = examplesOf(`
a value that was not written | nothing, else unknown |  | 0 ok x=1; 1 ok x?2
cyclic versions in real time | strict-serializable | cyclic-versions-realtime | 0 ok x=1; 0 ok x?2; 0 ok x?1
the same in elle-cli | strict-serializable | cyclic-versions-realtime | 0 ok x=2; 0 ok x?3; 0 ok x?2
G0 that cannot be told | nothing, else unknown |  | >0 _ x=1 y=2; >1 _ x=2 y=1; <0 ok x=1 y=2; <1 ok x=2 y=1
G1a | read-committed, else unknown | G1a | 0 ok x?1; 1 fail x=1
G1b | read-committed, else unknown | G1b | 0 ok x=1 x=2; 1 ok x?1
G1b, larger first | read-committed, else unknown | G1b | 0 ok x?2; 1 ok x=2 x=1
no G1b | strict-serializable |  | 0 ok x=1 x=2; 1 ok x?nil x?nil; 2 ok x?2
G1c | read-committed | G1c | 0 ok x=1 y?1; 1 ok y=1 x?1
G1c on one register | read-uncommitted | G1c, cyclic-versions | 0 ok x?0 x=1; 1 ok x?1 x=0
G1c on two | read-committed | G1c | 0 ok x?0 y=1; 1 ok y?1 x=0
write skew of values that were not written | serializable | G2-item | 0 ok x?0 y?0 x=1; 1 ok x?0 y?0 y=1
G2-item | strict-serializable, else unknown | G2-item | 0 ok x?1 y?1; >1 _ x?nil y=2; 2 ok y?1 x=2; <1 ok x?1 y=2
internal | snapshot, else unknown | internal | 0 ok x?1 x?2
internal: stale | snapshot, else unknown | internal | 0 ok x?1 x=2 x?1
internal: good | nothing |  | 0 ok y?2 x=2 x?2 x=1 x?1; 1 ok x?1
the initial state | snapshot | G-single | >0 _ x?nil y?nil; 1 ok y=1 x=2; <0 ok x?nil y?1
writes follow reads | snapshot | G-single | 0 ok y?1 x=1 y=2; 1 ok x?1 y?1
cyclic versions | strict-serializable | cyclic-versions-realtime | 0 ok x=1; 0 ok x=2; 0 ok x?1
lost update | snapshot | lost-update | >0 _ x?nil x=1; >1 _ x?nil x=2; <0 ok x?0 x=1; <1 ok x?0 x=2
one value written twice says nothing | nothing, else unknown |  | 0 ok x=0; 1 ok x=0`);

const ids = levels.map(({ id }) => id);

describe.each([
  ['lists', lists],
  ['registers', registers],
] as const)('%s', (_, examples) => {
  test.each(examples)('$name', ({ lines, breaks, kinds, isUnknownBelow }) => {
    const [weaker, strictest] = ['serializable', 'strict-serializable'].map((id) =>
      check(edn(lines), id),
    );
    const found = [weaker, strictest]
      .flatMap((of) => of?.violations ?? [])
      .map(({ kind }) => kind as string);
    expect([strictest?.weakestBroken?.id]).toEqual([breaks]);
    expect(found).toEqual(expect.arrayContaining([...kinds]));
    for (const [place, id] of ids.entries()) {
      const { verdict } = check(edn(lines), id);
      const isBroken = breaks !== undefined && place >= ids.indexOf(breaks);
      // In real time any two depend on one another that did not overlap.
      const isFree = isUnknownBelow && id !== 'strict-serializable';
      const holds = isFree ? 'unknown' : 'holds';
      if (isUnknownBelow && !isBroken && !isFree) expect(verdict).not.toBe('violated');
      else expect([id, verdict]).toEqual([id, isBroken ? 'violated' : holds]);
    }
  });
});
