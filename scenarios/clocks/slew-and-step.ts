/**
 * Two clocks are ahead, one by less than the step threshold and one by more; each is corrected
 * once.
 */
import * as z from 'zod';
import { note } from '../../sims/clocks/notes.ts';
import { DisciplinedClock, slewPpmMax, stepThresholdMs } from '../../sims/clocks/ntp/discipline.ts';
import { looksOften, ntpInvariants, ntpSubject } from '../../sims/clocks/ntp/subject.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { about, aboutClocks } from './common.ts';

const params = z.object({
  smallMs: positive(stepThresholdMs, 100, 'how far the first clock is ahead: at most 128 ms'),
  largeMs: z
    .number()
    .gt(stepThresholdMs)
    .max(1e6)
    .default(1_000)
    .describe('how far the second clock is ahead: more than 128 ms'),
});
type Params = z.output<typeof params>;

const lookEveryMs = 5_000;
const slewMs = (offsetMs: number) => (offsetMs * 1e6) / slewPpmMax;
const durationMs = ({ smallMs }: Params) => slewMs(smallMs) + 10_000;

export default scenario({
  ...aboutClocks,
  id: 'clocks/slew-and-step',
  asks: 'A clock is ahead. Is it put back at once, or slowed down until it is right, and how long does that take?',
  claims: [],
  code: ['sims/clocks/ntp/discipline.ts#correct'],
  params,
  durationMs,
  metrics: {
    slewedMs: gauge('ms', 'until the slewed clock was right'),
    slewBackMs: gauge('ms', 'by which the slewed clock went back'),
    stepBackMs: gauge('ms', 'by which the stepped clock went back'),
    leftMs: gauge('ms', 'error of the slewed clock at the end'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = ntpSubject(world);
    const addClock = (id: string, offsetMs: number) =>
      world.addServer(
        id,
        client('clock', (node) => node.spawn(running(node, offsetMs))),
      );
    addClock('slightly-wrong', p.smallMs);
    addClock('far-wrong', p.largeMs);
    return subject;

    function* running(node: ServerContext, offsetMs: number): Process<void> {
      const clock = new DisciplinedClock(rules, node.now(), node.now() + offsetMs);
      const isSmall = offsetMs <= stepThresholdMs;
      yield* node.sleep(1_000 + node.stream('start')() * 1_000);
      const [setMs, beforeMs] = [node.now(), clock.read(node.now())];
      const how = clock.correct(node.now(), -offsetMs);
      note(node, { kind: 'corrects', offsetMs: -offsetMs, how });
      const afterMs = clock.read(node.now());
      metrics[isSmall ? 'slewBackMs' : 'stepBackMs'].set(beforeMs - afterMs);
      if (isSmall) subject.judge.shows(node.self, beforeMs, afterMs);
      if (isSmall) yield* looking(node, clock, setMs);
    }

    function* looking(node: ServerContext, clock: DisciplinedClock, setMs: number): Process<void> {
      let lastMs = clock.read(node.now());
      while (clock.slewsForMs(node.now()) > 1e-6) {
        yield* node.sleep(Math.min(lookEveryMs, clock.slewsForMs(node.now())));
        const shownMs = clock.read(node.now());
        subject.judge.shows(node.self, lastMs, shownMs);
        note(node, { kind: 'shows', aheadMs: shownMs - node.now() });
        subject.looks += 1;
        lastMs = shownMs;
      }
      metrics.slewedMs.set(node.now() - setMs);
      metrics.leftMs.set(lastMs - node.now());
    }
  },
  invariants: ntpInvariants,
  goals: () => [looksOften(1)],
  expect: (p) => [
    within('slewedMs', 'slew-takes', about(slewMs(p.smallMs), 1e-3)).says(
      'time to slow the clock down until it is right, in ms: the error divided by 500 parts per million',
    ),
    within('leftMs', 'is-right', about(0)).says('error of the slowed clock that remains, in ms'),
    within('slewBackMs', 'slew-forward', about(0)).says(
      'longest step back of the clock that is slowed down, in ms',
    ),
    within('stepBackMs', 'step-back', about(p.largeMs)).says(
      'longest step back of the clock that is put back at once, in ms: its whole error',
    ),
  ],
  tells: ({ params: p, metrics: { slewedMs, stepBackMs } }) =>
    `NTP slows a clock that is up to ${stepThresholdMs} ms ahead by at most ${slewPpmMax} parts per million: ${inDigits(p.smallMs)} ms take ${inSeconds(slewedMs.value)}, and time never goes back. ` +
    `Beyond that the clock is put back at once: one that was ${inDigits(p.largeMs)} ms ahead shows the last ${inDigits(stepBackMs.value ?? 0)} ms twice (slewing them would take ${inSeconds(slewMs(p.largeMs))}).`,
});

// Left out: the 300 s that NTP waits before it believes a large error, and leap second smearing.
