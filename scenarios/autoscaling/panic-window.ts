import * as z from 'zod';
import {
  ConcurrencyScaler,
  ConcurrencyWindow,
  knativeDefaults,
  tickMs,
} from '../../sims/autoscaling/events/panic.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  burst: whole(
    20,
    1_000,
    100,
    'concurrent requests of each of two bursts; between them there is one',
  ),
  perPod: whole(1, 10, 10, 'concurrent requests that a pod can serve, of which 70% are aimed at'),
  // Together no longer than the 60 s for which a reason to panic counts.
  burstS: whole(10, 30, 20, 'how long each burst is, seconds'),
  pauseS: whole(5, 30, 20, 'from the end of the first burst to the second, seconds'),
  startS: whole(1, 10, 2, 'how long a pod takes to start, seconds'),
});

const utilisation = 0.7;
const { stableMs, panicMs } = knativeDefaults;
const targetOf = (perPod: number) => perPod * utilisation;
/** Bursts begin after the windows are full of quiet. */
const quietMs = 90_000;

/** After how many seconds of the burst the short window asks for all pods. */
function secondsUntilAll(burst: number, perPod: number): number {
  const all = Math.ceil(burst / targetOf(perPod));
  const windowS = panicMs / 1_000;
  let seconds = 1;
  while (
    seconds < windowS &&
    Math.ceil((burst * seconds + windowS - seconds) / windowS / targetOf(perPod)) < all
  )
    seconds += 1;
  return seconds;
}

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/panic-window',
  asks: 'A hundred requests come at once to a service with one pod, and again 20 seconds after they end. When are there enough pods?',
  claims: [],
  code: ['sims/autoscaling/events/panic.ts#decides'],
  params,
  durationMs: () => 400_000,
  invariants: heldTo('burst-is-met', 'load-is-carried'),
  metrics: {
    all: gauge('pods', 'that a burst needs'),
    most: gauge('pods', 'that were asked for at most'),
    askedMs: gauge('ms', 'from the first request of the burst until all pods are asked for'),
    second: gauge('pods', 'that are ready when the second burst begins'),
    settled: gauge('pods', 'at the end'),
  },
  build({ world, params: { burst, perPod, burstS, pauseS, startS }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const target = targetOf(perPod);
    const all = Math.ceil(burst / target);
    const firstMs = quietMs + Math.floor(10 * study.stream('burst')()) * 1_000;
    const secondMs = firstMs + 1_000 * (burstS + pauseS);
    const isBurst = (atMs: number) =>
      [firstMs, secondMs].some((from) => atMs > from && atMs <= from + 1_000 * burstS);
    const base = Math.ceil(1 / target);
    const readyAt: number[] = Array.from({ length: base }, () => 0);
    const scaler = new ConcurrencyScaler({ ...knativeDefaults, target }, rules);
    const window = new ConcurrencyWindow(stableMs);
    let [most, second] = [base, 0];
    let askedMs: number | undefined;
    study.at(1, () =>
      estimates('all', 'pods for a burst: requests / (70% of what a pod serves)', all),
    );
    const endMs = secondMs + 1_000 * burstS + 3 * stableMs;
    const ready = (atMs: number) => readyAt.filter((each) => each <= atMs).length;
    const look = (atMs: number) => {
      window.add(atMs, isBurst(atMs) ? burst : 1);
      if (atMs === secondMs) second = ready(atMs);
      if (atMs % tickMs !== 0 || atMs < stableMs) return;
      const seen = {
        stable: window.average(atMs, stableMs),
        panic: window.average(atMs, panicMs),
      };
      const [from, to] = [readyAt.length, Math.max(1, scaler.decides(atMs, ready(atMs), seen))];
      if (to !== from) {
        const reason = scaler.isPanicking ? 'in panic' : 'by the long window';
        study.tells({ kind: 'scales', from, to, recommended: to, reason });
      }
      while (readyAt.length < to) readyAt.push(atMs + 1_000 * startS);
      readyAt.splice(to);
      most = Math.max(most, to);
      if (atMs > firstMs && to >= all) askedMs ??= atMs - firstMs;
    };
    for (let atMs = 1_000; atMs <= endMs; atMs += 1_000) study.at(atMs, () => look(atMs));
    return study.at(endMs + 1, () => {
      observes('most', 'pods at most', most);
      if (askedMs !== undefined) observes('askedMs', 'until all were asked for', askedMs, 'ms');
      observes('second', 'pods that are ready when the second burst begins', second);
      observes('settled', 'pods at the end', readyAt.length);
      study.holds(
        'burst-is-met',
        askedMs !== undefined && askedMs <= panicMs + 2 * tickMs,
        askedMs === undefined
          ? `the ${all} pods of a burst are never asked for`
          : `the ${all} pods of a burst of ${burstS} s are asked for after ${inTime(askedMs)}`,
      );
      study.holds(
        'load-is-carried',
        second >= all,
        `${second} of ${all} pods are left when the second burst begins`,
      );
    });
  },
  expect: ({ burst, perPod }) => {
    const all = Math.ceil(burst / targetOf(perPod));
    const seconds = secondsUntilAll(burst, perPod);
    return [
      within('most', 'most', near(all)).says('pods at most: requests / (70% of what a pod serves)'),
      within('askedMs', 'asked', {
        atLeast: 1_000 * seconds,
        atMost: 1_000 * seconds + tickMs,
      }).says('ms until all are asked for: the short window nearly full, and a look'),
      within('second', 'second', near(all)).says('pods that are ready at the second burst'),
      within('settled', 'settled', near(Math.ceil(1 / targetOf(perPod)))).says(
        'pods at the end: as before',
      ),
    ];
  },
  tells: ({ params: { burst, burstS, pauseS }, metrics: m }) =>
    `${inTime(m.askedMs.value ?? 0)} after the burst begins all ${inDigits(m.all.value ?? 0)} pods for ${burst} requests are asked for: when the average of the last 6 s asks for at least twice as many pods as are ready, Knative goes into panic mode and decides by it. By the average of 60 s a burst of ${burstS} s would be over first. In panic mode no pod is removed for 60 s, so ${inDigits(m.second.value ?? 0)} are ready for the second burst ${pauseS} s later.`,
});

// Left out: the activator, which holds requests while there is no pod, and requests that wait.
