import * as z from 'zod';
import {
  isOlderThan,
  isStrict,
  missesWrite,
  readsBackwards,
} from '../../sims/replication/pbs/k-staleness.ts';
import { studyMs, versionStudy } from '../../sims/replication/pbs/study.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { ReplicationSubject } from '../../sims/replication/subject.ts';
import { difference, none, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { sizesInWords } from './pbs-common.ts';

const params = z.object({
  replicas: whole(1, 20, 3, 'N: replicas of a key'),
  reads: whole(1, 20, 1, 'R: replicas that a read asks'),
  writes: whole(1, 20, 1, 'W: replicas that a write reaches; it reaches no others later'),
  versions: whole(1, 50, 3, 'k: a read must return one of the last k versions'),
  writesPerRead: whole(0, 50, 2, 'writes between two reads of a client'),
  trials: whole(1_000, 1_000_000, 5_000, 'keys, each written and read twice'),
});
type Params = z.output<typeof params>;

/**
 * An interval misses by chance one time in a hundred thousand on either side; then nothing is
 * wrong.
 */
const missed = 1e-5;

interface Tally extends ReplicationSubject {
  /** Reads older than the last k versions, by k - 1. */
  readonly older: readonly number[];
}

const boundOf = (versions: number, p: Params) =>
  binomialQuantiles(p.trials, isOlderThan(versions, p), missed);

const isOutside = (count: number, versions: number, p: Params): boolean => {
  const { atLeast, atMost } = boundOf(versions, p);
  return count < atLeast || count > atMost;
};

// Each trial uses its own key: k writes, a read, a few more writes, and a second read by the same
// client.
export default scenario({
  id: 'replication/versions-behind',
  sim: replication,
  asks: 'Reads wait for R of N replicas and writes for W, with R + W at most N. How many versions is a read behind (k-staleness), and does a client step back from one read to the next?',
  claims: [],
  code: [
    'sims/replication/pbs/k-staleness.ts#isOlderThan',
    'sims/replication/pbs/k-staleness.ts#readsBackwards',
    'sims/replication/pbs/versions.ts#read',
  ],
  params: params.refine(({ replicas, reads, writes }) => Math.max(reads, writes) <= replicas, {
    message: 'is at most the number of replicas',
    path: ['reads and writes'],
  }),
  durationMs: () => studyMs,
  invariants: [],
  goals: () => [],
  metrics: {
    olderThanK: counter('reads', 'older than the last k versions'),
    overtaken: counter('reads', 'older than the newest version at the client’s earlier read'),
    stepsBack: counter('reads', 'older than what the client’s earlier read returned'),
    outside: gauge('k', 'up to the one asked for, whose closed form is outside the interval'),
  },
  build({ world, params: p, metrics: m }): Tally {
    const older = Array.from({ length: p.versions }, () => 0);
    const asked = { trials: p.trials, sizes: p, writes: p.versions };
    const study = versionStudy(world, asked, (versions) => {
      const newest = versions.latest;
      const found = versions.read();
      for (let k = 1; k <= newest - found; k++)
        older[k - 1] = must(older[k - 1], 'count of that k') + 1;
      if (found === 0) m.olderThanK.add();
      for (let write = 0; write < p.writesPerRead; write++) versions.write();
      const next = versions.read();
      if (next < newest) m.overtaken.add();
      if (next < found) m.stepsBack.add();
    });
    world.at(studyMs - 0.5, () =>
      m.outside.set(older.filter((count, place) => isOutside(count, place + 1, p)).length),
    );
    return { ...study, older };
  },
  expect: (p) => [
    within('olderThanK', 'older-than-k', boundOf(p.versions, p)).says(
      `reads older than the last ${counted(p.versions, 'version')}: (C(N-W,R)/C(N,R))^k`,
    ),
    none('outside', 'every-k').says(
      'values of k for which the measured share of reads older than the last k versions misses the closed form',
    ),
    within(
      'overtaken',
      'overtaken',
      binomialQuantiles(p.trials, readsBackwards(p.writesPerRead, p), missed),
    ).says(
      'second reads older than the newest version at the first read: the closed form for 1 + the writes between',
    ),
    within(difference('overtaken', 'stepsBack'), 'steps-back', {
      atLeast: 0,
    }).says(
      'second reads older than the newest version at the first read that are still no step back, as the first read was stale itself',
    ),
  ],
  tells({ subject: { older }, params: p, metrics: m }) {
    if (isStrict(p)) return `None with ${sizesInWords(p)}: every read meets the last write.`;
    return (
      `With ${sizesInWords(p)} a read misses one write with probability ${percent(missesWrite(p))}, and the last k with that ` +
      `to the power of k: ${percent(m.olderThanK.value / p.trials)} of ${p.trials} reads are older than the last ` +
      `${counted(p.versions, 'version')}. A client that reads again after ${counted(p.writesPerRead, 'write')} steps back in ` +
      `${percent(m.stepsBack.value / p.trials)} of its reads; the closed form, ${percent(readsBackwards(p.writesPerRead, p))}, ` +
      'also counts clients whose first read was stale itself.\n\n' +
      plainTable([
        ['k', 'among the last k', 'closed form'],
        ...older.map((count, place) => [
          String(place + 1),
          percent(1 - count / p.trials, 2),
          percent(1 - isOlderThan(place + 1, p), 2),
        ]),
      ])
    );
  },
});

// Left out: read repair and anti-entropy, and replicas that a write reaches after its quorum: they
// can only make reads fresher.
