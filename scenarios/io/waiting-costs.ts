import * as z from 'zod';
import type { IoLaw } from '../../sims/io/laws.ts';
import { kerriskTable } from '../../sims/io/published.ts';
import { setSize } from '../../sims/io/scanning.ts';
import { countWaits, type WaitCounts, type WayToWait, waysToWait } from '../../sims/io/waits.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  few: whole(10, 1_000, 100, 'connections'),
  many: whole(10, 20_000, 10_000, 'connections'),
  ready: whole(1, 10, 1, 'connections that have something to read at each wait'),
  waits: whole(2, 200, 20, 'of each kind'),
});
type Params = z.output<typeof params>;
const sizes = ['few', 'many'] as const;
type Size = (typeof sizes)[number];

/** Descriptors 0, 1 and 2 are taken. */
const standard = 3;
/** select looks at every number below the highest one in its set. */
const bySelect = (sockets: number) => Math.min(standard + sockets, setSize);
/** By level epoll looks again at what was ready the last time. */
const byEpoll = ({ ready, waits }: Params) => (ready * (2 * waits - 1)) / waits;

export default scenario({
  ...aboutIo,
  id: 'io/waiting-costs',
  asks: 'A server waits on thousands of connections, of which one has something to read. What do select, poll and epoll look at?',
  claims: ['top-epoll-constant-per-event', 'io-select-1024-limit'],
  code: ['sims/io/scanning.ts#select', 'sims/io/epoll.ts#candidates', 'sims/io/scanning.ts#put'],
  params,
  metrics: {
    ...gaugePer(waysToWait, 'few', 'connections', (way) => `looked at by a wait of ${way} on few`),
    ...gaugePer(waysToWait, 'many', 'connections', (way) => `looked at by a wait on many, ${way}`),
    ...gaugePer(
      waysToWait,
      'grows',
      'times',
      (way) => `as many looked at, many against few, ${way}`,
    ),
    wrong: gauge('waits', 'of poll and epoll that reported something else than what was ready'),
    unwatched: gauge('connections', 'of the many that do not fit the set of select'),
    overwritten: gauge('B', 'behind the set of select that were written'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<IoLaw>(world);
    let wrong = 0;
    for (const size of sizes) {
      for (const way of waysToWait) {
        study.next(() => {
          const sockets = p[size];
          const counts = countWaits(way, { ...p, sockets }, study.stream(`${way} ${size}`), rules);
          if (way !== 'select') wrong += p.waits - counts.right;
          observe(way, size, counts);
        });
      }
    }
    return study
      .next(() => {
        for (const way of waysToWait) {
          const grows = (metrics[`${way}.many`].value ?? 0) / (metrics[`${way}.few`].value ?? 0);
          study.observes(`times as many for ${way}`, grows, '', metrics[`${way}.grows`]);
        }
        study.observes('waits that reported something else', wrong, '', metrics.wrong);
      })
      .next(() => {
        const [first, last] = [must(kerriskTable[1], 'row'), must(kerriskTable[3], 'row')];
        for (const way of waysToWait)
          study.estimates(
            `times as much time for 10,000 as for 100, as Kerrisk measured, ${way}`,
            last[way] / first[way],
          );
      })
      .next(() => study.observes('connections, few', p.few))
      .next(() => study.observes('connections, many', p.many))
      .next(() => study.observes('ready at each wait', p.ready));

    function observe(way: WayToWait, size: Size, counts: WaitCounts): void {
      const each = counts.inspected / p.waits;
      study.observes(`descriptor that is ready in the first wait, ${way}`, counts.firstReady);
      const says = `looked at by each wait on ${inDigits(p[size])}, ${way}`;
      study.observes(says, each, '', metrics[`${way}.${size}`]);
      if (way === 'epoll')
        study.holds(
          'wait-looks-at-ready',
          each <= 2 * p.ready,
          `a wait of epoll looks at ${inDigits(each)} of ${inDigits(p[size])} connections, and ${p.ready} are ready`,
        );
      if (way !== 'select' || size !== 'many') return;
      study.observes('that do not fit the set', counts.unwatched, '', metrics.unwatched);
      study.observes(
        'bytes behind the set that were written',
        counts.overwritten,
        'B',
        metrics.overwritten,
      );
      study.holds(
        'set-is-not-overrun',
        counts.overwritten === 0,
        `FD_SET has written ${inDigits(counts.overwritten)} B behind the set of ${inDigits(setSize)} bits`,
      );
    }
  },
  expect: (p) => [
    exactly(p.many, 'poll.many', 'poll').says(
      'connections that a wait of poll looks at: all',
      'top-epoll-constant-per-event',
    ),
    exactly(bySelect(p.many), 'select.many', 'select').says(
      'numbers that a wait of select looks at',
      'io-select-1024-limit',
    ),
    within('epoll.few', 'epoll-few', { atMost: byEpoll(p), atLeast: p.ready }).says(
      'connections that a wait of epoll looks at: those that are ready or were the last time',
    ),
    within('epoll.many', 'epoll-many', { atMost: byEpoll(p), atLeast: p.ready }).says(
      'connections of many more that a wait of epoll looks at',
      'top-epoll-constant-per-event',
    ),
    exactly(Math.max(0, standard + p.many - setSize), 'unwatched', 'unwatched').says(
      'connections that select cannot watch: descriptors from 1,024 on',
      'io-select-1024-limit',
    ),
    exactly(0, 'wrong', 'right').says('waits that reported something else than what was ready'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `poll looks at all ${inDigits(p.many)} connections with every wait, epoll at ${inDigits(m['epoll.many'].value ?? 0)} on average: it keeps a list of those that became ready (with level triggering it also looks again at the one it reported before). With ${inDigits(p.many / p.few)} times the connections poll looks at ${inDigits(m['poll.grows'].value ?? 0)} times as many and epoll at ${m['epoll.grows'].value === 1 ? 'no more' : `${inDigits(m['epoll.grows'].value ?? 0)} times as many`}. The select call scans all as well, and cannot watch ${inDigits(m.unwatched.value ?? 0)} of them: its set ends with descriptor 1,023.\n\n` +
    plainTable([
      [
        'wait',
        `looks at, of ${inDigits(p.few)}`,
        `of ${inDigits(p.many)}`,
        'times',
        'Kerrisk’s times, 100 to 10,000',
      ],
      ...waysToWait.map((way) => [
        way,
        inDigits(m[`${way}.few`].value ?? 0),
        inDigits(m[`${way}.many`].value ?? 0),
        inDigits(m[`${way}.grows`].value ?? 0),
        inDigits((kerriskTable[3]?.[way] ?? 0) / (kerriskTable[1]?.[way] ?? 1)),
      ]),
    ]),
});

// Left out: what each look costs (a cache miss, for the thousands), and the copying of the list into the kernel.
