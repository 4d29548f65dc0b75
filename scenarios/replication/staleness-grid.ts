import * as z from 'zod';
import { isStrict, missesWrite } from '../../sims/replication/pbs/k-staleness.ts';
import { studyMs, warsStudy } from '../../sims/replication/pbs/study.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { ReplicationSubject } from '../../sims/replication/subject.ts';
import { none, quotient, within } from '../../src/check/expected.ts';
import { gauge, Histogram } from '../../src/check/metric.ts';
import type { Plot } from '../../src/check/plot.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { latenciesOf, storeParams, storeTitle } from './pbs-common.ts';

const params = z.object({
  ...storeParams,
  replicas: whole(2, 7, 3, 'N: replicas of a key'),
  afterMs: real(0, 1e6, 0, 'how long after the commit a read begins'),
  share: real(0.5, 0.999, 0.99, 'quantile of the latencies'),
  trials: whole(2_000, 2_000_000, 10_000, 'writes, each followed by one read'),
});
type Params = z.output<typeof params>;

interface Cell {
  readonly reads: number;
  readonly writes: number;
  readonly readMs: Histogram;
  readonly writeMs: Histogram;
  stale: number;
}

interface Grid extends ReplicationSubject {
  readonly cells: readonly Cell[];
}

const cellsOf = (replicas: number): Cell[] =>
  Array.from({ length: pow(replicas, 2) }, (_, place) => ({
    reads: 1 + (place % replicas),
    writes: 1 + Math.floor(place / replicas),
    readMs: new Histogram(),
    writeMs: new Histogram(),
    stale: 0,
  }));

/** The wait of an application that reads as often as it writes. */
const bothMs = ({ readMs, writeMs }: Cell, share: number): number =>
  (readMs.quantile(share) ?? 0) + (writeMs.quantile(share) ?? 0);

/**
 * More stale than quorums that do not overlap: a replica in both quorums has the write when it is
 * committed.
 */
const isTooStale = ({ stale, ...cell }: Cell, p: Params): boolean =>
  stale > binomialQuantiles(p.trials, missesWrite({ ...cell, ...p }), 1e-6).atMost;

function plotOf({ cells }: Grid, p: Params): Plot {
  const writes = Array.from({ length: p.replicas }, (_, place) => place + 1);
  return {
    title: 'Staleness against latency',
    xLabel: `read + write, p${p.share * 100}, ms`,
    yLabel: 'stale reads, %',
    lines: writes.map((count) => ({
      name: `W=${count}`,
      points: cells
        .filter((cell) => cell.writes === count)
        .map((cell) => [bothMs(cell, p.share), (100 * cell.stale) / p.trials] as const)
        .sort(([a], [b]) => a - b),
    })),
  };
}

// One draw of the delays answers for every R and every W.
export default scenario({
  id: 'replication/staleness-grid',
  sim: replication,
  asks: 'Without a partition, how much latency does consistency cost, for every R and W of N replicas?',
  claims: ['q5-pacelc'],
  code: [
    'sims/replication/pbs/k-staleness.ts#isStrict',
    'sims/replication/pbs/k-staleness.ts#missesWrite',
    'sims/replication/pbs/wars.ts#freshAfterMs',
  ],
  params,
  durationMs: () => studyMs,
  invariants: [],
  goals: () => [],
  metrics: {
    strictStale: gauge('reads', 'stale, over all pairs with R + W > N'),
    tooStale: gauge('pairs', 'with more stale reads than quorums that do not overlap'),
    fastStale: gauge('share', 'of stale reads with R=W=1'),
    fastMs: gauge('ms', 'read and write with R=W=1'),
    strictMs: gauge('ms', 'read and write of the fastest pair with R + W > N'),
  },
  build({ world, params: p, metrics: m }): Grid {
    const cells = cellsOf(p.replicas);
    const sizes = { replicas: p.replicas, reads: 1, writes: 1 };
    const study = warsStudy(
      world,
      { trials: p.trials, latencies: latenciesOf(p), sizes },
      (wars) => {
        for (const cell of cells) {
          cell.readMs.record(wars.readLatencyMs(cell.reads));
          cell.writeMs.record(wars.writeLatencyMs(cell.writes));
          if (wars.freshAfterMs(cell.reads, cell.writes) > p.afterMs) cell.stale += 1;
        }
      },
    );
    world.at(studyMs - 0.5, () => {
      const strict = cells.filter((cell) => isStrict({ ...cell, replicas: p.replicas }));
      m.strictStale.set(strict.reduce((sum, { stale }) => sum + stale, 0));
      m.tooStale.set(cells.filter((cell) => isTooStale(cell, p)).length);
      m.fastStale.set((cells[0]?.stale ?? 0) / p.trials);
      m.fastMs.set(cells[0] === undefined ? 0 : bothMs(cells[0], p.share));
      m.strictMs.set(Math.min(...strict.map((cell) => bothMs(cell, p.share))));
    });
    return { ...study, cells };
  },
  expect: () => [
    none('strictStale', 'strict-is-fresh').says(
      'stale reads, summed over all pairs of R and W with R + W > N',
      'q5-pacelc',
    ),
    none('tooStale', 'partial-is-bounded').says(
      'pairs of R and W with more stale reads than C(N-W,R)/C(N,R), the probability that the quorums do not overlap',
    ),
    within(quotient('strictMs', 'fastMs'), 'consistency-costs', { atLeast: 1 }).says(
      'latency of the fastest pair with R + W > N, as a multiple of that with R=W=1',
      'q5-pacelc',
    ),
  ],
  plots: ({ subject, params: p }) => [plotOf(subject, p)],
  tells({ subject, params: p, metrics: m }) {
    const ms = (value = 0) => `${Number(value.toPrecision(3))} ms`;
    return (
      `With R + W > N no read is stale, and the fastest such pair takes ${ms(m.strictMs.value)} for a read and a write ` +
      `together at p${p.share * 100}; R = W = 1 takes ${ms(m.fastMs.value)}, and ${percent(m.fastStale.value)} of its reads ` +
      `${p.afterMs === 0 ? 'right' : `${p.afterMs} ms`} after a write are stale. ` +
      `That is PACELC: even without a partition consistency costs latency (${storeTitle(p)}, N = ${p.replicas}).\n\n` +
      plainTable([
        ['R', 'W', 'read', 'write', 'stale'],
        ...subject.cells.map((cell) => [
          String(cell.reads),
          String(cell.writes),
          ms(cell.readMs.quantile(p.share)),
          ms(cell.writeMs.quantile(p.share)),
          isStrict({ ...cell, replicas: p.replicas }) ? 'none' : percent(cell.stale / p.trials, 2),
        ]),
      ])
    );
  },
});

// Left out: read repair and anti-entropy, which can only make reads fresher.
