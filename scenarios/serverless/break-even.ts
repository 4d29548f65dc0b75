import * as z from 'zod';
import {
  billedMs,
  breakEvenUtilisation,
  costOfRequest,
  curveOfDay,
  type Fleet,
  fixedFleet,
  perServer,
  scaledHours,
} from '../../sims/serverless/costs.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { around, near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { exp, sin } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  meanPerS: real(0.01, 100_000, 100, 'requests a second, on average'),
  peakFactor: real(1, 2, 2, 'peak, as a multiple of that'),
  serviceMs: real(5, 60_000, 100, 'how long a request takes, on average'),
  // Lambda gives one vCPU for 1,769 MB (developer guide, Configure Lambda function memory).
  memoryMb: whole(128, 10_240, 1_769, 'memory of the function, MB'),
  atOnce: whole(
    1,
    1_000,
    2,
    'requests that a server works on at a time: its vCPUs, or more if they wait',
  ),
  target: real(0.1, 0.85, 0.7, 'share of its capacity that a server uses at most'),
  least: whole(1, 10, 2, 'servers that are there at least'),
  // Near AWS Lambda's list for us-east-1, x86, first tier: prices change, so put in those of today.
  perMillion: real(
    0,
    10,
    0.2,
    'price of a million requests, $; an assumption near AWS Lambda’s list',
  ),
  gbSecond: real(
    1e-7,
    0.001,
    0.0000166667,
    'price of a GB-second, $; an assumption near AWS Lambda’s list',
  ),
  // EC2 Auto Scaling user guide, Spot price per unit hour example (not a current price): $0.34 for 8 vCPUs
  // (c5.2xlarge, us-east-1), so a quarter of that for the 2 of a c5.large.
  instanceHour: real(
    0.001,
    100,
    0.085,
    'price of a server of 2 vCPUs for an hour, $; an assumption',
  ),
});
type Params = z.output<typeof params>;

const sampled = 20_000;

const workOf = (p: Params) => ({ ...p, memoryGb: p.memoryMb / 1_024 });
const pricesOf = (p: Params) => ({ ...p, request: p.perMillion / 1e6 });
const perDay = (p: Params) => p.meanPerS * 86_400;
/** Of a day's requests, those from half an hour before noon until half an hour after it. */
const noonShare = ({ peakFactor }: Params) =>
  1 / 24 + ((peakFactor - 1) / Math.PI) * sin(Math.PI / 24);
/** Deviation of the mean of so many durations in whole milliseconds: geometric. */
const billedDeviation = ({ serviceMs }: Params) =>
  (billedMs(serviceMs) * Math.sqrt(exp(-1 / serviceMs))) / Math.sqrt(sampled);

export default scenario({
  ...aboutFunctions,
  id: 'serverless/break-even',
  asks: 'When do functions cost more than a fleet of servers?',
  claims: [],
  code: [
    'sims/serverless/costs.ts#breakEvenUtilisation',
    'sims/serverless/costs.ts#billOf',
    'sims/serverless/costs.ts#fixedFleet',
    'sims/serverless/costs.ts#scaledHours',
  ],
  params,
  invariants: heldTo('bill-is-as-estimated', 'fleet-not-overrun'),
  metrics: {
    request: gauge('$', 'for a million requests to the function'),
    breakEven: gauge('share', 'of its capacity at which a server costs as much'),
    functions: gauge('$', 'a day for functions'),
    fixed: gauge('$', 'a day for a fleet that stays the same'),
    fixedBusy: gauge('share', 'of that fleet’s capacity that is used'),
    scaled: gauge('$', 'a day for a fleet that is scaled each hour'),
    scaledBusy: gauge('share', 'of that fleet’s capacity that is used'),
    billed: gauge('ms', 'that a drawn request is billed'),
    noon: gauge('share', 'of drawn requests in the busiest hour'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const [work, prices, fleet] = [workOf(p), pricesOf(p), p satisfies Fleet];
    const dollars = costOfRequest(work, prices, rules);
    const servers = fixedFleet(work, fleet, rules);
    const hours = scaledHours(work, fleet);
    const busy = (instanceHours: number) => (p.meanPerS * 24) / (instanceHours * perServer(work));
    study
      .next(() => estimates('request', '$ for a million requests', 1e6 * dollars))
      .next(() => study.estimates('requests a second of a busy server', perServer(work)))
      .next(() =>
        estimates('breakEven', 'break-even utilisation', breakEvenUtilisation(work, prices, rules)),
      )
      .next(() =>
        study.estimates(
          'the same, if requests wait and a server does ten times as many at once',
          breakEvenUtilisation({ ...work, atOnce: 10 * p.atOnce }, prices, rules),
        ),
      )
      .next(() => estimates('functions', '$ a day for functions', perDay(p) * dollars))
      .next(() => study.estimates('servers for the peak', servers))
      .next(() => estimates('fixed', '$ a day for them', 24 * servers * p.instanceHour))
      .next(() => estimates('fixedBusy', 'utilisation of them', busy(24 * servers)))
      .next(() => study.estimates('instance-hours, scaled each hour', hours))
      .next(() => estimates('scaled', '$ a day for those', hours * p.instanceHour))
      .next(() => estimates('scaledBusy', 'utilisation of those', busy(hours)));
    return study.next(() => {
      const stream = study.stream('requests');
      const draw = sampler(exponential(p.serviceMs), study.stream('durations'));
      let [ms, noon] = [0, 0];
      for (let left = sampled; left > 0; ) {
        const at = stream();
        if (stream() * p.peakFactor >= curveOfDay(at, p.peakFactor)) continue;
        left -= 1;
        ms += Math.ceil(draw());
        noon += Math.abs(at - 0.5) < 1 / 48 ? 1 : 0;
      }
      const billed = observes('billed', 'ms billed', ms / sampled);
      const share = observes('noon', 'requests in the busiest hour', noon / sampled);
      const gbSeconds = (work.memoryGb * billed) / 1_000;
      const bill = perDay(p) * (prices.request + gbSeconds * p.gbSecond);
      const slack = 6 * billedDeviation(p) * (work.memoryGb / 1_000) * p.gbSecond * perDay(p);
      study.holds(
        'bill-is-as-estimated',
        Math.abs(bill - perDay(p) * dollars) <= slack,
        `the bill is $${significant(bill)} a day, and $${significant(perDay(p) * dollars)} were estimated`,
      );
      const busiest = (share * perDay(p)) / 3_600;
      study.holds(
        'fleet-not-overrun',
        busiest <= servers * perServer(work),
        `${significant(busiest)} requests a second come in the busiest hour, and ${inDigits(servers)} servers do ${significant(servers * perServer(work))}`,
      );
    });
  },
  expect(p) {
    const perRequest =
      p.perMillion / 1e6 + ((p.memoryMb / 1_024) * billedMs(p.serviceMs) * p.gbSecond) / 1_000;
    return [
      within('request', 'request', near(1e6 * perRequest)).says('$ for a million requests'),
      within(
        'breakEven',
        'break-even',
        near(p.instanceHour / ((3.6e6 * p.atOnce * perRequest) / p.serviceMs)),
      ).says('utilisation at which a server costs what functions cost'),
      within('billed', 'billed', around(billedMs(p.serviceMs), billedDeviation(p), 6)).says(
        'ms billed for a drawn request: 1 / (1 - e^(-1 / mean))',
      ),
      within('noon', 'noon', shareOf(sampled, noonShare(p))).says(
        'share of drawn requests in the busiest hour',
      ),
    ];
  },
  tells({ params: p, metrics: m }) {
    const value = (name: keyof typeof m) => m[name].value ?? 0;
    const dollars = (name: keyof typeof m) => `$${significant(value(name))}`;
    return `Functions cost more once servers would be busy more than ${percent(value('breakEven'), 0)} of the time on average, because a function is paid per request and a server per hour, busy or not. A million requests of ${significant(p.serviceMs)} ms and ${inDigits(p.memoryMb)} MB cost ${dollars('request')}; a server for $${significant(p.instanceHour)} an hour does up to ${significant(perServer(workOf(p)))} of them a second, and break-even utilisation is one hour’s price divided by what functions cost for the requests of a full hour. With ${significant(p.meanPerS)} requests a second and a daily peak of ${significant(p.peakFactor)} times that, functions cost ${dollars('functions')} a day; a fixed fleet for the peak costs ${dollars('fixed')}, because it is only ${percent(value('fixedBusy'), 0)} busy, and one scaled each hour ${dollars('scaled')}, ${percent(value('scaledBusy'), 0)} busy. A function is also paid while it waits for a database: if requests wait so much that a server does ten times as many at once, break-even falls to ${percent(value('breakEven') / 10)}.`;
  },
});

// Left out: free tiers, savings plans, gateways and balancers in front, and the people who run the servers.
