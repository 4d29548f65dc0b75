import * as z from 'zod';
import { quantileOfHop, quantileOfHops } from '../../sims/estimation/latency/hops.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, percent } from '../../src/words/numbers.ts';
import { inTime, inUnits } from '../../src/words/units.ts';
import { aboutEstimation, keeping, near, shareOf, writes } from './kit.ts';

const params = z.object({
  hops: whole(1, 50, 5, 'number of calls in series'),
  proxies: whole(1, 4, 2, 'proxies that each call passes'),
  proxyMs: real(0.01, 20, 1, 'mean delay that a proxy adds'),
  pods: whole(1, 100_000, 200, 'pods'),
  zoneMs: real(0.1, 10, 1.5, 'round trip between zones'),
});

const sampled = 20_000;
/** Quoted: 40 to 100 MB in two answers; Istio's own tests of 1.24 measure 60. */
const sidecarMb = { low: 40, high: 100, measured: 60 };

export default scenario({
  ...aboutEstimation,
  id: 'estimation/mesh-hops',
  asks: 'A request passes five services of a mesh. How much time and memory do the proxies add?',
  claims: ['mesh-latency-1-3ms', 'mesh-sidecar-40mb', 'q17-mesh-5-15ms', 'q16-cross-az-1-2ms'],
  code: [
    'sims/estimation/latency/hops.ts#quantileOfHops',
    'sims/estimation/latency/hops.ts#quantileOfHop',
  ],
  params,
  invariants: [],
  metrics: {
    passed: gauge('proxies', 'that the request passes'),
    mean: gauge('ms', 'added on average'),
    p99: gauge('ms', 'added at the P99, by convolution of the latencies'),
    summed: gauge('ms', 'sum of the P99s'),
    above: gauge('share', 'of simulated requests above that P99'),
    aboveSummed: gauge('share', 'of simulated requests above the sum of the P99s'),
    memoryLow: gauge('B', 'for sidecars of 40 MB'),
    memoryHigh: gauge('B', 'for sidecars of 100 MB'),
    memory: gauge('B', 'for sidecars of 60 MB'),
    zones: gauge('ms', 'added if every call goes to another zone'),
  },
  build({ world, params: { hops, proxies, proxyMs, pods, zoneMs }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const passed = hops * proxies;
    const p99 = quantileOfHops(passed, proxyMs, 0.99);
    const summed = passed * quantileOfHop(proxyMs, 0.99);
    return writes(study, metrics, [
      ['passed', 'proxies passed', passed],
      ['mean', 'added on average', passed * proxyMs, 'ms'],
      ['p99', 'added at the P99', p99, 'ms'],
      ['summed', 'sum of the P99s', summed, 'ms'],
      ['memoryLow', 'memory at 40 MB each', pods * sidecarMb.low * 1e6, 'B'],
      ['memoryHigh', 'memory at 100 MB each', pods * sidecarMb.high * 1e6, 'B'],
      ['memory', 'memory at 60 MB each', pods * sidecarMb.measured * 1e6, 'B'],
      ['zones', 'calls to other zones', hops * zoneMs, 'ms'],
    ])
      .next(() => {
        const draw = sampler(exponential(proxyMs), study.stream('proxies'));
        let [above, aboveSummed] = [0, 0];
        for (let request = 0; request < sampled; request++) {
          let ms = 0;
          for (let proxy = 0; proxy < passed; proxy++) ms += draw();
          if (ms > p99) above += 1;
          if (ms > summed) aboveSummed += 1;
        }
        observes('above', 'requests above the P99', above / sampled);
        observes('aboveSummed', 'requests above the sum of the P99s', aboveSummed / sampled);
      })
      .next(() => study.observes('requests', sampled));
  },
  expect: ({ hops, proxies, proxyMs, pods, zoneMs }) => [
    within('mean', 'mean', near(hops * proxies * proxyMs)).says(
      'ms that proxies add on average',
      'mesh-latency-1-3ms',
    ),
    within('above', 'above', shareOf(sampled, 0.01)).says(
      'share of requests above the P99 of the sum',
      'mesh-latency-1-3ms',
    ),
    within('passed', 'passed', near(hops * proxies)).says(
      'proxies that the request passes',
      'q17-mesh-5-15ms',
    ),
    within('memoryLow', 'memory-low', near(pods * 40e6)).says(
      'bytes for sidecars of 40 MB',
      'q17-mesh-5-15ms',
    ),
    within('memoryHigh', 'memory-high', near(pods * 100e6)).says(
      'bytes for sidecars of 100 MB',
      'q17-mesh-5-15ms',
    ),
    within('memory', 'memory', near(pods * 60e6)).says(
      'bytes for sidecars of 60 MB, as Istio measured',
      'mesh-sidecar-40mb',
    ),
    within('zones', 'zones', near(hops * zoneMs)).says(
      'ms added by calls to other zones',
      'q16-cross-az-1-2ms',
    ),
  ],
  tells: ({ params: { hops, pods }, metrics: m }) =>
    `The proxies add ${inTime(m.mean.value ?? 0)} on average and ${inTime(m.p99.value ?? 0)} at the P99: ` +
    `${counted(hops, 'call')} pass ${m.passed.value} proxies, one at each end. ` +
    `${(m.aboveSummed.value ?? 0) < 0.00001 ? 'Hardly any' : percent(m.aboveSummed.value, 3)} of the requests exceed the sum of the P99s, ${inTime(m.summed.value ?? 0)}, because ` +
    `percentiles do not add. ${inDigits(pods)} sidecars take ${inUnits(m.memoryLow.value ?? 0, 'B')} to ` +
    `${inUnits(m.memoryHigh.value ?? 0, 'B')}. If each call goes to another zone, that adds ${inTime(m.zones.value ?? 0)}.`,
});

// Left out: CPU use of the proxies, and meshes without sidecars.
