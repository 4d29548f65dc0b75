/** The judgement of updates of Yjs: whatever the order in which they come, is the text that of Yjs? */
import { sitesMax } from '../../../sims/crdt/text/element-id.ts';
import { type OriginOp, type OriginRule, OriginText } from '../../../sims/crdt/text/origin-text.ts';
import type { YjsText } from './yjs-update.ts';

export interface YjsJudgement {
  readonly order: OriginRule;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly replicas: readonly OriginText[];
  readonly ends: readonly string[];
}

/**
 * Each replica takes the clients' operations in another order, as causality allows. Under the rule of
 * Yjs all must end with its text; under another rule a different end is legitimate.
 */
export function judgeYjs(text: YjsText, order: OriginRule, replicaCount: number): YjsJudgement {
  const replicas = Array.from({ length: replicaCount }, (_, place) => {
    const replica = new OriginText(order, sitesMax - 1);
    deliver(replica, text.inserts, place);
    for (const op of text.deletes) replica.apply(op);
    return replica;
  });
  const ends = replicas.map((replica) => replica.text);
  const converge = ends.every((end) => end === ends[0]);
  const isTextOfYjs = ends[0] === text.endContent;
  const verdict =
    converge && isTextOfYjs ? 'pass' : converge && order !== 'yjs' ? 'inconclusive' : 'fail';
  return { order, verdict, replicas, ends };
}

/** Even replicas take as much of a client as they can, odd ones an operation of each in turn. */
function deliver(replica: OriginText, inserts: YjsText['inserts'], place: number): void {
  const first = inserts.length === 0 ? 0 : (place >> 1) % inserts.length;
  const queues = [...inserts.slice(first), ...inserts.slice(0, first)].map((ops) => ({
    ops,
    next: 0,
  }));
  let isStuck = false;
  while (!isStuck) {
    isStuck = true;
    for (const queue of queues) {
      for (let op = queue.ops[queue.next]; isNext(replica, op); op = queue.ops[queue.next]) {
        replica.apply(op);
        queue.next += 1;
        isStuck = false;
        if (place % 2 === 1) break;
      }
    }
  }
}

function isNext(replica: OriginText, op: OriginOp | undefined): op is OriginOp {
  return op !== undefined && replica.isReady(op);
}
