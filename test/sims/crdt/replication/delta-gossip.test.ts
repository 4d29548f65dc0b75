/**
 * Goal: what replicas know of one another's deltas belongs to a life of each: a replica that starts from nothing counts its
 * deltas anew, and has none of the others'. Method: two replicas by hand, so that messages of an earlier life arrive when
 * they do most harm.
 */
import { describe, expect, test } from 'vitest';
import { type DeltaMessage, deltaGossip } from '../../../../sims/crdt/replication/delta-gossip.ts';
import {
  type AnyStateBased,
  type ReplicaContext,
  replicaAt,
  replicaNode,
} from '../../../../sims/crdt/replication/replica.ts';
import { crdtRules } from '../../../../sims/crdt/rules.ts';
import { gSet } from '../../../../sims/crdt/sets/g-set.ts';

const rules = crdtRules.without();
const options = { nodes: ['a', 'b'], gossipMs: 50, isDurable: false };

/** Replica `a` in its nth life, with what it sends to `b`. */
function replicaInLife(life: number) {
  const policy = deltaGossip(gSet() as AnyStateBased);
  const actor = replicaNode(policy, rules, options);
  const sent: DeltaMessage[] = [];
  const context: ReplicaContext<DeltaMessage> = {
    self: 'a',
    random: () => 0.5,
    now: () => 0,
    send: (_to, message) => void sent.push(message),
    sendWhenDurable: (_to, message) => void sent.push(message),
    persist: () => {},
    setTimer: () => {},
    cancelTimer: () => {},
    choose: (_name, [first]) => {
      if (first === undefined) throw new Error('nothing to choose from');
      return first;
    },
    note: () => {},
  };
  const state = actor.start(
    context,
    Array.from({ length: life - 1 }, () => ({ start: true })),
  );
  return {
    add(element: string): void {
      policy.edit(replicaAt(state, context, rules, options), { add: element }, 0);
    },
    receive: (message: DeltaMessage) => actor.receive(state, message, 'b', context),
    /** What it tells the other when it gossips. */
    gossip(): readonly DeltaMessage[] {
      sent.length = 0;
      actor.timeout(state, 'gossip', context);
      return [...sent];
    },
    answer(message: DeltaMessage): readonly DeltaMessage[] {
      sent.length = 0;
      actor.receive(state, message, 'b', context);
      return [...sent];
    },
  };
}

const acknowledgement = (of: number, upTo: number, life = 1): DeltaMessage => ({
  kind: 'acknowledgement',
  life,
  of,
  upTo,
});

describe('a replica that started from nothing', () => {
  test('sends its deltas though an acknowledgement of its earlier life counts more than it has', () => {
    const replica = replicaInLife(2);
    replica.add('x');
    replica.receive(acknowledgement(1, 9));
    expect(replica.gossip()).toEqual([
      { kind: 'interval', life: 2, from: 0, to: 1, delta: ['x'], edits: [0] },
    ]);
  });

  test('takes an acknowledgement of this life', () => {
    const replica = replicaInLife(2);
    replica.add('x');
    replica.receive(acknowledgement(2, 1));
    expect(replica.gossip()).toEqual([]);
  });
});

describe('a peer that started from nothing', () => {
  test('gets what its earlier life had acknowledged, all of it', () => {
    const replica = replicaInLife(1);
    replica.add('x');
    replica.add('y');
    replica.receive(acknowledgement(1, 2));
    expect(replica.gossip()).toEqual([]);
    replica.receive({ kind: 'hello', life: 2 });
    expect(replica.gossip()).toEqual([
      { kind: 'full-state', life: 1, to: 2, state: ['x', 'y'], edits: [0] },
    ]);
  });

  test('has its deltas counted anew, and what its earlier life said late is not heard', () => {
    const replica = replicaInLife(1);
    const interval = (life: number, to: number, element: string): DeltaMessage => ({
      kind: 'interval',
      life,
      from: 0,
      to,
      delta: [element],
      edits: [to],
    });
    expect(replica.answer(interval(1, 3, 'p'))).toEqual([acknowledgement(1, 3)]);
    expect(replica.answer(interval(2, 1, 'q'))).toEqual([acknowledgement(2, 1)]);
    expect(replica.answer(interval(1, 4, 'r'))).toEqual([]);
  });
});
