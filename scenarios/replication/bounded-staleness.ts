import { isStrict } from '../../sims/replication/pbs/k-staleness.ts';
import { publishedRow } from '../../sims/replication/pbs/published.ts';
import { studyMs, warsStudy } from '../../sims/replication/pbs/study.ts';
import { replication } from '../../sims/replication/replication.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import {
  expectationsOf,
  latenciesOf,
  pbsParams,
  sizesInWords,
  storeOf,
  storeTitle,
  withInterval,
} from './pbs-common.ts';

// One write and one read per trial: how long each waits for its replicas, and what has arrived
// where by then.
export default scenario({
  id: 'replication/bounded-staleness',
  sim: replication,
  asks: 'Reads wait for R of N replicas and writes for W, with R + W at most N. How likely is a stale read, for how long after a write, and how much latency does that save?',
  claims: [],
  code: [
    'sims/replication/pbs/wars.ts#freshAfterMs',
    'sims/replication/pbs/k-staleness.ts#missesWrite',
  ],
  params: pbsParams.refine(({ replicas, reads, writes }) => Math.max(reads, writes) <= replicas, {
    message: 'is at most the number of replicas',
    path: ['reads and writes'],
  }),
  durationMs: () => studyMs,
  invariants: [],
  goals: () => [],
  metrics: {
    readMs: histogram('ms', 'latency of reads'),
    writeMs: histogram('ms', 'latency of writes'),
    freshAfterMs: histogram('ms', 'from the commit of a write until reads are fresh'),
    freshAtOnce: counter('reads', 'that begin at the commit and are fresh'),
    freshAfter: counter('reads', 'that begin t after the commit and are fresh'),
  },
  build: ({ world, params: p, metrics: m }) =>
    warsStudy(world, { trials: p.trials, latencies: latenciesOf(p), sizes: p }, (wars) => {
      const freshAfterMs = wars.freshAfterMs(p.reads, p.writes);
      m.readMs.record(wars.readLatencyMs(p.reads));
      m.writeMs.record(wars.writeLatencyMs(p.writes));
      m.freshAfterMs.record(freshAfterMs);
      if (freshAfterMs === 0) m.freshAtOnce.add();
      if (freshAfterMs <= p.afterMs) m.freshAfter.add();
    }),
  expect: expectationsOf,
  tells({ params: p, metrics: m }) {
    const [part, per] = [percent(p.share), `p${p.share * 100}`];
    const paper = p.share === 0.999 ? publishedRow(storeOf(p), p) : undefined;
    const fresh = isStrict(p)
      ? `With ${sizesInWords(p)} every read is fresh at once, because R + W > N.`
      : `With ${sizesInWords(p)} a read can be stale, because R + W is not more than N, but not for long: ${percent(m.freshAtOnce.value / p.trials)} of reads are fresh at once, ${percent(m.freshAfter.value / p.trials)} after ${p.afterMs} ms, and ${part} after ${withInterval(m.freshAfterMs, p.share)}.`;
    const others =
      paper === undefined
        ? ''
        : ` The paper on PBS reports ${paper.readMs} ms for a read, ${paper.writeMs} ms for a write and ${paper.freshAfterMs} ms until ${part} of reads are fresh.`;
    return (
      `${fresh} ` +
      `A read takes ${withInterval(m.readMs, p.share)} at ${per}, a write ${withInterval(m.writeMs, p.share)}, with the latencies of ${storeTitle(p)}; ` +
      `95% confidence intervals are in brackets. Larger R and W make stale reads rarer, and reads and writes slower.${others}`
    );
  },
});

// Left out: read repair and anti-entropy, which can only make reads fresher, and failures, which slow some replicas down.
