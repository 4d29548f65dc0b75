/** The lab's description of caches. */
import type { Sim } from '../../src/check/sim.ts';
import type { Query } from './database.ts';
import { cacheInvariants } from './invariants.ts';
import { cacheNotes } from './notes.ts';
import type { Invalidation } from './relay.ts';
import type { Row } from './row.ts';
import { type CacheRule, cacheRules } from './rules.ts';
import type { Command, Found } from './server/command.ts';
import { viewOfCaches } from './view.ts';

type CacheMessage = Command | Query | Invalidation | Found | Row;

/** The words on an arrow; replies that only acknowledge need none. */
function messageInWords(message: CacheMessage): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if ('kind' in message) {
    if ('key' in message) return `${message.kind} ${message.key}`;
    return 'row' in message ? `${message.kind} ${rowInWords(message.row)}` : message.kind;
  }
  if ('version' in message) return rowInWords(message);
  if ('lease' in message && message.lease !== undefined) return `lease ${message.lease}`;
  return message.row === undefined ? `nothing: ${message.missing}` : rowInWords(message.row);
}

const rowInWords = ({ key, version }: Row): string => `version ${version} of ${key}`;

export const cache: Sim<CacheRule> = {
  id: 'cache',
  title: 'Caches: patterns, invalidation, stampedes',
  about:
    'Instances of an application share a cache in front of a database; each is a node, and their requests are calls. Five patterns of reading and writing, four ways ' +
    'of invalidation and eight guards against stampedes are interchangeable. An observer that sees every write measures ' +
    'staleness, and reports the reason of every miss.',
  sources: [
    'Nishtala et al., Scaling Memcache at Facebook, NSDI 2013',
    'Vattani, Chierichetti and Lowenstein, Optimal Probabilistic Cache Stampede Prevention, VLDB 2015',
    'Che, Tung and Wang, Hierarchical Web Caching Systems, IEEE JSAC 2002',
    'Bronson, Aghayev, Charapko and Zhu, Metastable Failures in Distributed Systems, HotOS 2021',
    'Golab, Li and Shah, Analyzing Consistency Properties for Fun and Profit, PODC 2011',
    'RFC 5861, HTTP Cache-Control Extensions for Stale Content, 2010',
  ],
  rules: cacheRules,
  invariants: cacheInvariants,
  files: [
    'row.ts',
    'rules.ts',
    'store/entry.ts',
    'store/life.ts',
    'store/eviction.ts',
    'store/store.ts',
    'options.ts',
    'observer/laws.ts',
    'observer/loads.ts',
    'observer/lock-judge.ts',
    'metrics.ts',
    'observer/ledger.ts',
    'observer/history.ts',
    'observer/observer.ts',
    'observer/judge.ts',
    'deployment.ts',
    'notes.ts',
    'relay.ts',
    'server/lease.ts',
    'server/command.ts',
    'app/client.ts',
    'app/app.ts',
    'patterns/cache-aside.ts',
    'patterns/read-through.ts',
    'patterns/write-through.ts',
    'patterns/write-behind.ts',
    'patterns/refresh-ahead.ts',
    'guards/coalescing.ts',
    'guards/lock.ts',
    'guards/lease.ts',
    'guards/xfetch.ts',
    'guards/stale-while-revalidate.ts',
    'guards/negative-caching.ts',
    'patterns/invalidation.ts',
    'database.ts',
    'formulas.ts',
    'patterns/page-of-user.ts',
    'app/strategies.ts',
    'app/requests.ts',
    'server/lock.ts',
    'server/write-behind.ts',
    'server/server.ts',
    'system.ts',
    'invariants.ts',
    'view.ts',
  ],
  notes: cacheNotes,
  arrowText: (message) => messageInWords(message as CacheMessage),
  view: viewOfCaches,
};
