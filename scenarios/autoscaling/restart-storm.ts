import * as z from 'zod';
import { noticedMs } from '../../sims/autoscaling/containers/probe.ts';
import { addService, databaseOf } from '../../sims/autoscaling/containers/service.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { outage } from '../../src/world/fault.ts';
import { aboutScaling, heldTo, minuteMs } from './kit.ts';
import { lateMostMs, probeOf, probeParams, restartsOf, serviceOf, steadyMs } from './probes-kit.ts';
import { failingPages } from './storm-bounds.ts';

const params = z.object({
  ...probeParams,
  outageS: whole(1, 900, 60, 'how long the database does not answer, seconds'),
  longS: whole(1, 900, 300, 'how long a second one does not, whose service is probed the same way'),
});
type Params = z.output<typeof params>;

const arms = ['alone', 'readiness', 'liveness', 'long'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  alone: 'probes ask the process alone',
  readiness: 'readiness asks the database',
  liveness: 'liveness asks the database',
  long: 'liveness asks the database, longer outage',
};

const outageMs = (arm: Arm, p: Params) => 1_000 * (arm === 'long' ? p.longS : p.outageS);
const endMs = (arm: Arm, p: Params) =>
  steadyMs(p) + outageMs(arm, p) + lateMostMs(outageMs(arm, p), p) + minuteMs / 2;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/restart-storm',
  asks: 'A liveness probe checks the database, and the database is down for a minute. What do the restarts add to the outage?',
  claims: [],
  code: [
    'sims/autoscaling/containers/kubelet.ts#asksDatabase',
    'sims/autoscaling/containers/restarts.ts#backoffMs',
  ],
  params,
  durationMs: (p) => Math.max(endMs('alone', p), endMs('long', p)) + minuteMs,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
  invariants: heldTo('independent-requests-are-served'),
  metrics: {
    ...gaugePer(
      arms,
      'failed',
      'requests',
      (arm) => `that need no database and fail, ${says[arm]}`,
    ),
    ...gaugePer(arms, 'restarts', 'restarts', (arm) => `of pods, ${says[arm]}`),
    ...gaugePer(arms, 'lateMs', 'ms', (arm) => `until all are ready again, ${says[arm]}`),
    asked: gauge('requests', 'that need no database, in the outage'),
    firstMs: gauge('ms', 'from the outage to the first kill'),
    lastFirstMs: gauge('ms', 'from the outage until every pod has been killed'),
    waitMs: gauge('ms', 'of the longest back-off, longer outage'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new ScalingStudy(world);
    const goneMs = steadyMs(p);
    for (const arm of arms) {
      const [returnsMs, untilMs] = [goneMs + outageMs(arm, p), endMs(arm, p)];
      const sums = { asked: 0, failed: 0, restarts: 0, readyMs: 0, waitMs: 0 };
      const firstKills = new Map<string, number>();
      // What is compared differs in one probe alone.
      const own = {
        ...rules,
        ...(arm === 'readiness' ? { 'readiness-checks-itself-alone': false } : {}),
        ...(arm === 'liveness' || arm === 'long' ? { 'liveness-checks-itself-alone': false } : {}),
      };
      addService(world, serviceOf(arm, p, untilMs), own, {
        sees(kind, sentMs, isServed) {
          if (kind !== 'page' || sentMs < goneMs) return;
          if (sentMs < returnsMs) sums.asked += 1;
          if (!isServed) sums.failed += 1;
        },
        ends(pod, _code, atMs) {
          if (atMs >= goneMs && !firstKills.has(pod)) firstKills.set(pod, atMs - goneMs);
        },
        restarts(_pod, waitMs, atMs) {
          if (atMs < goneMs) return;
          sums.restarts += 1;
          sums.waitMs = Math.max(sums.waitMs, waitMs);
        },
        readies(_pod, isReady, atMs) {
          if (isReady) sums.readyMs = atMs;
        },
      });
      study.at(untilMs + minuteMs / 2, () => {
        const { asked, failed, restarts, readyMs, waitMs } = sums;
        study.observes(`restarts, ${says[arm]}`, restarts, '', metrics[`${arm}.restarts`]);
        study.observes(`requests that fail, ${says[arm]}`, failed, '', metrics[`${arm}.failed`]);
        const late = Math.max(0, readyMs - returnsMs);
        study.observes(`ready again after, ${says[arm]}`, late, 'ms', metrics[`${arm}.lateMs`]);
        if (arm === 'alone') {
          metrics.asked.set(asked);
          const how = `${counted(failed, 'request')} that need no database fail, ${counted(restarts, 'restart')}`;
          study.holds('independent-requests-are-served', failed === 0, how);
        }
        if (arm === 'long') metrics.waitMs.set(waitMs);
        if (arm !== 'liveness' || firstKills.size < p.pods) return;
        const kills = [...firstKills.values()];
        study.observes('first kill after', Math.min(...kills), 'ms', metrics.firstMs);
        study.observes('each killed once after', Math.max(...kills), 'ms', metrics.lastFirstMs);
      });
    }
    return study;
  },
  plan: (p) =>
    arms.map((arm) => ({
      atMs: steadyMs(p),
      fault: outage(databaseOf(arm), 'hangs', outageMs(arm, p)),
    })),
  expect: (p) => {
    const noticed = noticedMs(probeOf(p));
    const isNoticed = 1_000 * p.outageS > noticed.atMost;
    const ofArm = (arm: 'liveness' | 'long') => {
      const { atLeast, atMost } = restartsOf(outageMs(arm, p), p);
      return { restarts: { atLeast: p.pods * atLeast.length, atMost: p.pods * atMost.length } };
    };
    const waits = restartsOf(1_000 * p.longS, p);
    return [
      exactly(0, 'alone.failed', 'alone').says(
        'requests that need no database and fail, if probes ask the process alone',
      ),
      exactly(0, 'alone.restarts', 'alone-restarts').says('restarts, if they do'),
      exactly(0, 'readiness.restarts', 'readiness-restarts').says(
        'restarts, if readiness asks the database',
      ),
      within('readiness.failed', 'readiness', failingPages('readiness', p.outageS, p)).says(
        'requests that need no database and fail, if readiness asks it: those while no pod is ready',
      ),
      within('liveness.failed', 'liveness', failingPages('liveness', p.outageS, p)).says(
        'the same if liveness asks it: those of a start at least, less a period of the probe',
      ),
      within('liveness.restarts', 'restarts', ofArm('liveness').restarts).says(
        'restarts: after failureThreshold periods and a timeout at most, and again after each start',
      ),
      within('long.restarts', 'long-restarts', ofArm('long').restarts).says(
        'restarts of the longer outage, with waits of 0, 10, 20, 40 s between them',
      ),
      within('waitMs', 'wait', {
        atLeast: waits.atLeast.at(-1) ?? 0,
        atMost: waits.atMost.at(-1) ?? 0,
      }).says('ms of the longest back-off'),
      within('readiness.lateMs', 'readiness-late', {
        atMost: 1_000 * (p.periodS + p.timeoutS),
      }).says('ms until all are ready after the outage, if readiness asks: a period at most'),
      within('long.lateMs', 'late', { atMost: lateMostMs(1_000 * p.longS, p) }).says(
        'ms until all are ready after the longer outage: a wait, a start and a period at most',
      ),
      ...(isNoticed
        ? [
            within('firstMs', 'first', noticed).says(
              'ms to the first kill: (failureThreshold - 1) periods and a timeout, or up to a period more',
            ),
            within('lastFirstMs', 'last-first', noticed).says(
              'ms until every pod is killed: the same',
            ),
          ]
        : []),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The restarts make the outage worse: they cure nothing, and ${inDigits(m['liveness.failed'].value ?? 0)} of ${inDigits(m.asked.value ?? 0)} requests that need no database fail, because ${m.firstMs.value === undefined ? 'pods are killed' : `all ${p.pods} pods are killed between ${inTime(Math.round(m.firstMs.value))} and ${inTime(Math.round(m.lastFirstMs.value ?? 0))} into the outage`} and a start takes ${inDigits(p.startS)} s. ` +
    `An outage of ${inTime(1_000 * p.longS)} brings ${counted(m['long.restarts'].value ?? 0, 'restart')} with a back-off of up to ${inTime(m.waitMs.value ?? 0)}, and the last pod is ready ${inTime(Math.round(m['long.lateMs'].value ?? 0))} after the database. ` +
    `A readiness probe that asks the database restarts nothing, but takes every pod out of the balancer: ${inDigits(m['readiness.failed'].value ?? 0)} requests fail. ` +
    `So let both probes ask the process alone: then ${inDigits(m['alone.failed'].value ?? 0)} fail.`,
});

// Left out: caches that are cold after a restart, and threads that wait for the database and leave none for other requests.
