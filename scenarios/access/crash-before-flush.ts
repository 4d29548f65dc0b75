import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { noWrites, writer } from '../../sims/access/lsm/clients.ts';
import { lsmStore, type StoreOptions } from '../../sims/access/lsm/store.ts';
import { near } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  crashAfterMs: real(50, 500, 333, 'from the first write on'),
  memtableEntries: whole(20, 200, 64, 'keys that fill the memory before they are written as a run'),
  diskMs: real(0.1, 5, 2, 'until a write to the log is durable'),
});
type Params = z.output<typeof params>;

const arms = ['logged', 'memory-only'] as const;
type Arm = (typeof arms)[number];
const [everyMs, hopMs, firstAtMs, downMs, timeoutMs] = [1, 0.5, 10.25, 40, 25];
/** It goes on for a while after the restart. */
const writes = ({ crashAfterMs }: Params) => Math.ceil(crashAfterMs + downMs + 100);
const crashAtMs = ({ crashAfterMs }: Params) => firstAtMs + crashAfterMs;
const readsAtMs = (p: Params) => firstAtMs + writes(p) * everyMs + 2 * timeoutMs;
const doneAtMs = (p: Params) => readsAtMs(p) + 2 * hopMs * writes(p) + 10;

const optionsOf = ({ memtableEntries }: Params): StoreOptions => ({
  memtableEntries,
  entriesPerPage: 20,
  bitsPerKey: 10,
  level0Runs: 4,
  sizeRatio: 4,
  policy: 'levelled',
  level0RunsMax: 12,
  compactedPerMs: 100,
});

export default scenario({
  ...aboutAccess,
  id: 'access/crash-before-flush',
  asks: 'An LSM tree keeps new rows in memory until a run is full, and its machine crashes. Which writes are lost?',
  claims: [],
  code: ['sims/access/lsm/store.ts#put', 'sims/access/lsm/store.ts#recovered'],
  params,
  durationMs: (p) => doneAtMs(p) + 100,
  network: () => ({ latencyMs: constant(hopMs) }),
  metrics: {
    ...gaugePer(arms, 'lost', 'writes', (arm) => `${arm}: acknowledged, and gone after the crash`),
    ...gaugePer(arms, 'unanswered', 'writes', (arm) => `${arm}: that are not acknowledged`),
    ...gaugePer(arms, 'slowestMs', 'ms', (arm) => `${arm}: until a write is acknowledged`),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const all = Array.from({ length: writes(p) }, (_, key) => key);
    for (const arm of arms) {
      const own = arm === 'logged' ? rules : { ...rules, 'log-before-memtable': false };
      const store = world.addServer(`${arm}/store`, lsmStore(optionsOf(p), own), {
        diskMs: constant(p.diskMs),
      });
      const keys = shuffled(study.stream('keys'), all);
      const totals = noWrites();
      const options = {
        store: store.self,
        firstAtMs,
        everyMs,
        batches: keys.map((key) => [{ key, value: key }]),
        timeoutMs,
        readsAtMs: readsAtMs(p),
      };
      world.addServer(`${arm}/writer`, writer(options, totals));
      study.at(doneAtMs(p), () => {
        const { lost, unanswered, slowestMs, acknowledged, hasRead } = totals;
        if (!hasRead) throw new Error('the reads have not ended');
        study.observes(`${arm}: writes acknowledged`, acknowledged.length);
        study.observes(`${arm}: of those lost`, lost, '', metrics[`${arm}.lost`]);
        study.observes(`${arm}: not acknowledged`, unanswered, '', metrics[`${arm}.unanswered`]);
        study.observes(`${arm}: slowest`, slowestMs, 'ms', metrics[`${arm}.slowestMs`]);
        if (arm === 'memory-only') return;
        study.holds(
          'acknowledged-survives-crash',
          lost === 0,
          `${counted(lost, 'acknowledged write')} of ${inDigits(acknowledged.length)} are lost in the crash`,
        );
      });
    }
    return study;
  },
  plan: (p) =>
    arms.flatMap((arm) => [
      { atMs: crashAtMs(p), fault: crash(`${arm}/store`) },
      { atMs: crashAtMs(p) + downMs, fault: restart(`${arm}/store`) },
    ]),
  expect: (p) => [
    exactly(0, 'logged.lost', 'logged-lost').says(
      'acknowledged writes lost in the crash, with a write-ahead log',
    ),
    within('memory-only.lost', 'memory-lost', inMemoryAtCrash(p)).says(
      'acknowledged writes lost in the crash, without a log: all since the last run that was on the disk',
    ),
    within('logged.slowestMs', 'logged-slowest', near(2 * hopMs + p.diskMs)).says(
      'ms until the slowest write is acknowledged, with a write-ahead log: two messages, and the disk',
    ),
    within('memory-only.slowestMs', 'memory-slowest', near(2 * hopMs)).says(
      'ms until the slowest write is acknowledged, without a log: two messages',
    ),
  ],
  tells: ({ params: p, metrics: m }) => {
    const of = (arm: Arm, figure: 'lost' | 'unanswered') => m[`${arm}.${figure}`].value ?? 0;
    return `No acknowledged write, if each is in a write-ahead log on the disk before it is in memory (the memtable): the machine replays the log when it starts. Without the log ${counted(of('memory-only', 'lost'), 'acknowledged write')} are lost, all since the last run of ${p.memtableEntries} was written. The log costs ${inTime(p.diskMs)} a write here: ${inTime(m['logged.slowestMs'].value ?? 0)} instead of ${inTime(m['memory-only.slowestMs'].value ?? 0)} until it is acknowledged.`;
  },
});

/** Writes that have arrived since the last run that was durable; one at the very moment counts or not. */
function inMemoryAtCrash({ crashAfterMs, memtableEntries, diskMs }: Params) {
  const arrivedUntil = (ms: number) => Math.max(0, Math.floor((ms - hopMs) / everyMs) + 1);
  const lostAt = (ms: number) =>
    arrivedUntil(ms) - memtableEntries * Math.floor(arrivedUntil(ms - diskMs) / memtableEntries);
  const figures = [-1e-6, 1e-6].map((hairMs) => lostAt(crashAfterMs + hairMs));
  return { atLeast: Math.min(...figures), atMost: Math.max(...figures) };
}

// Left out: writes that share one write of the log, which costs many of them the disk’s time once.
