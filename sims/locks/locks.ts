/** Locks as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import type { LockMessage } from './exploration/actors.ts';
import { locksExplorable } from './exploration/exploration.ts';
import { locksInvariants } from './invariants.ts';
import { locksNotes } from './notes.ts';
import { type LocksRule, locksRules } from './rules.ts';
import { viewOf } from './view.ts';

/** The messages of the plain actors. */
function actorMessageInWords(message: LockMessage): string | undefined {
  if (message.type === 'Settled') return undefined;
  return 'token' in message ? `${message.type}, token ${message.token ?? '—'}` : message.type;
}

/**
 * Redis commands label their arrows as they are typed; heartbeats and Raft’s own messages are
 * routine.
 */
function messageInWords(message: unknown): string | undefined {
  if (Array.isArray(message)) return message.join(' ');
  if (typeof message === 'number') return String(message);
  if (typeof message === 'string') return message === 'pong' ? undefined : message;
  if (message === null) return 'nil';
  if (typeof message !== 'object') return undefined;
  if ('type' in message) return actorMessageInWords(message as LockMessage);
  if ('write' in message) return 'write';
  if ('event' in message) return 'watch fires';
  if ('do' in message) return message.do === 'ping' ? undefined : String(message.do);
  if ('promote' in message) return 'REPLICAOF NO ONE';
  return undefined;
}

export const locks: Sim<LocksRule> = {
  id: 'locks',
  title: 'Locks: leases, Redlock, ZooKeeper, fencing tokens',
  about:
    'Clients take a lock, work, write to a store and give the lock back. ' +
    'Six lock services share one interface: one Redis, Redis with failover, Redlock on five masters, a lease on Raft, the ' +
    'ZooKeeper recipe, and a database session lock. The store compares fencing tokens, or accepts everything. ' +
    'An observer keeps apart what the service has granted, what clients believe, and which clients are at work.',
  sources: [
    'Redis documentation, Distributed Locks with Redis',
    'Kleppmann, How to do distributed locking, 2016',
    'Burrows, The Chubby Lock Service, OSDI 2006',
    'Hunt, Konar, Junqueira and Reed, ZooKeeper, USENIX ATC 2010',
    'Gray and Cheriton, Leases, SOSP 1989',
  ],
  rules: locksRules,
  invariants: locksInvariants,
  files: [
    'rules.ts',
    'laws.ts',
    'metrics.ts',
    'options.ts',
    'service.ts',
    'judge.ts',
    'parts.ts',
    'notes.ts',
    'store.ts',
    'client.ts',
    'validity.ts',
    'consensus/register.ts',
    'consensus/lock.ts',
    'session/sessions.ts',
    'session/client.ts',
    'database/server.ts',
    'database/lock.ts',
    'redis/keys.ts',
    'redis/server.ts',
    'redis/lock.ts',
    'redis/failover.ts',
    'redis/redlock.ts',
    'zookeeper/server.ts',
    'zookeeper/lock.ts',
    'cluster.ts',
    'invariants.ts',
    'view.ts',
    'formulas.ts',
    'exploration/actors.ts',
    'exploration/history.ts',
    'exploration/exploration.ts',
    'exploration/system.ts',
  ],
  explorable: locksExplorable,
  notes: locksNotes,
  arrowText: messageInWords,
  view: viewOf,
};
