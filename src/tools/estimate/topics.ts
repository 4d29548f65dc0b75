/** The topics of `estimate`, in the order in which they are listed. */
import type { AnyTopic } from './topic.ts';
import { bandwidth } from './topics/bandwidth.ts';
import { birthday } from './topics/birthday.ts';
import { bloom } from './topics/bloom.ts';
import { budget } from './topics/budget.ts';
import { cache } from './topics/cache.ts';
import { codes } from './topics/codes.ts';
import { cost } from './topics/cost.ts';
import { countMin } from './topics/count-min.ts';
import { cuckoo } from './topics/cuckoo.ts';
import { fanOut } from './topics/fan-out.ts';
import { growth } from './topics/growth.ts';
import { headroom } from './topics/headroom.ts';
import { hops } from './topics/hops.ts';
import { hyperloglog } from './topics/hyperloglog.ts';
import { latency } from './topics/latency.ts';
import { nines } from './topics/nines.ts';
import { pool } from './topics/pool.ts';
import { qps } from './topics/qps.ts';
import { repair } from './topics/repair.ts';
import { retries } from './topics/retries.ts';
import { shards } from './topics/shards.ts';
import { slowStart } from './topics/slow-start.ts';
import { storage } from './topics/storage.ts';
import { usl } from './topics/usl.ts';

export const topics: ReadonlyMap<string, AnyTopic> = new Map(
  [
    qps,
    growth,
    headroom,
    retries,
    storage,
    bandwidth,
    cost,
    nines,
    repair,
    budget,
    latency,
    slowStart,
    hops,
    fanOut,
    cache,
    shards,
    pool,
    usl,
    birthday,
    codes,
    bloom,
    cuckoo,
    hyperloglog,
    countMin,
  ].map((topic): [string, AnyTopic] => [topic.id, topic]),
);
