import { z } from 'zod';
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
/** What one prefix serves in that time, if it is never idle. */
const servedByOne = burstOf(getsASecond) + Math.floor((getsASecond * (lastsMs - 1)) / 1_000);
const halfOf = ({ reads }: Params) => Math.ceil(Math.ceil(reads / getsASecond) / 2);
const refusedByOne = (p: Params) => Math.max(0, sentOf(p) - servedByOne);

interface Subject extends LimitSubject {
  readonly done: { count: number };
}

export default scenario({
  ...aboutLimits,
  id: 'traffic/object-prefixes',
  asks: 'An object store serves 5,500 GET and 3,500 PUT a second for each prefix of its keys. How many prefixes do 350,000 GET a second take?',
  claims: ['aws-s3-prefix-rates'],
  params,
  durationMs: () => lastsMs + 10,
  metrics: {
    prefixes: gauge('prefixes', 'that the rates take'),
    one: gauge('requests', 'that are told to slow down, with one prefix'),
    half: gauge('requests', 'that are told to slow down, with half as many as it takes'),
    enough: gauge('requests', 'that are told to slow down, with as many as it takes'),
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
            breaches.report('spread-load-is-not-throttled', `${refused} are told to slow down`);
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
    // Just above its rate it is idle at first.
    within('one', 'one', {
      atLeast: refusedByOne(p),
      atMost: refusedByOne(p) + (p.reads > 2 * getsASecond ? 0 : burstOf(getsASecond)),
    }).says('with one prefix: what is beyond 5,500 a second', 'aws-s3-prefix-rates'),
    within('half', 'half', {
      atLeast: Math.max(0, sentOf(p) - halfOf(p) * (servedByOne + 1)),
      atMost: Math.max(0, sentOf(p) - halfOf(p) * (servedByOne - burstOf(getsASecond))),
    }).says('with half as many: what is beyond 5,500 a second each'),
    none('enough', 'enough').says('with as many as it takes: none is refused'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${counted(m.prefixes.value ?? 0, 'prefix', 'prefixes')}: ${inDigits(p.reads)} / ${inDigits(getsASecond)}, or ${inDigits(p.writes)} / ${inDigits(putsASecond)} if that is more. In ${lastsMs} ms ${inDigits(sentOf(p))} GET come: with one prefix ${inDigits(m.one.value ?? 0)} are answered 503 Slow Down, with half as many as it takes ${inDigits(m.half.value ?? 0)}, with enough ${inDigits(m.enough.value ?? 0)}.`,
});

// Left out: the minutes in which S3 splits a prefix that gets hot, and answers 503 until then.
