import * as z from 'zod';
import {
  type CommitTotals,
  commitLog,
  committer,
  type FsyncTotals,
} from '../../sims/access/commit-log.ts';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { around, gammaInterval, near, poissonInterval } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { groupInTheory } from './group-theory.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  perSecond: real(50, 5_000, 2_000, 'transactions that commit a second, at random times'),
  fsyncMs: real(0.1, 20, 2, 'time of an fsync'),
  delayMs: real(0, 20, 0, 'that an fsync lets further commits come first (commit_delay)'),
  crashes: whole(4, 40, 20, 'of each database, at different moments of its fsyncs'),
});
type Params = z.output<typeof params>;

const arms = ['alone', 'grouped', 'early'] as const;
type Arm = (typeof arms)[number];
/** Those whose disk keeps up. */
const quick = ['grouped', 'early'] as const;
const says: Readonly<Record<Arm, string>> = {
  alone: 'an fsync for each commit',
  grouped: 'an fsync for all that wait',
  early: 'acknowledged before its fsync',
};
const [hopMs, downMs, settlesIn, lifeIn] = [0.05, 2, 5, 25] as const;

/** From the beginning of an fsync to that of the next, if commits wait. */
const turnMs = ({ fsyncMs, delayMs }: Params) => fsyncMs + delayMs;
const longestMs = (p: Params) => 2 * p.fsyncMs + p.delayMs + 2 * hopMs;
const cycleMs = (p: Params) => (lifeIn + 1) * turnMs(p) + downMs;
/** The crashes are spread over a turn. */
const lifeMs = (life: number, p: Params) => (lifeIn + (life + 0.5) / p.crashes) * turnMs(p);
const livesOf = ({ crashes }: Params) => Array.from({ length: crashes }, (_, life) => life);
const startMs = (life: number, p: Params) => life * cycleMs(p);
const endMs = (p: Params) => startMs(p.crashes, p);
/** No call is left by then, however long it has waited. */
const doneMs = (p: Params) => endMs(p) + 3 * cycleMs(p);

/** Counted are commits of a log that has settled, and whose fsync comes before the crash. */
function isCounted(atMs: number, p: Params): boolean {
  const life = Math.floor(atMs / cycleMs(p));
  const ageMs = atMs - startMs(life, p);
  return ageMs >= settlesIn * turnMs(p) && ageMs <= lifeMs(life, p) - longestMs(p);
}
const upMs = (p: Params) => livesOf(p).reduce((sum, life) => sum + lifeMs(life, p), 0);
const countedMs = (p: Params) =>
  livesOf(p).reduce((sum, life) => sum + lifeMs(life, p) - longestMs(p) - settlesIn * turnMs(p), 0);

export default scenario({
  ...aboutAccess,
  id: 'access/group-commit',
  asks: 'Each commit must be on the disk, and an fsync takes two milliseconds. How does a database commit thousands of transactions a second?',
  claims: [],
  code: ['sims/access/commit-log.ts#flushing', 'sims/access/commit-log.ts#commit'],
  params,
  swarm: {
    fsyncMs: { min: 0.5, max: 4 },
    delayMs: { min: 0, max: 4 },
    crashes: { min: 4, max: 10 },
  },
  durationMs: (p) => doneMs(p) + 100,
  network: () => ({ latencyMs: constant(hopMs) }),
  metrics: {
    ...gaugePer(arms, 'perSecond', 'commits/s', (arm) => `${says[arm]}: while the machine is up`),
    ...gaugePer(
      arms,
      'slowestMs',
      'ms',
      (arm) => `${says[arm]}: until it is acknowledged, at most`,
    ),
    ...gaugePer(
      quick,
      'meanMs',
      'ms',
      (arm) => `${says[arm]}: until it is acknowledged, on average`,
    ),
    ...gaugePer(quick, 'perFsync', 'commits', (arm) => `${says[arm]}: that share an fsync`),
    ...gaugePer(
      arms,
      'lost',
      'commits',
      (arm) => `${says[arm]}: acknowledged, and gone in a crash`,
    ),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const rulesOf: Readonly<Record<Arm, typeof rules>> = {
      alone: { ...rules, 'fsync-for-all-waiting': false },
      grouped: rules,
      early: { ...rules, 'acknowledge-after-fsync': false },
    };
    for (const arm of arms) {
      const disk: FsyncTotals = { fsyncs: [] };
      const commits: CommitTotals = { acknowledged: [], lost: undefined };
      const database = world.addServer(
        `${arm}/database`,
        commitLog(rulesOf[arm], p.delayMs, disk),
        { diskMs: constant(p.fsyncMs), whenDown: 'refuses' },
      );
      // The last commits meet a machine that is down: what is left is what it then starts with.
      const endsAtMs = endMs(p) - downMs / 2;
      const load = { perSecond: p.perSecond, endsAtMs, timeoutMs: cycleMs(p) };
      world.addServer(`${arm}/clients`, committer(database.self, load, commits));
      study.at(doneMs(p), () => {
        const { acknowledged, lost } = commits;
        if (lost === undefined) throw new Error('what is left has not been read');
        const slowestMs = acknowledged.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);
        const rate = (1_000 * acknowledged.length) / upMs(p);
        study.observes(`${arm}: commits a second`, rate, '', metrics[`${arm}.perSecond`]);
        study.observes(`${arm}: slowest`, slowestMs, 'ms', metrics[`${arm}.slowestMs`]);
        study.observes(`${arm}: lost`, lost, '', metrics[`${arm}.lost`]);
        if (arm === 'alone') return;
        const tookMs = acknowledged.filter(({ sentMs }) => isCounted(sentMs, p));
        const groups = disk.fsyncs.filter(({ atMs }) => isCounted(atMs, p));
        metrics[`${arm}.meanMs`].set(meanOf(tookMs.map((each) => each.tookMs)));
        metrics[`${arm}.perFsync`].set(meanOf(groups.map((each) => each.commits)));
        if (arm === 'early') return;
        study.holds(
          'commit-waits-two-fsyncs',
          slowestMs <= longestMs(p) + 1e-6,
          `a commit took ${inTime(slowestMs)}, although it should wait for two fsyncs at most, ${inTime(longestMs(p))}`,
        );
        study.holds(
          'acknowledged-survives-crash',
          lost === 0,
          `${counted(lost, 'acknowledged commit')} of ${inDigits(acknowledged.length)} are lost in crashes`,
        );
      });
    }
    return study;
  },
  plan: (p) =>
    arms.flatMap((arm) =>
      livesOf(p).flatMap((life) => [
        { atMs: startMs(life, p) + lifeMs(life, p), fault: crash(`${arm}/database`) },
        { atMs: startMs(life + 1, p), fault: restart(`${arm}/database`) },
      ]),
    ),
  expect: (p) => {
    const { perFsync, meanMs } = groupInTheory(p);
    const commits = (p.perSecond * countedMs(p)) / 1_000;
    const fsyncs = countedMs(p) / (turnMs(p) + 1_000 / p.perSecond);
    const inTurn = (p.perSecond * turnMs(p)) / 1_000;
    const atCrash = (p.perSecond * meanMs) / 1_000;
    return [
      exactly(0, 'grouped.lost', 'grouped-loses-none').says(
        'acknowledged commits lost in the crashes, with an fsync for all that wait',
      ),
      // A commit takes between one turn and two, wherever in it it comes.
      within(
        'grouped.meanMs',
        'grouped-latency',
        around(meanMs + 2 * hopMs, turnMs(p) / 2 / Math.sqrt(commits), 5.5),
      ).says(
        'ms until a commit is acknowledged on average, with an fsync for all that wait: the rest of the one under way, and its own',
      ),
      within(
        'grouped.perFsync',
        'grouped-share',
        around(perFsync, Math.sqrt((inTurn + 1) / fsyncs), 5.5),
      ).says(
        'commits that share an fsync on average: those that come during the one before, at least one',
      ),
      within('grouped.perSecond', 'grouped-rate', {
        atLeast:
          (1_000 * poissonInterval(sentIn(upMs(p) - p.crashes * longestMs(p), p)).atLeast) /
          upMs(p),
        atMost: (1_000 * poissonInterval(sentIn(upMs(p), p)).atMost) / upMs(p),
      }).says('commits a second, with an fsync for all that wait: as many as come'),
      // Little’s law; how long ago the last fsync began varies by a turn.
      within(
        'early.lost',
        'early-loses',
        around(p.crashes * atCrash, Math.sqrt(p.crashes * (atCrash + (inTurn * inTurn) / 4)), 5.5),
      ).says(
        'acknowledged commits lost in the crashes, if they are acknowledged before their fsync: rate x time until the disk has them',
      ),
      within('early.slowestMs', 'early-latency', near(2 * hopMs)).says(
        'ms until a commit is acknowledged on average, before its fsync: two messages',
      ),
      ...(inTurn < 3
        ? []
        : [
            within('alone.perSecond', 'alone-rate', aloneBounds(p)).says(
              'commits a second, with an fsync for each: 1 / time of an fsync, however many come',
            ),
          ]),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const of = (name: keyof typeof m) => m[name].value ?? 0;
    return (
      `By group commit: all commits that wait when an fsync begins share it, so the disk did ${inDigits(Math.round(of('grouped.perSecond')))} commits a second, ${of('grouped.perFsync').toFixed(1)} to an fsync; with an fsync for each commit it did ${inDigits(Math.round(of('alone.perSecond')))}, one divided by the time of an fsync. ` +
      `A commit waits for the rest of the fsync under way and for its own: ${inTime(of('grouped.meanMs'))} on average, and ${inTime(of('grouped.slowestMs'))} at most. ` +
      'A delay before each fsync (commit_delay in PostgreSQL) makes groups larger and commits slower. ' +
      `A database that acknowledges before the fsync (asynchronous commit) takes ${inTime(of('early.slowestMs'))}, and ${counted(p.crashes, 'crash', 'crashes')} lost ${counted(of('early.lost'), 'acknowledged commit')}.`
    );
  },
});

const sentIn = (ms: number, { perSecond }: Params) => (perSecond * ms) / 1_000;
const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The disk works but for the time until the first commit of a life, and until the next whenever none
 * waits. At three commits to an fsync the latter comes in fewer than 6% of the lives.
 */
function aloneBounds(p: Params) {
  const idleMs = (gammaInterval(2 * p.crashes + 8).atMost * 1_000) / p.perSecond;
  return {
    atLeast: (1_000 * ((upMs(p) - idleMs) / turnMs(p) - p.crashes)) / upMs(p),
    atMost: 1_000 / turnMs(p),
  };
}

// Left out: what an fsync of more bytes costs, and clients that wait for their last commit before the
// next: N of them make groups of N / 2, unless a delay lets all of them come.
