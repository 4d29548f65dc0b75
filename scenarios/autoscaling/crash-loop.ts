import * as z from 'zod';
import { exitCode } from '../../sims/autoscaling/containers/memory.ts';
import {
  backoffMostMs,
  backoffResetMs,
  RestartBackoff,
} from '../../sims/autoscaling/containers/restarts.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  limitMb: whole(64, 8_000, 512, 'memory limit, MB'),
  baseMb: whole(10, 6_000, 300, 'memory at the start, MB'),
  growsMb: real(1, 2_000, 60, 'how much more it uses each second while it loads its data, MB'),
  hours: whole(1, 12, 1, 'hours that are watched'),
});

const hourMs = 3_600_000;
/** It takes a second at least until it ends, and ten hours at most. */
const runOf = (limitMb: number, baseMb: number, growsMb: number) =>
  Math.min(36_000_000, Math.max(1_000, (1_000 * Math.max(0, limitMb - baseMb)) / growsMb));

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/crash-loop',
  asks: 'A pod is in CrashLoopBackOff, and its log shows nothing. What happens, and when does it start again?',
  claims: [],
  code: [
    'sims/autoscaling/containers/restarts.ts#backoffMs',
    'sims/autoscaling/containers/restarts.ts#waitMs',
    'sims/autoscaling/containers/memory.ts#exitCode',
  ],
  params,
  durationMs: ({ hours }) => hours * hourMs + 1_000,
  invariants: heldTo('restarts-are-bounded'),
  metrics: {
    restarts: gauge('restarts', 'in the time'),
    runMs: gauge('ms', 'from the start to the kill'),
    lastWait: gauge('ms', 'before the last restart'),
    up: gauge('share', 'of the time in which it runs'),
    code: gauge('exit code', 'that describe shows as the last state'),
  },
  build({ world, params: { limitMb, baseMb, growsMb, hours }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('data');
    const run = runOf(limitMb, baseMb, growsMb);
    const endMs = hours * hourMs;
    const backoff = new RestartBackoff(rules);
    let [atMs, restarts, up, last] = [0, 0, 0, 0];
    study.at(0, () => estimates('runMs', 'from the start to the limit', run, 'ms'));
    while (atMs < endMs) {
      const runs = run * (0.95 + 0.1 * stream());
      up += Math.min(runs, endMs - atMs);
      atMs += runs;
      if (atMs >= endMs) break;
      const diedMs = atMs;
      study.at(diedMs, () =>
        study.tells({
          kind: 'killed',
          container: 'app',
          code: exitCode('SIGKILL'),
          why: `its memory reaches the limit of ${limitMb} MB`,
        }),
      );
      last = backoff.waitMs(runs);
      atMs += last;
      if (atMs >= endMs) break;
      restarts += 1;
      const [count, afterMs, startMs] = [restarts, last, atMs];
      study.at(startMs, () => study.tells({ kind: 'restarts', container: 'app', count, afterMs }));
    }
    return study.at(endMs, () => {
      const total = observes('restarts', 'restarts', restarts);
      observes('lastWait', 'wait before the last restart', last, 'ms');
      observes('up', 'share of the time in which it runs', up / endMs);
      observes('code', 'last state: exit code', exitCode('SIGKILL'));
      study.holds(
        'restarts-are-bounded',
        total <= 6 + endMs / (backoffMostMs + 0.95 * run) || run >= backoffResetMs * 0.9,
        `it is started ${total} times in ${counted(hours, 'hour')}, each time for ${inTime(run)}`,
      );
    });
  },
  expect: ({ limitMb, baseMb, growsMb, hours }) => {
    const run = runOf(limitMb, baseMb, growsMb);
    const count = (runs: number) => {
      let [atMs, restarts, wait] = [0, 0, 0];
      for (;;) {
        atMs += runs + wait;
        if (atMs >= hours * hourMs) return restarts;
        restarts += 1;
        wait = Math.min(backoffMostMs, Math.max(10_000, 2 * wait));
      }
    };
    const isLoop = run * 1.05 < backoffResetMs;
    return isLoop
      ? [
          within('restarts', 'restarts', {
            atLeast: count(1.05 * run),
            atMost: count(0.95 * run),
          }).says('restarts: the first at once, then waits of 10, 20, 40, 80, 160 and then 300 s'),
          within('code', 'code', near(137)).says('exit code that describe shows'),
        ]
      : [within('code', 'code', near(137)).says('exit code that describe shows')];
  },
  tells: ({ params: { limitMb, hours }, metrics: m }) =>
    `The kernel kills it ${inTime(m.runMs.value ?? 0)} after each start, when it reaches its memory limit of ${limitMb} MB, and a SIGKILL leaves no line in the log; the last state shows exit code ${inDigits(m.code.value ?? 0)}. It starts again at once, then after 10, 20, 40 s and so on up to 5 minutes: ${counted(m.restarts.value ?? 0, 'restart')} in ${counted(hours, 'hour')}, of which it runs ${significant(100 * (m.up.value ?? 0))}% of the time. After a run of more than ten minutes the next restart is at once again.`,
});

// Left out: images that cannot be pulled and init containers, which end before the application starts.
