import * as z from 'zod';
import { publishedStarts } from '../../sims/serverless/published.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutFunctions } from './kit.ts';

const params = z.object({
  perHour: real(0.1, 600, 6, 'requests an hour, at random'),
  keepAliveMin: real(1, 60, 10, 'how long an idle instance is kept, minutes'),
  ownMs: real(
    0,
    20_000,
    0,
    'what an application adds to the start: classes, connections, a framework',
  ),
  requests: whole(1_000, 50_000, 10_000, 'requests'),
});

const startOf = (runtime: string): readonly [number, number] =>
  must(publishedStarts.find((each) => each.runtime === runtime)?.ms, 'start of the runtime');

const coldShare = (perHour: number, keepAliveMin: number): number =>
  exp((-perHour * keepAliveMin) / 60);

export default scenario({
  ...aboutFunctions,
  id: 'serverless/runtimes',
  asks: 'How long does a cold start take in Rust, Python and Java, and who notices?',
  claims: ['aws-lambda-cold-starts'],
  code: ['sims/serverless/published.ts#publishedStarts', 'sims/serverless/warming.ts#coldChance'],
  params,
  invariants: [],
  metrics: {
    rust: gauge('ms', 'Rust, the slower of two days'),
    go: gauge('ms', 'Go'),
    python: gauge('ms', 'Python 3.12'),
    node: gauge('ms', 'Node 20'),
    java: gauge('ms', 'Java 21'),
    cold: gauge('share', 'of the requests that are cold, simulated'),
    mean: gauge('ms', 'that a cold start adds to a request in Java, on average'),
    isInP99: gauge('', 'whether the P99 is a cold start (1) or not (0)'),
  },
  build({ world, params: { perHour, keepAliveMin, ownMs, requests }, metrics }) {
    const study = new FunctionStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('requests');
    const share = coldShare(perHour, keepAliveMin);
    for (const { runtime, ms } of publishedStarts)
      study.next(() =>
        study.estimates(`${runtime}, the slower of two days`, Math.max(...ms), 'ms'),
      );
    const slower = (runtime: string) => Math.max(...startOf(runtime));
    return study
      .next(() => estimates('rust', 'Rust', slower('Rust'), 'ms'))
      .next(() => estimates('go', 'Go', slower('Go'), 'ms'))
      .next(() => estimates('python', 'Python 3.12', slower('Python 3.12'), 'ms'))
      .next(() => estimates('node', 'Node 20', slower('Node 20'), 'ms'))
      .next(() => estimates('java', 'Java 21', slower('Java 21'), 'ms'))
      .next(() => {
        let cold = 0;
        for (let request = 0; request < requests; request++) cold += chance(stream, share) ? 1 : 0;
        const found = observes('cold', 'requests that are cold', cold / requests);
        observes(
          'mean',
          'that it adds in Java on average',
          found * (slower('Java 21') + ownMs),
          'ms',
        );
        estimates('isInP99', 'the P99 is a cold start', found > 0.01 ? 1 : 0);
      });
  },
  expect: ({ perHour, keepAliveMin, ownMs, requests }) => {
    const share = coldShare(perHour, keepAliveMin);
    const cold = shareOf(requests, share);
    const between = (runtime: string) => {
      const ms = startOf(runtime);
      return { atLeast: Math.min(...ms), atMost: Math.max(...ms) };
    };
    const java = Math.max(...startOf('Java 21')) + ownMs;
    return [
      within('rust', 'rust', between('Rust')).says(
        'ms, Rust that does nothing',
        'aws-lambda-cold-starts',
      ),
      within('go', 'go', between('Go')).says('ms, Go', 'aws-lambda-cold-starts'),
      within('python', 'python', between('Python 3.12')).says(
        'ms, Python',
        'aws-lambda-cold-starts',
      ),
      within('node', 'node', between('Node 20')).says('ms, Node', 'aws-lambda-cold-starts'),
      within('java', 'java', between('Java 21')).says('ms, Java', 'aws-lambda-cold-starts'),
      within('cold', 'cold', cold).says('requests that are cold'),
      within('mean', 'mean', {
        atLeast: cold.atLeast * java * (1 - 1e-9),
        atMost: cold.atMost * java * (1 + 1e-9),
      }).says('ms that it adds in Java on average'),
      ...(cold.atLeast > 0.01
        ? [within('isInP99', 'p99', near(1)).says('the P99 is a cold start')]
        : cold.atMost < 0.01
          ? [within('isInP99', 'p99', { atMost: 0 }).says('the P99 is no cold start')]
          : []),
    ];
  },
  tells: ({ params: { perHour, ownMs }, metrics: m }) =>
    `A cold start takes ${inTime(m.rust.value ?? 0)} in Rust, ${inTime(m.python.value ?? 0)} in Python and ${inTime(m.java.value ?? 0)} in Java for a function that does nothing, as published; frameworks to load and connections to open add to that${ownMs === 0 ? '' : `, here ${inTime(ownMs)}`}. Who notices depends on the traffic: at ${inDigits(perHour)} requests an hour ${significant(100 * (m.cold.value ?? 0))}% are cold, so the P99 ${m.isInP99.value === 1 ? 'is a cold start' : 'is not one'}; on average it adds ${inTime(m.mean.value ?? 0)} to a request in Java.`,
});

// Left out: memory beyond 128 MB, container images, networks of one's own, and SnapStart, whose figures vary by the day.
