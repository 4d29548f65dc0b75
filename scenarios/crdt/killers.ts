/**
 * For each rule, a run that shows what happens without it. The plans are as short as a hunt made
 * them: the smallest stories known. Where they can be, they are such that no message’s luck decides.
 */
import type { CrdtRule } from '../../sims/crdt/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';
import { crash, cut, heal, network, partition, restart } from '../../src/world/fault.ts';
import { at, evictAt } from './common.ts';

export const crdtKillers: Killers<CrdtRule> = {
  'merge-takes-maximum': {
    scenario: 'crdt/page-views',
    seed: '1',
    plan: [at(0, 'r3', { add: 1 })],
  },
  'slot-per-replica': {
    scenario: 'crdt/page-views',
    seed: '1',
    plan: [at(0, 'r2', { add: 1 }), at(0, 'r3', { add: 1 })],
  },
  'separate-decrements': {
    scenario: 'crdt/likes',
    seed: '1',
    params: { policy: 'state' },
  },
  'increment-has-its-own-dot': {
    scenario: 'crdt/counter-reset',
    seed: '1',
    plan: [
      at(0, 'reset-r1', { add: 1 }),
      { atMs: 1500, fault: partition(['reset-r1']) },
      at(1510, 'reset-r1', { add: 1 }),
      at(1510, 'reset-r2', { reset: true }),
      { atMs: 1600, fault: heal() },
    ],
  },
  'spend-own-rights': {
    scenario: 'crdt/inventory',
    seed: '1',
    plan: [
      at(0, 'bounded-r1', { add: 1 }),
      { atMs: 1500, fault: partition(['bounded-r2'], ['bounded-r3']) },
      at(1510, 'bounded-r2', { add: -1 }),
      at(1510, 'bounded-r3', { add: -1 }),
      { atMs: 1600, fault: heal() },
    ],
  },
  'keep-tombstones': {
    scenario: 'crdt/shopping-cart',
    seed: '1',
    params: { type: 'two-phase-set', policy: 'state' },
    plan: [at(0, 'r2', { add: 'pen' }), at(1500, 'r3', { remove: 'pen' })],
  },
  'remove-observed-tags': {
    scenario: 'crdt/shopping-cart',
    seed: '1',
    params: { type: 'or-set', policy: 'op' },
    plan: [
      at(0, 'r1', { add: 'book' }),
      { atMs: 1500, fault: partition(['r1']) },
      at(1510, 'r1', { add: 'book' }),
      at(1510, 'r3', { remove: 'book' }),
      { atMs: 1600, fault: heal() },
    ],
  },
  'count-tags': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'or-set', policy: 'state' },
    plan: [at(0, 'r3', { add: 'x' }), at(0, 'r3', { add: 'y' })],
  },
  'forget-what-the-context-covers': {
    scenario: 'crdt/shopping-cart',
    seed: '1',
    plan: [at(0, 'r2', { add: 'pen' }), at(1500, 'r3', { remove: 'pen' })],
  },
  'compare-dots-not-clocks': {
    scenario: 'crdt/shopping-cart',
    seed: '1',
    params: { policy: 'state' },
    plan: [
      at(0, 'r1', { add: 'tea' }),
      at(0, 'r2', { add: 'pen' }),
      at(1500, 'r3', { remove: 'pen' }),
    ],
  },
  'delta-context-of-own-dots': {
    scenario: 'crdt/shopping-cart',
    seed: '1',
    plan: [at(0, 'r1', { add: 'tea' }), at(0, 'r1', { add: 'book' })],
  },
  'add-replaces-own-dots': {
    scenario: 'crdt/random-edits',
    seed: '4',
    plan: [
      at(0, 'r2', { add: 'x' }),
      at(0, 'r1', { add: 'x' }),
      at(0, 'r3', { add: 'x' }),
      at(0, 'r3', { add: 'x' }),
    ],
  },
  'remove-leaves-a-dot': {
    scenario: 'crdt/revoked-rights',
    seed: '1',
    plan: [
      at(0, 'strict-r1', { add: 'write' }),
      { atMs: 1500, fault: partition(['strict-r1']) },
      at(1510, 'strict-r1', { add: 'write' }),
      at(1510, 'strict-r2', { remove: 'write' }),
      { atMs: 1600, fault: heal() },
    ],
  },
  'put-replaces-what-was-read': {
    scenario: 'crdt/put-contexts',
    seed: '1',
    plan: [
      at(0, 'fresh-r1', { path: ['title'], write: 'one', read: {} }),
      at(1, 'fresh-r1', { path: ['title'], write: 'other', read: {} }),
    ],
  },
  'clear-drops-what-is-here': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'document-map', policy: 'state' },
    plan: [
      at(0, 'r1', { path: ['k'], count: 1 }),
      at(0, 'r2', { path: ['l'], clear: true, read: { r1: 1 } }),
    ],
  },
  'break-ties-by-replica': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'lww-register', policy: 'state' },
    plan: [at(368, 'r3', { write: 'g' }), at(368, 'r2', { write: 'h' })],
  },
  'stamp-after-what-was-read': {
    scenario: 'crdt/skewed-clocks',
    seed: '1',
    plan: [
      at(0, 'fast', { set: { name: 'fast' } }),
      at(1500, 'honest', { set: { name: 'honest' } }),
    ],
  },
  'stamp-at-source': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'lww-register', policy: 'op' },
    plan: [at(0, 'r3', { write: 'g' }), at(0, 'r2', { write: 'h' })],
  },
  'write-overwrites-what-it-read': {
    scenario: 'crdt/siblings',
    seed: '1',
    plan: [at(0, 'r2', { write: 'draft' }), at(1500, 'r1', { write: 'resolved' })],
  },
  'concurrent-is-not-older': {
    scenario: 'crdt/siblings',
    seed: '1',
    plan: [
      { atMs: 0, fault: partition(['r1']) },
      at(10, 'r1', { write: 'one' }),
      at(10, 'r2', { write: 'other' }),
      { atMs: 100, fault: heal() },
    ],
  },
  'map-shares-one-context': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'or-map', policy: 'state' },
    plan: [at(0, 'r3', { key: 'k', add: 'x' }), at(390, 'r3', { removeKey: 'k' })],
  },
  'skip-later-ids': {
    scenario: 'crdt/typing-at-one-place',
    seed: '1',
    plan: [at(0, 'rga-lower', { at: 0, type: 'a' }), at(0, 'rga-upper', { at: 0, type: 'B' })],
  },
  'skip-whole-subtrees': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'rga', policy: 'op' },
    plan: [
      at(0, 'r1', { at: 0, type: 'd' }),
      at(0, 'r2', { at: 0, type: 'g' }),
      at(0, 'r2', { at: 1, type: 'e' }),
    ],
  },
  'ids-of-equal-count-by-replica': {
    scenario: 'crdt/typing-at-one-place',
    seed: '1',
    plan: [at(0, 'rga-lower', { at: 0, type: 'a' }), at(0, 'rga-upper', { at: 0, type: 'B' })],
  },
  'ids-count-what-was-seen': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'rga', policy: 'op' },
    plan: [
      at(0, 'r1', { at: 0, type: 'a' }),
      at(0, 'r1', { at: 1, type: 'b' }),
      at(390, 'r2', { at: 1, type: 'c' }),
    ],
  },
  'left-children': {
    scenario: 'crdt/typing-at-one-place',
    seed: '1',
    plan: [
      at(0, 'fugue-lower', { at: 0, type: 'b' }),
      at(0, 'fugue-lower', { at: 0, type: 'a' }),
      at(0, 'fugue-upper', { at: 0, type: 'C' }),
    ],
  },
  'insert-waits-for-its-reference': {
    scenario: 'crdt/random-edits',
    seed: '1',
    params: { type: 'rga', policy: 'op', order: 'precondition' },
    plan: [at(255, 'r2', { at: 0, type: 'h' }), at(269, 'r2', { at: 1, type: 'e' })],
  },
  'delete-waits-for-its-insert': {
    scenario: 'crdt/random-edits',
    seed: '2',
    params: { type: 'rga', policy: 'op', order: 'precondition' },
    plan: [at(0, 'r2', { at: 0, type: 'b' }), at(0, 'r2', { at: 0, delete: 1 })],
  },
  'new-id-after-lost-state': {
    scenario: 'crdt/lost-memory',
    seed: '1',
    plan: [
      at(0, 'r1', { add: 1 }),
      { atMs: 1500, fault: crash('r1') },
      { atMs: 1501, fault: restart('r1') },
      at(1501, 'r1', { add: 1 }),
    ],
  },
  'deliver-once': {
    scenario: 'crdt/exactly-once',
    seed: '1',
    plan: [{ atMs: 0, fault: network({ duplication: 1 }) }, at(1, 'r1', { add: 1 })],
  },
  'deliver-in-causal-order': {
    scenario: 'crdt/exactly-once',
    seed: '2',
    params: { type: 'or-set' },
    plan: [at(0, 'r1', { add: 'x' }), at(0, 'r1', { remove: 'x' })],
  },
  'resend-until-acknowledged': {
    scenario: 'crdt/exactly-once',
    seed: '1',
    plan: [
      { atMs: 0, fault: partition(['r1']) },
      at(10, 'r1', { add: 1 }),
      { atMs: 200, fault: heal() },
    ],
  },
  'causal-delta-merging': {
    scenario: 'crdt/lost-memory',
    seed: '1',
    params: { type: 'g-set', policy: 'delta' },
    plan: [
      at(0, 'r2', { add: 'x' }),
      { atMs: 1500, fault: crash('r1') },
      { atMs: 1500, fault: cut('r1', 'all') },
      { atMs: 1501, fault: restart('r1') },
      at(1501, 'r2', { add: 'y' }),
      { atMs: 1700, fault: heal() },
    ],
  },
  'keep-deltas-until-acknowledged': {
    scenario: 'crdt/page-views',
    seed: '1',
    params: { policy: 'delta' },
    plan: [
      { atMs: 200, fault: partition(['r1']) },
      at(210, 'r1', { add: 1 }),
      { atMs: 390, fault: heal() },
    ],
  },
  'collect-only-stable': {
    scenario: 'crdt/tombstones',
    seed: '1',
    plan: [
      at(0, 'text-r1', { at: 0, type: 'ab' }),
      { atMs: 2500, fault: partition(['text-r3']) },
      at(2510, 'text-r1', { at: 1, delete: 1 }),
      at(3600, 'text-r3', { at: 2, type: '!' }),
      { atMs: 3670, fault: heal() },
    ],
  },
  'stability-hears-everybody': {
    scenario: 'crdt/tombstones',
    seed: '1',
    plan: [
      at(0, 'text-r1', { at: 0, type: 'ab' }),
      { atMs: 2500, fault: partition(['text-r3']) },
      at(2510, 'text-r1', { at: 1, delete: 1 }),
      at(3600, 'text-r3', { at: 2, type: '!' }),
      { atMs: 3670, fault: heal() },
    ],
  },
  'keep-tombstones-until-acknowledged': {
    scenario: 'crdt/random-evictions',
    seed: '1',
    plan: [at(0, 'r2', { add: 'x' }), at(41, 'r3', { remove: 'x' })],
  },
  'refuse-older-states': {
    scenario: 'crdt/random-evictions',
    seed: '2',
    plan: [evictAt(0, 'r1', ['r3']), at(0, 'r2', { add: 'z' }), at(129, 'r2', { remove: 'z' })],
  },
  'hear-members-only': {
    scenario: 'crdt/departed-replica',
    seed: '1',
    plan: [
      at(0, 'r3', { add: 'e1' }),
      { atMs: 1500, fault: partition(['r3']) },
      at(1510, 'r1', { remove: 'e1' }),
      evictAt(1520, 'r1', ['r3']),
      { atMs: 4500, fault: heal() },
    ],
  },
  'agree-on-the-view': {
    scenario: 'crdt/random-evictions',
    seed: '1',
    plan: [evictAt(0, 'r1', ['r3']), evictAt(0, 'r2', ['r1'])],
  },
  'view-needs-a-majority': {
    scenario: 'crdt/random-evictions',
    seed: '1',
    plan: [evictAt(0, 'r1', ['r2', 'r3']), evictAt(0, 'r2', ['r1', 'r3'])],
  },
  'rejoin-from-nothing': {
    scenario: 'crdt/departed-replica',
    seed: '1',
    plan: [
      at(0, 'r3', { add: 'e1' }),
      { atMs: 1500, fault: partition(['r3']) },
      at(1510, 'r1', { remove: 'e1' }),
      evictAt(1520, 'r1', ['r3']),
      { atMs: 4500, fault: heal() },
    ],
  },
};
