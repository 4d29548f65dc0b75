/** Where a member stands in the chart of its life, and what its moves entail. */

import type { Consumer } from '../model.ts';
import { type MemberEvent, memberChart } from './member-chart.ts';
import { dropAll } from './ownership.ts';

/** Makes a move of the chart, and does what goes with it. */
export function move(consumer: Consumer, event: MemberEvent): void {
  const { to, effects } = memberChart.move(consumer.state, event);
  consumer.state = to;
  for (const effect of effects) {
    if (effect.kind === 'act' && effect.action === 'losePartitions') losePartitions(consumer);
  }
}

/** It is out of the group, and learns so: what it read is somebody else's. */
export function losePartitions(consumer: Consumer): void {
  dropAll(consumer, 'lost');
  consumer.memberId = undefined;
  consumer.generation = -1;
  consumer.assigned = undefined;
  consumer.needsJoin = true;
  consumer.wake();
}

/** Its machine has crashed: it reads nothing any more. */
export function consumerCrashed(consumer: Consumer): void {
  dropAll(consumer, 'lost');
}

/**
 * The coordinator does not know it any more, or its generation is over: it joins again. But a static
 * member whose place another one has taken ends (KIP-345).
 */
export function fence(consumer: Consumer, error: string): void {
  if (error === 'FENCED_INSTANCE_ID') {
    consumer.cluster.note(consumer.name, { kind: 'fenced', error, rule: 'fence-static-members' });
    consumer.machine.crash();
    return;
  }
  if (consumer.state !== 'stable') return;
  consumer.cluster.note(consumer.name, { kind: 'fenced', error, rule: 'fence-old-generations' });
  move(consumer, 'fenced');
}
