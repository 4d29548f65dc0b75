import * as z from 'zod';
import { noticedMs, unnoticedMs } from '../../sims/autoscaling/containers/probe.ts';
import { addService, podOf } from '../../sims/autoscaling/containers/service.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { pause } from '../../src/world/fault.ts';
import { aboutScaling, heldTo, minuteMs } from './kit.ts';
import { graceMs, messagesMs, probeOf, probeParams, serviceOf, steadyMs } from './probes-kit.ts';

const params = z.object({
  ...probeParams,
  pauseS: real(1, 120, 15, 'how long another process pauses, seconds'),
});
type Params = z.output<typeof params>;

const [hung, paused] = [podOf('service', 1), podOf('service', 2)];
/** From the hang to its pod being ready again: noticed, SIGTERM in vain, a start, and a probe that finds it. */
function recoveryMs(p: Params) {
  const { atLeast, atMost } = noticedMs(probeOf(p));
  const startMs = 1_000 * p.startS;
  return {
    atLeast: atLeast + graceMs + startMs,
    atMost: atMost + graceMs + startMs + 1_000 * (p.periodS + p.timeoutS) + messagesMs,
  };
}
const endMs = (p: Params) => steadyMs(p) + recoveryMs(p).atMost + minuteMs;
const isShort = (p: Params) => 1_000 * p.pauseS <= unnoticedMs(probeOf(p));

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/hung-process',
  asks: 'A process is in a deadlock: its port is open, and it answers nothing. When does its pod serve again, and does a pause of 15 seconds restart another one?',
  claims: [],
  code: [
    'sims/autoscaling/containers/probe.ts#decide',
    'sims/autoscaling/containers/kubelet.ts#kubelet',
    'sims/autoscaling/containers/probe.ts#noticedMs',
  ],
  params,
  durationMs: (p) => endMs(p) + minuteMs,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
  invariants: heldTo('hung-process-recovers', 'short-pause-survives', 'no-request-to-unready'),
  metrics: {
    unreadyMs: gauge('ms', 'from the hang until its pod gets no requests'),
    endedMs: gauge('ms', 'from the hang to its SIGKILL'),
    readyMs: gauge('ms', 'from the hang until its pod is ready again'),
    restarts: gauge('restarts', 'of the pod that hangs'),
    pausedRestarts: gauge('restarts', 'of the pod that pauses'),
    failed: gauge('requests', 'that fail'),
    late: gauge('requests', 'that fail although the pod has had time to become unready'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const hungMs = steadyMs(p);
    const noticedByMs = hungMs + noticedMs(probeOf(p)).atMost + messagesMs;
    const sums = { restarts: 0, pausedRestarts: 0, failed: 0, late: 0 };
    let [unreadyMs, endedMs, readyMs]: (number | undefined)[] = [];
    addService(world, serviceOf('service', p, endMs(p)), rules, {
      sees(_kind, sentMs, isServed) {
        if (isServed || sentMs < hungMs) return;
        sums.failed += 1;
        if (sentMs > noticedByMs) sums.late += 1;
      },
      ends(pod, _code, atMs) {
        if (pod === hung) endedMs ??= atMs - hungMs;
      },
      restarts(pod) {
        if (pod === hung) sums.restarts += 1;
        if (pod === paused) sums.pausedRestarts += 1;
      },
      readies(pod, isReady, atMs) {
        if (pod !== hung || atMs < hungMs) return;
        if (isReady) readyMs ??= atMs - hungMs;
        else unreadyMs ??= atMs - hungMs;
      },
    });
    return study.at(endMs(p) + minuteMs / 2, () => {
      if (unreadyMs !== undefined) observes('unreadyMs', 'gets no requests after', unreadyMs, 'ms');
      if (endedMs !== undefined) observes('endedMs', 'is killed after', endedMs, 'ms');
      if (readyMs !== undefined) observes('readyMs', 'is ready again after', readyMs, 'ms');
      observes('restarts', 'restarts of the pod that hangs', sums.restarts);
      observes('pausedRestarts', 'restarts of the pod that pauses', sums.pausedRestarts);
      observes('failed', 'requests that fail', sums.failed);
      observes('late', 'requests that fail, once its probe has had time', sums.late);
      study.holds(
        'hung-process-recovers',
        readyMs !== undefined,
        `it is not ready ${inTime(endMs(p) - hungMs)} after it hung, with ${counted(sums.restarts, 'restart')}`,
      );
      study.holds(
        'short-pause-survives',
        sums.pausedRestarts === 0 || !isShort(p),
        `a pause of ${inDigits(p.pauseS)} s restarts it`,
      );
      study.holds(
        'no-request-to-unready',
        sums.late === 0,
        `${counted(sums.late, 'request')} fail after ${inTime(noticedByMs - hungMs)}`,
      );
    });
  },
  plan: (p) => [
    // The process never goes on by itself.
    { atMs: steadyMs(p), fault: pause(hung, endMs(p)) },
    { atMs: steadyMs(p), fault: pause(paused, 1_000 * p.pauseS) },
  ],
  expect: (p) => {
    const noticed = noticedMs(probeOf(p));
    const killed = { atLeast: noticed.atLeast + graceMs, atMost: noticed.atMost + graceMs + 200 };
    const most = noticed.atMost + 1_000 * p.pauseS;
    return [
      within('unreadyMs', 'unready', { ...noticed, atMost: noticed.atMost + messagesMs }).says(
        'ms until its pod gets no requests: its readiness probe fails three times in a row',
      ),
      within('endedMs', 'ended', killed).says(
        'ms until it is killed: its liveness probe fails, and it lets the grace period pass',
      ),
      within('readyMs', 'ready', recoveryMs(p)).says(
        'ms until its pod is ready again: a start and a period later at most',
      ),
      exactly(1, 'restarts', 'restarts').says('restarts of the pod that hangs'),
      exactly(0, 'late', 'late').says('requests that fail after that'),
      within('failed', 'failed', {
        atMost: poissonBounds((2 * p.perSecond * most) / 1_000).atMost,
      }).says('requests that fail: those to pods that are not known to hang yet'),
      ...(isShort(p)
        ? [exactly(0, 'pausedRestarts', 'paused').says('restarts of the pod that pauses')]
        : []),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The pod serves again ${inTime(Math.round(m.readyMs.value ?? 0))} after it hangs, because its liveness probe restarts it. After ${inTime(Math.round(m.unreadyMs.value ?? 0))} its readiness probe has failed ${p.failures} times in a row, and it gets no more requests; after ${inTime(Math.round(m.endedMs.value ?? 0))} it is killed, because that probe has failed too and it does not react to SIGTERM for ${inTime(graceMs)}. ${counted(m.failed.value ?? 0, 'request')} fail${m.failed.value === 1 ? 's' : ''} meanwhile. A pause of ${inDigits(p.pauseS)} s brings ${counted(m.pausedRestarts.value ?? 0, 'restart')}: a pause of up to ${inTime(unnoticedMs(probeOf(p)))} fails too few probes in a row.`,
});

// Left out: processes in a deadlock that still answer probes, because another thread does.
