/** A member's state in the chart of its life, and the consequences of its transitions. */

import type { Consumer } from '../model.ts';
import { type MemberEvent, memberChart } from './member-chart.ts';
import { dropAll } from './ownership.ts';

/** Makes a transition of the chart, with its consequences. */
export function move(consumer: Consumer, event: MemberEvent): void {
  const { to, effects } = memberChart.move(consumer.state, event);
  consumer.state = to;
  for (const effect of effects) {
    if (effect.kind === 'act' && effect.action === 'losePartitions') losePartitions(consumer);
  }
}

/** It learns that it is out of the group: its partitions now belong to other members. */
export function losePartitions(consumer: Consumer): void {
  dropAll(consumer, 'lost');
  consumer.memberId = undefined;
  consumer.generation = -1;
  consumer.assigned = undefined;
  consumer.needsJoin = true;
  consumer.wake();
}

/** Its machine has crashed: it no longer reads anything. */
export function consumerCrashed(consumer: Consumer): void {
  dropAll(consumer, 'lost');
}

/**
 * The coordinator no longer knows it, or its generation is over: it joins again. A static member
 * whose place another one has taken stops instead (KIP-345).
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
