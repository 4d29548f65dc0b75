import * as z from 'zod';
import { Callbacks } from '../../sims/io/callbacks.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { note } from '../../sims/io/notes.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { log, pow } from '../../src/kernel/elementary.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { positive, real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  perSecond: positive(1_000, 200, 'requests, each of which adds one to a counter'),
  computeMs: real(0.01, 0.5, 0.5, 'from the read of the counter to its write, in the callback'),
  awaitMs: real(0.1, 50, 10, 'from the read to the write, for an answer from elsewhere'),
});
type Params = z.output<typeof params>;

const windowMs = 5_000;
/** The requests, and some time for the last of them: the thread is idle for half of the time or more. */
const armMs = ({ awaitMs }: Params) => windowMs + 1_000 + 2 * awaitMs;
const ways = ['sync', 'awaits'] as const;
type Way = (typeof ways)[number];
const perMs = ({ perSecond }: Params) => perSecond / 1_000;
const says: Readonly<Record<Way, string>> = {
  sync: 'computes between read and write',
  awaits: 'awaits between read and write',
};

/**
 * A request whose read falls between the read and the write of one that counts writes the same number again: as in a
 * Geiger counter that is dead for a while after each count. Counts are a renewal process of that time and an
 * exponential one.
 */
function counts(p: Params) {
  const mean = p.awaitMs + 1 / perMs(p);
  const deviation = Math.sqrt(windowMs / pow(mean, 3)) / perMs(p);
  return { mean: windowMs / mean, slack: 5 * deviation + 2 };
}

export default scenario({
  ...aboutIo,
  id: 'io/interleaved-callbacks',
  asks: 'An event loop has one thread. Can two requests still overwrite each other’s counter?',
  claims: [],
  code: ['sims/io/callbacks.ts#run', 'sims/io/callbacks.ts#addAcross'],
  params,
  durationMs: (p) => 2 * armMs(p) + 200,
  metrics: {
    ...gaugePer(ways, 'requests', 'requests', (way) => `that came, ${says[way]}`),
    ...gaugePer(ways, 'counted', '', (way) => `of the counter at the end, ${says[way]}`),
    ...gaugePer(ways, 'lost', 'updates', (way) => `that were lost, ${says[way]}`),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<IoLaw>(world);
    for (const way of ways) {
      let requests = 0;
      const overwrites = (read: number, value: number) =>
        note({ note: (what) => world.note(way, what) }, { kind: 'overwrites', read, value });
      const callbacks = new Callbacks(rules, p.computeMs, () => world.kernel.nowMs, overwrites);
      study.next(() => {
        world.spawn(callbacks.run());
        world.spawn(arrive());
      });
      study.next(() => {
        study.observes(`requests, ${says[way]}`, requests, '', metrics[`${way}.requests`]);
        study.observes(`counted, ${says[way]}`, callbacks.counter, '', metrics[`${way}.counted`]);
        const lost = study.observes(
          `lost, ${says[way]}`,
          requests - callbacks.counter,
          '',
          metrics[`${way}.lost`],
        );
        if (way === 'sync')
          study.holds(
            'callbacks-are-whole',
            lost === 0,
            `${inDigits(lost)} of ${inDigits(requests)} updates are lost, although no callback waits for anything`,
          );
      }, armMs(p));

      function* arrive(): Process<void> {
        const stream = study.stream(`arrivals ${way}`);
        const untilMs = world.kernel.nowMs + windowMs;
        for (;;) {
          yield* sleep(-log(1 - stream()) / perMs(p));
          if (world.kernel.nowMs > untilMs) return;
          requests += 1;
          if (way === 'sync') callbacks.add();
          else world.spawn(callbacks.addAcross(p.awaitMs));
        }
      }
    }
    return study
      .next(() => study.estimates('counted by the closed form, across an await', counts(p).mean))
      .next(() => study.observes('ms of computing', p.computeMs))
      .next(() => study.observes('ms of waiting', p.awaitMs));
  },
  expect: (p) => {
    const { mean, slack } = counts(p);
    return [
      exactly(0, 'sync.lost', 'sync').says('updates lost by callbacks that do not wait'),
      within('awaits.counted', 'awaits', { atLeast: mean - slack, atMost: mean + slack }).says(
        'counted by callbacks that await: windows that do not overlap',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Yes, across an await: another request runs between the read and the write, and with ${inTime(p.awaitMs)} between them ${inDigits(m['awaits.lost'].value ?? 0)} of ${inDigits(m['awaits.requests'].value ?? 0)} updates were lost. ${m['sync.lost'].value === 0 ? 'Within a callback they cannot: it runs to its end before the next one begins, and all' : `Within a callback, too, if another may run before its end: ${inDigits(m['sync.lost'].value ?? 0)} of`} ${inDigits(m['sync.requests'].value ?? 0)} updates ${m['sync.lost'].value === 0 ? 'counted' : 'were lost'}.`,
});

// Left out: databases that add one in a single statement, which is the cure.
