import * as z from 'zod';
import { pageMs } from '../../sims/autoscaling/containers/draining.ts';
import { defaultProbe } from '../../sims/autoscaling/containers/probe.ts';
import {
  defaultGraceMs,
  graceFor,
  preStopFor,
} from '../../sims/autoscaling/containers/termination.ts';
import { addUpdate, type UpdateOptions } from '../../sims/autoscaling/containers/update.ts';
import { type AutoscalingRules, autoscalingRules } from '../../sims/autoscaling/rules.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';
import { cutOff, refused, type UpdateLoad } from './update-bounds.ts';

const params = z.object({
  pods: whole(1, 10, 3, 'pods that are replaced, one after the other'),
  proxies: whole(1, 20, 10, 'proxies that send requests to the pods'),
  syncS: real(0.5, 20, 5, 'until the last proxy has heard of a deletion, seconds'),
  startS: real(1, 30, 8, 'how long a container takes to start, seconds'),
  pagesPerSecond: real(1, 50, 10, 'requests a second that take 50 ms'),
  exportsPerSecond: real(0.1, 10, 2, 'requests a second that take any time up to the longest'),
  longestS: real(0.1, 60, 40, 'the longest of those, seconds'),
});
type Params = z.output<typeof params>;

const allOn = autoscalingRules.without();
const arms = ['none', 'half', 'ends', 'brief', 'whole'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  none: 'without preStop',
  half: 'with a preStop of half the propagation',
  ends: 'if the process ends at SIGTERM',
  brief: 'with a grace period of 30 s',
  whole: 'with all three',
};

const syncMs = ({ syncS }: Params) => 1_000 * syncS;
const longestMs = ({ longestS }: Params) => Math.max(pageMs, 1_000 * longestS);
/** What is compared differs in one rule alone. */
const rulesOf = (arm: Arm, rules: AutoscalingRules): AutoscalingRules => ({
  ...rules,
  ...(arm === 'none' ? { 'pre-stop-outlasts-propagation': false } : {}),
  ...(arm === 'ends' ? { 'finish-requests-on-sigterm': false } : {}),
  ...(arm === 'brief' ? { 'grace-outlasts-requests': false } : {}),
});

const probe = { ...defaultProbe, periodMs: 4_000 };
/** The old pods have started. */
const fromMs = ({ startS }: Params) => 1_000 * startS + 1_000;
/** As many exports are in flight as ever after. */
const updateMs = (p: Params) => fromMs(p) + longestMs(p);
/** All pods are replaced, and all proxies know it. */
const untilMs = (p: Params) =>
  updateMs(p) + p.pods * (1_000 * p.startS + probe.periodMs + 1_000) + syncMs(p) + 2_000;
const endMs = (p: Params) => untilMs(p) + longestMs(p) + 5_000;

function optionsOf(arm: Arm, p: Params, rules: AutoscalingRules): UpdateOptions {
  return {
    ...{ name: arm, pods: p.pods, proxies: p.proxies, syncMs: syncMs(p) },
    ...{ startMs: 1_000 * p.startS, longestMs: longestMs(p), probe },
    preStopMs: arm === 'half' ? syncMs(p) / 2 : preStopFor(syncMs(p), rules),
    graceMs: graceFor(syncMs(p), longestMs(p), rules),
    perSecond: { page: p.pagesPerSecond, export: p.exportsPerSecond },
    ...{ fromMs: fromMs(p), updateMs: updateMs(p), untilMs: untilMs(p) },
    timeoutMs: longestMs(p) + 5_000,
  };
}

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/rolling-update',
  asks: 'A rolling update deletes pods that are healthy. Why do some requests get a 502, and what does a preStop sleep change?',
  claims: [],
  code: [
    'sims/autoscaling/containers/termination.ts#endsContainer',
    'sims/autoscaling/containers/termination.ts#preStopFor',
    'sims/autoscaling/containers/draining.ts#drainingServer',
  ],
  params,
  durationMs: (p) => endMs(p) + 5_000,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
  invariants: heldTo('no-request-fails-in-an-update'),
  metrics: {
    ...gaugePer(arms, 'refused', 'requests', (arm) => `at a closed port, ${says[arm]}`),
    ...gaugePer(
      arms,
      'cutOff',
      'requests',
      (arm) => `in flight at the end of their pod, ${says[arm]}`,
    ),
    ...gaugePer(arms, 'endsMs', 'ms', (arm) => `that a deletion takes at most, ${says[arm]}`),
    asked: gauge('requests', 'from the beginning of the update'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new ScalingStudy(world);
    for (const arm of arms) {
      const sums = { asked: 0, failed: 0, cutOff: 0, endsMs: 0, ended: 0 };
      const deletedMs = new Map<string, number>();
      const own = rulesOf(arm, rules);
      addUpdate(world, optionsOf(arm, p, own), own, {
        sees(_kind, sentMs, isServed) {
          if (sentMs >= updateMs(p)) sums.asked += 1;
          if (!isServed) sums.failed += 1;
        },
        deletes: (pod, atMs) => deletedMs.set(pod, atMs),
        ends(pod, _code, cut, atMs) {
          sums.cutOff += cut;
          sums.ended += 1;
          sums.endsMs = Math.max(sums.endsMs, atMs - (deletedMs.get(pod) ?? atMs));
        },
      });
      study.at(endMs(p), () => {
        const atPort = sums.failed - sums.cutOff;
        study.observes(`requests refused, ${says[arm]}`, atPort, '', metrics[`${arm}.refused`]);
        study.observes(`requests cut off, ${says[arm]}`, sums.cutOff, '', metrics[`${arm}.cutOff`]);
        study.observes(
          `a deletion takes, ${says[arm]}`,
          sums.endsMs,
          'ms',
          metrics[`${arm}.endsMs`],
        );
        if (arm !== 'whole') return;
        metrics.asked.set(sums.asked);
        study.holds(
          'no-request-fails-in-an-update',
          sums.failed === 0 && sums.ended === p.pods,
          `${counted(sums.failed, 'request')} of ${inDigits(sums.asked)} fail, ${counted(sums.cutOff, 'request')} of them cut off`,
        );
      });
    }
    return study;
  },
  expect: (p) => {
    const load: UpdateLoad = {
      perSecond: p.pagesPerSecond + p.exportsPerSecond,
      ...{ exportsPerSecond: p.exportsPerSecond, longestMs: longestMs(p) },
      ...{ proxies: p.proxies, syncMs: syncMs(p) },
    };
    const preStopMs = syncMs(p) + 1_000;
    return [
      within('none.refused', 'none', refused(load, 0)).says(
        'requests refused without preStop: half of those that a pod gets during the propagation, for each pod',
      ),
      within('half.refused', 'half', refused(load, syncMs(p) / 2)).says(
        'requests refused with a preStop of half the propagation: a quarter of those',
      ),
      within('ends.cutOff', 'ends', cutOff(load, preStopMs)).says(
        'requests cut off if the process ends at SIGTERM: those that still last after preStop',
      ),
      within('brief.cutOff', 'brief', cutOff(load, defaultGraceMs)).says(
        'requests cut off with a grace period of 30 s: those that still last then',
      ),
      ...(['none', 'half'] as const).map((arm) =>
        exactly(0, `${arm}.cutOff`, `${arm}-cut-off`).says(`requests cut off ${says[arm]}`),
      ),
      ...(['ends', 'brief'] as const).map((arm) =>
        exactly(0, `${arm}.refused`, `${arm}-refused`).says(`requests refused ${says[arm]}`),
      ),
      exactly(0, 'whole.refused', 'whole-refused').says('requests refused with all three'),
      exactly(0, 'whole.cutOff', 'whole-cut-off').says('requests cut off with all three'),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const of = (name: `${Arm}.${'refused' | 'cutOff'}`) => inDigits(m[name].value ?? 0);
    const longest = inTime(longestMs(p));
    return `A pod that closes its port at SIGTERM still gets requests, because a proxy hears of the deletion up to ${inTime(syncMs(p))} later: ${of('none.refused')} of ${inDigits(m.asked.value ?? 0)} get a 502, and ${of('whole.refused')} if a preStop sleep of ${inTime(syncMs(p) + 1_000)} delays SIGTERM until all have heard (${of('half.refused')} with ${inTime(syncMs(p) / 2)}). Requests in flight need two more things: a process that ends at SIGTERM without finishing them cuts off ${of('ends.cutOff')} exports of up to ${longest}, and SIGKILL after the default grace period of ${inTime(defaultGraceMs)} cuts off ${of('brief.cutOff')}. With a sleep, a process that finishes and a grace period of ${inTime(graceFor(syncMs(p), longestMs(p), allOn))}, ${of('whole.cutOff')} are cut off, and a pod takes up to ${inTime(Math.round(m['whole.endsMs'].value ?? 0))} to end.`;
  },
});

// Left out: proxies that try another pod when a connection is refused, and connections that are kept open.
