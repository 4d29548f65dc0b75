/** The ways to read and to write a row, by name. All are interchangeable. */
import type { Process } from '../../../src/kernel/process.ts';
import { coalescing } from '../guards/coalescing.ts';
import { withLease } from '../guards/lease.ts';
import { withLock } from '../guards/lock.ts';
import { negativeCaching } from '../guards/negative-caching.ts';
import { staleWhileRevalidate } from '../guards/stale-while-revalidate.ts';
import { xfetch } from '../guards/xfetch.ts';
import type { ReadStrategy, WriteStrategy } from '../options.ts';
import { cacheAside, writeAndDelete } from '../patterns/cache-aside.ts';
import {
  readByVersion,
  writeAndBump,
  writeAndPublish,
  writeAround,
} from '../patterns/invalidation.ts';
import { readPage } from '../patterns/page-of-user.ts';
import { readThrough } from '../patterns/read-through.ts';
import { refreshAhead } from '../patterns/refresh-ahead.ts';
import { writeBehind } from '../patterns/write-behind.ts';
import { writeThrough } from '../patterns/write-through.ts';
import type { Key, Row } from '../row.ts';
import type { App } from './app.ts';

export type Reader = (app: App, key: Key) => Process<Row>;
export type Writer = (app: App, key: Key) => Process<Row>;

export const readers: Readonly<Record<ReadStrategy, Reader>> = {
  'no-cache': withoutCache,
  'cache-aside': cacheAside,
  'read-through': readThrough,
  'refresh-ahead': refreshAhead,
  lock: withLock,
  coalescing,
  lease: withLease,
  xfetch,
  'stale-while-revalidate': staleWhileRevalidate,
  'negative-caching': negativeCaching,
  'version-key': readByVersion,
  'page-of-user': readPage,
};

export const writers: Readonly<Record<WriteStrategy, Writer>> = {
  'write-around': writeAround,
  delete: writeAndDelete,
  publish: writeAndPublish,
  'write-through': writeThrough,
  'write-behind': writeBehind,
  'bump-version': writeAndBump,
};

function* withoutCache(app: App, key: Key): Process<Row> {
  app.bypassesCache(key);
  return yield* app.database.read(key);
}

/** Two levels: a cache in the instance's own memory in front of any other way. */
export function withLocalCache(reader: Reader): Reader {
  return function* twoLevels(app, key) {
    const local = app.findLocal(key);
    if (local !== undefined) return local;
    const row = yield* reader(app, key);
    app.fillLocal(key, row);
    return row;
  };
}
