/** Caches as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { cacheInvariants } from './invariants.ts';
import { type CacheNote, cacheNoteInWords } from './notes.ts';
import { type CacheRule, cacheRules } from './rules.ts';
import { viewOfCaches } from './view.ts';

export const cache: Sim<CacheRule> = {
  id: 'cache',
  title: 'Caches: patterns, invalidation, stampedes',
  about:
    'Instances of an application share a cache in front of a database. Five patterns of reading and writing, four ways ' +
    'of invalidation, and eight guards against stampedes, all exchangeable. An observer who sees every write measures ' +
    'staleness, and says of every miss why it is one.',
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
    'invalidation.ts',
    'store.ts',
    'eviction.ts',
    'lease.ts',
    'database.ts',
    'audit.ts',
    'formulas.ts',
  ],
  inWords: (note) => cacheNoteInWords(note as CacheNote),
  arrowText: () => undefined,
  view: viewOfCaches,
};
