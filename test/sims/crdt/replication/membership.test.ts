/**
 * Goal: a view changes only by the agreement of all that stay, who are a majority; a state is heard only from a member of
 * the view, in the order in which it was sent; and a tombstone goes when every member has acknowledged its remove.
 * Method: one replica by hand, of a group of three, told what the others would say.
 */
import { describe, expect, test } from 'vitest';
import type { View } from '../../../../sims/crdt/replication/view.ts';
import { actorAlone } from '../../../support/crdt-replica-alone.ts';

const three = ['a', 'b', 'c'];
const first = { number: 1, members: { a: 'a', b: 'b', c: 'c' } };
const withoutC = { number: 2, members: { a: 'a', b: 'b' } };
const withoutB = { number: 2, members: { a: 'a', c: 'c' } };
const nothing = { added: {}, removed: {}, seen: {} };

const state = (view: View, payload: object = nothing) =>
  ({ kind: 'view-state', view, state: payload, edits: [] }) as const;
const agree = (number: number, payload: object = nothing) =>
  ({ kind: 'agree', number, state: payload, edits: [] }) as const;

describe('an eviction', () => {
  test('is proposed to those that stay, again until they agree, and entered when all have', () => {
    const a = actorAlone('a', three);
    expect(a.evict('c')).toBe(true);
    expect(a.sent()).toEqual([['b', { kind: 'propose', view: withoutC }]]);
    a.gossip();
    expect(a.sent()).toContainEqual(['b', { kind: 'propose', view: withoutC }]);
    a.receive('b', agree(2));
    expect(a.view()).toEqual(withoutC);
    a.gossip();
    expect(a.sent()).toEqual([['b', state(withoutC)]]);
  });

  test('waits for every one of them', () => {
    const a = actorAlone('a', [...three, 'd']);
    a.evict('d');
    a.receive('b', agree(2));
    a.receive('b', agree(2));
    expect(a.view().number).toBe(1);
    a.receive('c', agree(3));
    expect(a.view().number).toBe(1);
    a.receive('c', agree(2));
    expect(a.view()).toEqual({ number: 2, members: { a: 'a', b: 'b', c: 'c' } });
  });

  test('brings in what the others had of the evicted replica', () => {
    const a = actorAlone('a', three);
    a.evict('c');
    a.receive('b', agree(2, { added: { 'c.1': 'x' }, removed: {}, seen: { b: 1, c: 1 } }));
    expect(a.payload()).toEqual({ added: { 'c.1': 'x' }, removed: {}, seen: { b: 1 } });
  });

  test('is refused to a minority, to oneself, of who is no member, and while another is open', () => {
    expect(actorAlone('a', ['a', 'b']).evict('b')).toBe(false);
    expect(actorAlone('a', [...three, 'd']).evict('b', 'c')).toBe(false);
    expect(actorAlone('a', three).evict('a')).toBe(false);
    expect(actorAlone('a', three).evict('z')).toBe(false);
    const a = actorAlone('a', three);
    expect([a.evict('c'), a.evict('b')]).toEqual([true, false]);
  });

  test('is promised once for a number, and the promise is repeated', () => {
    const b = actorAlone('b', three);
    b.receive('a', { kind: 'propose', view: withoutC });
    expect(b.sent()).toEqual([['a', agree(2)]]);
    b.receive('a', { kind: 'propose', view: withoutC });
    expect(b.sent()).toEqual([['a', agree(2)]]);
    const other = { number: 2, members: { b: 'b', c: 'c' } };
    b.receive('c', { kind: 'propose', view: other });
    expect(b.sent()).toEqual([]);
  });

  test('is not promised out of turn, or by who would not be in it', () => {
    const b = actorAlone('b', three);
    b.receive('a', { kind: 'propose', view: { ...withoutC, number: 3 } });
    b.receive('a', { kind: 'propose', view: { ...withoutC, number: 1 } });
    b.receive('a', { kind: 'propose', view: withoutB });
    expect(b.sent()).toEqual([]);
  });
});

describe('a state', () => {
  const x = { added: { 'c.1': 'x' }, removed: {}, seen: { c: 1 } };

  test('of a replica that is being evicted is not heard', () => {
    const a = actorAlone('a', three);
    a.evict('c');
    a.receive('c', state(first, x));
    expect(a.payload()).toEqual(nothing);
  });

  test('of an earlier view is not heard, and answered', () => {
    const a = actorAlone('a', three);
    a.evict('c');
    a.receive('b', agree(2));
    a.sent();
    a.receive('c', state(first, x));
    expect(a.payload()).toEqual(nothing);
    expect(a.sent()).toEqual([['c', state(withoutC)]]);
  });

  test('of a later view takes a member along', () => {
    const b = actorAlone('b', three);
    b.receive('a', state(withoutC, { added: { 'a.1': 'y' }, removed: {}, seen: { a: 1 } }));
    expect(b.view()).toEqual(withoutC);
    expect(b.payload()).toEqual({ added: { 'a.1': 'y' }, removed: {}, seen: { a: 1 } });
  });

  test('that was sent before one that came is not heard', () => {
    const a = actorAlone('a', three);
    a.receive('c', state(first, { added: {}, removed: {}, seen: { c: 2 } }));
    a.receive('c', state(first, x));
    expect(a.payload()).toEqual({ added: {}, removed: {}, seen: { c: 2 } });
    a.receive('b', state(first, x));
    expect(a.payload()).toEqual({ added: { 'c.1': 'x' }, removed: {}, seen: { c: 2 } });
  });
});

describe('an evicted replica', () => {
  test('drops what it has, asks to join under a new name, and edits only when it is in', () => {
    const c = actorAlone('c', three);
    expect(c.edit({ add: 'x' })).toBe(true);
    c.receive('a', state(withoutC, { added: { 'a.1': 'y' }, removed: {}, seen: { a: 1 } }));
    expect(c.payload()).toEqual(nothing);
    expect(c.edit({ add: 'x' })).toBe(false);
    c.gossip();
    expect(c.sent()).toEqual([
      ['a', { kind: 'join', id: 'c~2' }],
      ['b', { kind: 'join', id: 'c~2' }],
    ]);
    // It is told again, and keeps the name.
    c.receive('b', state({ ...withoutC, number: 3 }));
    c.gossip();
    expect(c.sent()).toContainEqual(['a', { kind: 'join', id: 'c~2' }]);
    const joined = { number: 4, members: { a: 'a', b: 'b', c: 'c~2' } };
    c.receive('a', state(joined, { added: { 'a.1': 'y' }, removed: {}, seen: { a: 1 } }));
    expect(c.edit({ add: 'z' })).toBe(true);
    expect(c.payload()).toEqual({
      added: { 'a.1': 'y', 'c~2.1': 'z' },
      removed: {},
      seen: { a: 1, 'c~2': 1 },
    });
  });

  test('is let in by the first member alone, once', () => {
    const joined = { number: 2, members: { a: 'a', b: 'b', c: 'c~2' } };
    const [a, b] = ['a', 'b'].map((name) => actorAlone(name, three));
    for (const replica of [a, b]) replica?.receive('c', { kind: 'join', id: 'c~2' });
    expect(a?.sent()).toEqual([['b', { kind: 'propose', view: joined }]]);
    expect(b?.sent()).toEqual([]);
    a?.receive('c', { kind: 'join', id: 'c~2' });
    expect(a?.sent()).toEqual([]);
    a?.receive('b', agree(2));
    a?.receive('c', { kind: 'join', id: 'c~2' });
    expect([a?.view(), a?.sent()]).toEqual([joined, []]);
  });
});

describe('a tombstone', () => {
  const removed = { 'a.1': 'a.2' };

  test('goes when every member has acknowledged the remove', () => {
    const a = actorAlone('a', three);
    a.edit({ add: 'x' });
    a.edit({ remove: 'x' });
    a.receive('b', state(first, { added: {}, removed, seen: { a: 2 } }));
    a.receive('c', state(first, { added: { 'a.1': 'x' }, removed: {}, seen: { a: 1 } }));
    expect(a.payload()).toEqual({ added: {}, removed, seen: { a: 2 } });
    a.receive('c', state(first, { added: {}, removed, seen: { a: 2 } }));
    expect(a.payload()).toEqual({ added: {}, removed: {}, seen: { a: 2 } });
  });

  test('of a departed replica goes when all were heard in the new view', () => {
    const a = actorAlone('a', [...three, 'd']);
    const tombstone = { added: {}, removed: { 'a.1': 'd.1' }, seen: { a: 1 } };
    const view = { number: 2, members: { a: 'a', b: 'b', c: 'c' } };
    a.receive('b', state(view, tombstone));
    expect(a.payload()).toEqual(tombstone);
    a.receive('c', state(view, tombstone));
    expect(a.payload()).toEqual({ ...tombstone, removed: {} });
  });
});
