import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { noWrites, writer } from '../../sims/access/lsm/clients.ts';
import { runSizes } from '../../sims/access/lsm/costs.ts';
import { lsmStore, type StoreOptions } from '../../sims/access/lsm/store.ts';
import { type Timetable, timetable } from '../../sims/access/lsm/timetable.ts';
import type { Interval } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, rounded } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  writesPerMs: real(1, 40, 20, 'that arrive'),
  compactedPerMs: real(10, 200, 37, 'entries that compaction writes'),
  level0RunsMax: whole(6, 40, 12, 'runs of level 0 that make writes wait'),
  sizeRatio: whole(2, 10, 4, 'by which a level is larger than the one above it'),
  measuredMs: whole(300, 1_500, 1_000, 'from the first write on'),
});
type Params = z.output<typeof params>;

const arms = ['waits', 'goes-on'] as const;
type Arm = (typeof arms)[number];

const inName = {
  waits: 'if writes wait while level 0 is full',
  'goes-on': 'if writes do not wait',
} as const satisfies Record<Arm, string>;
const [batchEntries, hopMs] = [32, 0.5];
const everyMs = ({ writesPerMs }: Params) => batchEntries / writesPerMs;
const batches = (p: Params) => Math.ceil(p.measuredMs / everyMs(p));

/** A range reads every run, whatever its filter says: there are none. */
const optionsOf = ({ compactedPerMs, level0RunsMax, sizeRatio }: Params): StoreOptions => ({
  memtableEntries: 128,
  entriesPerPage: 32,
  bitsPerKey: 0,
  level0Runs: 4,
  sizeRatio,
  policy: 'levelled',
  level0RunsMax,
  compactedPerMs,
});

export default scenario({
  ...aboutAccess,
  id: 'access/slow-compaction',
  asks: 'Writes arrive faster than an LSM tree compacts. What becomes of reads, and what if writes wait?',
  claims: [],
  code: [
    'sims/access/lsm/store.ts#put',
    'sims/access/lsm/store.ts#compacting',
    'sims/access/lsm/timetable.ts#timetable',
  ],
  params,
  durationMs: (p) => p.measuredMs + 1_000,
  network: () => ({ latencyMs: constant(hopMs) }),
  metrics: {
    ...gaugePer(arms, 'level0', 'runs', (arm) => `${arm}: in level 0 at the end`),
    ...gaugePer(arms, 'most', 'runs', (arm) => `${arm}: in level 0 at most`),
    ...gaugePer(arms, 'runs', 'runs', (arm) => `${arm}: that a range read reads at the end`),
    ...gaugePer(arms, 'accepted', 'writes', (arm) => `${arm}: accepted until the end`),
    ...gaugePer(arms, 'slowestMs', 'ms', (arm) => `${arm}: that a write waits at most`),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const firstAtMs = 10 + study.stream('start')() * everyMs(p);
    const endMs = firstAtMs + hopMs + p.measuredMs;
    const all = Array.from({ length: batches(p) * batchEntries }, (_, key) => key);
    for (const arm of arms) {
      const own = arm === 'waits' ? rules : { ...rules, 'writes-wait-for-compaction': false };
      const store = world.addServer(`${arm}/store`, lsmStore(optionsOf(p), own), {
        diskMs: constant(0),
      });
      const keys = shuffled(study.stream(`keys of ${arm}`), all);
      const totals = noWrites();
      const options = {
        store: store.self,
        firstAtMs,
        everyMs: everyMs(p),
        batches: Array.from({ length: batches(p) }, (_, batch) =>
          keys
            .slice(batch * batchEntries, (batch + 1) * batchEntries)
            .map((key) => ({ key, value: key })),
        ),
        timeoutMs: 1e9,
        readsAtMs: undefined,
      };
      world.addServer(`${arm}/writer`, writer(options, totals));
      study.at(endMs, () => {
        const { level0, level0Most, runs } = store.state as Shown;
        study.observes(`${arm}: runs of level 0`, level0, '', metrics[`${arm}.level0`]);
        study.observes(`${arm}: at most`, level0Most, '', metrics[`${arm}.most`]);
        study.observes(`${arm}: runs that a range reads`, runs, '', metrics[`${arm}.runs`]);
        if (arm === 'goes-on') return;
        study.holds(
          'level-0-is-bounded',
          level0Most <= p.level0RunsMax,
          `${counted(level0Most, 'run is', 'runs are')} in level 0 of the LSM tree, although writes should wait at ${p.level0RunsMax}`,
        );
      });
      study.at(endMs + hopMs, () => {
        const accepted = totals.acknowledged.length;
        const slowestMs = Math.round(1e6 * Math.max(0, totals.slowestMs - 2 * hopMs)) / 1e6;
        study.observes(`${arm}: writes accepted`, accepted, '', metrics[`${arm}.accepted`]);
        study.observes(`${arm}: longest wait`, slowestMs, 'ms', metrics[`${arm}.slowestMs`]);
      });
    }
    return study;
  },
  expect: (p) =>
    arms.flatMap((arm) => {
      const table = timetable(
        optionsOf(p),
        { batches: batches(p), batchEntries, everyMs: everyMs(p) },
        arm === 'waits',
      );
      const { level0, runs, most, accepted, waitMs } = boundsOf(p, table);
      // A write that waits comes after the compaction for which it has waited.
      const limit = arm === 'waits' ? p.level0RunsMax : Infinity;
      const mostRuns = { ...most, atMost: Math.min(limit, most.atMost) };
      return [
        within(`${arm}.level0`, `${arm}-level0`, level0).says(
          `runs in level 0 at the end, ${inName[arm]}: flushes, less 4 for each compaction that has ended`,
        ),
        within(`${arm}.most`, `${arm}-most`, mostRuns).says(
          `most runs in level 0 at a time, ${inName[arm]}`,
        ),
        within(`${arm}.runs`, `${arm}-runs`, runs).says(
          `runs that a read of a range looks into at the end, ${inName[arm]}: those of level 0, and one for each other level`,
        ),
        within(`${arm}.accepted`, `${arm}-accepted`, accepted).says(
          `writes accepted until the end, ${inName[arm]}`,
        ),
        within(`${arm}.slowestMs`, `${arm}-slowest`, waitMs).says(
          `longest wait of a write in ms, ${inName[arm]}: until a compaction ends`,
        ),
      ];
    }),
  tells: ({ params: p, metrics: m }) => {
    const of = (arm: Arm, figure: 'most' | 'runs' | 'accepted') =>
      inDigits(m[`${arm}.${figure}`].value ?? 0);
    const perMs = (arm: Arm) => rounded((m[`${arm}.accepted`].value ?? 0) / p.measuredMs);
    if ((m['goes-on.most'].value ?? 0) <= p.level0RunsMax) {
      return `Nothing: compaction keeps up with ${inDigits(p.writesPerMs)} writes a millisecond. Level 0 has at most ${of('goes-on', 'most')} runs, and a read of a range looks into ${of('goes-on', 'runs')}.`;
    }
    return (
      `Runs pile up in level 0, where they wait to be merged, and reads get slower and slower, so an LSM tree lets writes wait (a write stall): without that a read of a range looks into ${of('goes-on', 'runs')} runs after ${inTime(p.measuredMs)}. ` +
      `If writes wait while level 0 has ${p.level0RunsMax} runs, a read looks into ${of('waits', 'runs')} runs, never more than ${of('waits', 'most')} of them in level 0; the price is ${perMs('waits')} writes a millisecond instead of ${perMs('goes-on')}, and waits of up to ${inTime(m['waits.slowestMs'].value ?? 0)}.`
    );
  },
});

interface Shown {
  readonly level0: number;
  readonly level0Most: number;
  readonly runs: number;
}

/** What the timetable says of the end; two things at the same moment may come in either order. */
function boundsOf(p: Params, { acceptedMs, flushedMs, compactedMs }: Timetable) {
  const hairMs = 1e-6;
  const countUntil = (times: readonly number[], untilMs: number) =>
    times.filter((atMs) => atMs <= untilMs).length;
  const late = p.measuredMs + hairMs;
  const early = p.measuredMs - hairMs;
  const interval = (figure: (flushes: number, compactions: number) => number): Interval => {
    const figures = [early, late].flatMap((flushesMs) =>
      [early, late].map((compactionsMs) =>
        figure(countUntil(flushedMs, flushesMs), countUntil(compactedMs, compactionsMs)),
      ),
    );
    return { atLeast: Math.min(...figures), atMost: Math.max(...figures) };
  };
  const highest = (hair: number, untilMs: number) =>
    Math.max(
      0,
      ...flushedMs
        .filter((atMs) => atMs <= untilMs)
        .map((atMs, place) => place + 1 - 4 * countUntil(compactedMs, atMs + hair)),
    );
  const waits = (untilMs: number) =>
    Math.max(
      0,
      ...acceptedMs.flatMap((atMs, batch) => (atMs <= untilMs ? [atMs - batch * everyMs(p)] : [])),
    );
  // A write that does not wait at all does so to the digit.
  const offBy = (hair: number, ms: number) => (ms === 0 ? 0 : ms + hair);
  return {
    level0: interval((flushes, compactions) => flushes - 4 * compactions),
    runs: interval(
      (flushes, compactions) =>
        flushes - 4 * compactions + runSizes(4 * compactions, optionsOf(p)).length,
    ),
    most: { atLeast: highest(hairMs, early), atMost: highest(-hairMs, late) },
    accepted: {
      atLeast: batchEntries * countUntil(acceptedMs, early),
      atMost: batchEntries * countUntil(acceptedMs, late),
    },
    waitMs: { atLeast: offBy(-hairMs, waits(early)), atMost: offBy(hairMs, waits(late)) },
  };
}

// Left out: writes that are slowed down before they are stopped, as RocksDB does from 20 runs on.
