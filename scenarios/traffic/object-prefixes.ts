import * as z from 'zod';
import type { LimitLaw, LimitSubject } from '../../sims/traffic/limits/laws.ts';
import { burstOf, objectReads } from '../../sims/traffic/limits/prefixes.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, none, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutLimits } from './limiters.ts';

/** Amazon S3 user guide, Best practices design patterns: optimizing Amazon S3 performance. */
const getsASecond = 5_500;
const putsASecond = 3_500;

const params = z.object({
  reads: whole(1_000, 2_000_000, 350_000, 'GET a second'),
  writes: whole(0, 2_000_000, 35_000, 'PUT a second'),
});
type Params = z.output<typeof params>;

const lastsMs = 20;
const prefixesOf = ({ reads, writes }: Params) =>
  Math.max(Math.ceil(reads / getsASecond), Math.ceil(writes / putsASecond));
const sentOf = ({ reads }: Params) => Math.floor((reads * lastsMs) / 1_000);
/** What one prefix serves in that time if it is never idle. */
const servedByOne = burstOf(getsASecond) + Math.floor((getsASecond * (lastsMs - 1)) / 1_000);
const halfOf = ({ reads }: Params) => Math.ceil(Math.ceil(reads / getsASecond) / 2);
const refusedByOne = (p: Params) => Math.max(0, sentOf(p) - servedByOne);

interface Subject extends LimitSubject {
  readonly done: { count: number };
}

export default scenario({
  ...aboutLimits,
  id: 'traffic/object-prefixes',
  asks: 'An object store serves 5,500 GET and 3,500 PUT a second for each key prefix. How many prefixes do 350,000 GET a second need?',
  claims: ['aws-s3-prefix-rates'],
  code: ['sims/traffic/limits/prefixes.ts#read', 'sims/traffic/limits/table.ts#partitionOfWrite'],
  params,
  durationMs: () => lastsMs + 10,
  metrics: {
    prefixes: gauge('prefixes', 'that the rates need'),
    one: gauge('requests', 'told to slow down, with one prefix'),
    half: gauge('requests', 'told to slow down, with half the necessary prefixes'),
    enough: gauge('requests', 'told to slow down, with the necessary prefixes'),
  },
  build({ world, rules, metrics, params: p }): Subject {
    const breaches = new Breaches<LimitLaw>();
    const done = { count: 0 };
    metrics.prefixes.set(prefixesOf(p));
    const needed = Math.ceil(p.reads / getsASecond);
    const arms = { one: 1, half: halfOf(p), enough: needed } as const;
    for (const name of ['one', 'half', 'enough'] as const) {
      const prefixes = arms[name];
      const store = objectReads(rules, {
        ...{ prefixes, perPrefix: getsASecond, perSecond: p.reads, lastsMs },
        sees(refused) {
          metrics[name].set(refused);
          done.count += 1;
          if (name === 'enough' && refused > 0)
            breaches.report(
              'spread-load-is-not-throttled',
              `${counted(refused, 'request is', 'requests are')} refused with 503 Slow Down, although enough prefixes share the load`,
            );
        },
      });
      world.addServer(name, store);
    }
    return { breaches, done, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('all-read', 'every store has been read', ({ done }) => done.count === 3),
  ],
  expect: (p) => [
    exactly(prefixesOf(p), 'prefixes', 'prefixes').says(
      `prefixes for ${inDigits(p.reads)} GET and ${inDigits(p.writes)} PUT a second`,
      'aws-s3-prefix-rates',
    ),
    // Just above its rate a prefix is idle at first.
    within('one', 'one', {
      atLeast: refusedByOne(p),
      atMost: refusedByOne(p) + (p.reads > 2 * getsASecond ? 0 : burstOf(getsASecond)),
    }).says('requests refused with one prefix: those beyond 5,500 a second', 'aws-s3-prefix-rates'),
    within('half', 'half', {
      atLeast: Math.max(0, sentOf(p) - halfOf(p) * (servedByOne + 1)),
      atMost: Math.max(0, sentOf(p) - halfOf(p) * (servedByOne - burstOf(getsASecond))),
    }).says('requests refused with half the necessary prefixes: those beyond 5,500 a second each'),
    none('enough', 'enough').says('requests refused with the necessary prefixes'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${inDigits(p.reads)} GET and ${inDigits(p.writes)} PUT a second need ${counted(m.prefixes.value ?? 0, 'prefix', 'prefixes')}: the larger of ${inDigits(p.reads)} / ${inDigits(getsASecond)} and ${inDigits(p.writes)} / ${inDigits(putsASecond)}, rounded up. Of ${inDigits(sentOf(p))} GET in ${lastsMs} ms, ${inDigits(m.one.value ?? 0)} are answered with 503 Slow Down if there is one prefix, ${inDigits(m.half.value ?? 0)} with half the necessary prefixes, and ${inDigits(m.enough.value ?? 0)} with all of them.`,
});

// Left out: the minutes that S3 takes to split a hot prefix, during which it answers 503.
