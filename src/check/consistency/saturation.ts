/**
 * What must hold of every order that explains the reads. If a read comes after another write to its key,
 * then that write comes before the one it returned; if a write comes after the one that was read, then the
 * read comes before it (Gibbons and Korach 1997; the search has little left to do, as in Zennou et al. 2019,
 * "Gradual consistency checking"). Until nothing is new. O(accesses x sessions) a round.
 */
import { must } from '../../kernel/must.ts';
import { Constraints } from './constraints.ts';
import type { HappensBefore } from './happens-before.ts';

/** Undefined if that is a circle: there is no such order. */
export function saturated(happened: HappensBefore, onWay?: () => void): Constraints | undefined {
  const constraints = new Constraints(happened);
  const { accesses, sessions } = happened.history;
  for (let isNew = true; isNew; ) {
    onWay?.();
    const order = constraints.order();
    if (order === undefined) return undefined;
    const past = clocks(happened, constraints, order);
    const comesBefore = (id: number, session: number, place: number) =>
      must(past[id * sessions.length + session], 'entry of the clock') > place;
    isNew = false;
    for (const read of accesses) {
      if (!read.isRead) continue;
      const source = happened.sourceOf(read);
      for (let session = 0; session < sessions.length; session++) {
        const before = happened.lastWriteFor(read.key, session, ({ place }) =>
          comesBefore(read.id, session, place),
        );
        const after = happened.firstWriteFor(
          read.key,
          session,
          ({ id }) =>
            source === undefined ||
            (id !== source.id && comesBefore(id, source.session, source.place)),
        );
        if (before !== undefined && source === undefined) return undefined;
        if (before !== undefined && source !== undefined && before !== source) {
          isNew = constraints.add(before.id, source.id) || isNew;
        }
        if (after !== undefined) isNew = constraints.add(read.id, after.id) || isNew;
      }
    }
  }
  return constraints;
}

/** Of each access, how many of each session must come before it or are it. */
function clocks(
  { history }: HappensBefore,
  constraints: Constraints,
  order: readonly number[],
): Int32Array {
  const width = history.sessions.length;
  const past = new Int32Array(history.accesses.length * width);
  for (const id of order) {
    const { session, place } = must(history.accesses[id], 'access of that number');
    past[id * width + session] = place + 1;
    for (const later of constraints.after(id)) {
      for (let of = 0; of < width; of++) {
        const count = must(past[id * width + of], 'entry of the clock');
        if (count > must(past[later * width + of], 'entry of the clock'))
          past[later * width + of] = count;
      }
    }
  }
  return past;
}
