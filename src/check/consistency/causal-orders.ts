/**
 * The two stronger readings of causal consistency. Causal convergence: the writes have one order, in which
 * each read returned the last write of its past, as stores with last-writer-wins do it (CyclicCF). Causal
 * memory: each session sees all writes in an order of its own, as if it had the store to itself (Ahamad et al.
 * 1995; CyclicHB and WriteHBInitRead). Both as Bouajjani et al. 2017, Table 2, decide them.
 */
import { must } from '../../kernel/must.ts';
import { Constraints } from './constraints.ts';
import type { HappensBefore } from './happens-before.ts';

/** For a history in which no read missed a write. O(reads x sessions x log writes). */
export function converges(happened: HappensBefore): boolean {
  const { accesses, sessions } = happened.history;
  const constraints = new Constraints(happened);
  for (const read of accesses) {
    const source = read.isRead ? happened.sourceOf(read) : undefined;
    if (source === undefined) continue;
    for (let session = 0; session < sessions.length; session++) {
      const other = happened.lastWrite(read.key, session, happened.pastOf(read.id, session));
      if (other !== undefined && other !== source) constraints.add(other.id, source.id);
    }
  }
  return constraints.order() !== undefined;
}

/** Does the session see all writes in some order that keeps what happened before? */
export function seesOneOrder(happened: HappensBefore, session: number): boolean {
  const constraints = new Constraints(happened);
  const reads = must(happened.history.sessions[session], 'session').filter(({ isRead }) => isRead);
  for (let isNew = true; isNew; ) {
    const order = constraints.order();
    if (order === undefined) return false;
    const needed = firstNeeded(happened, session, order, constraints);
    isNew = false;
    for (const read of reads) {
      const source = happened.sourceOf(read);
      for (let writer = 0; writer < happened.history.sessions.length; writer++) {
        // What the session needs by then: the later the write in its session, the later it is needed.
        const other = happened.lastWriteFor(
          read.key,
          writer,
          ({ id }) => must(needed[id], 'place') <= read.place,
        );
        if (other === undefined || other === source) continue;
        if (source === undefined) return false;
        if (constraints.add(other.id, source.id)) isNew = true;
      }
    }
  }
  return true;
}

const never = 2 ** 31 - 1;

/** Of each access, the place of the first one of the session that must come after it, or is it. */
function firstNeeded(
  { history }: HappensBefore,
  session: number,
  order: readonly number[],
  constraints: Constraints,
): Int32Array {
  const needed = new Int32Array(history.accesses.length).fill(never);
  for (const id of order.toReversed()) {
    const access = must(history.accesses[id], 'access of that number');
    let first = access.session === session ? access.place : never;
    for (const later of constraints.after(id))
      first = Math.min(first, must(needed[later], 'place'));
    needed[id] = first;
  }
  return needed;
}
