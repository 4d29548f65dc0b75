/**
 * A client polls a time server; the way there is slower than the way back, and messages also wait
 * in queues.
 */
import * as z from 'zod';
import { note } from '../../sims/clocks/notes.ts';
import { type Estimate, estimate, filtered } from '../../sims/clocks/ntp/exchange.ts';
import { exchangeWith, timeServer } from '../../sims/clocks/ntp/server.ts';
import { looksOften, ntpInvariants, ntpSubject } from '../../sims/clocks/ntp/subject.ts';
import { mean, within } from '../../src/check/expected.ts';
import { type Histogram, histogram } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inTenths } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  thereMs: real(0, 1_000, 40, 'one-way delay to the server, without queues'),
  backMs: real(0, 1_000, 10, 'one-way delay back from it, without queues'),
  queueMs: real(0, 1_000, 20, 'longest queueing delay of a message, on either way'),
  offsetMs: real(-1e6, 1e6, 7, 'how far the client’s clock is ahead'),
  exchanges: whole(50, 5_000, 400, 'exchanges, one a second'),
});
type Params = z.output<typeof params>;

/** As many as RFC 5905's clock filter keeps. */
const kept = 8;
const asymmetryMs = ({ thereMs, backMs }: Params) => (thereMs - backMs) / 2;

/** From the filter’s least wrong estimate to the most wrong one. */
const spreadMs = ({ filteredMs }: { readonly filteredMs: Histogram }) =>
  (filteredMs.max ?? 0) - (filteredMs.min ?? 0);

export default scenario({
  ...aboutClocks,
  id: 'clocks/asymmetric-path',
  asks: 'NTP assumes that half of the round trip is the way back. How wrong is a clock if the two ways differ, and does polling more often help?',
  claims: [],
  code: ['sims/clocks/ntp/exchange.ts#estimate', 'sims/clocks/ntp/exchange.ts#shortest'],
  params,
  durationMs: ({ exchanges }) => (exchanges + 5) * 1_000,
  metrics: {
    errorMs: histogram('ms', 'error of a single estimate'),
    filteredMs: histogram(
      'ms',
      'error of the estimate with the shortest of the last eight round trips',
    ),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = ntpSubject(world);
    world.addServer('server', timeServer);
    world.addServer(
      'client',
      client('client', (node) => node.spawn(asking(node))),
      {
        clockOffsetMs: p.offsetMs,
      },
    );
    const ways = [
      ['client', 'server', p.thereMs],
      ['server', 'client', p.backMs],
    ] as const;
    for (const [from, to, wayMs] of ways)
      world.network.changeLink(from, to, { latencyMs: uniform(wayMs, wayMs + p.queueMs) });
    return subject;

    function* asking(node: ServerContext): Process<void> {
      const last: Estimate[] = [];
      for (let exchange = 1; exchange <= p.exchanges; exchange++) {
        yield* node.sleep(exchange * 1_000 - (node.now() - p.offsetMs));
        const latest = estimate(yield* exchangeWith(node, 'server'));
        last.push(latest);
        if (last.length > kept) last.shift();
        const chosen = filtered(rules, [latest, ...last]);
        note(node, { kind: 'estimates', ...chosen });
        judge(latest, chosen, last);
      }
    }

    function judge(latest: Estimate, chosen: Estimate, last: readonly Estimate[]): void {
      const errorOf = ({ offsetMs }: Estimate) => offsetMs + p.offsetMs;
      metrics.errorMs.record(errorOf(latest));
      metrics.filteredMs.record(errorOf(chosen));
      const leastMs = Math.min(...last.map(({ roundTripMs }) => roundTripMs));
      const queuedMs = (leastMs - p.thereMs - p.backMs) / 2;
      subject.judge.estimates(errorOf(chosen) - asymmetryMs(p), queuedMs);
      subject.looks += 1;
    }
  },
  invariants: ntpInvariants,
  goals: ({ exchanges }) => [looksOften(exchanges)],
  expect: (p) => [
    within(mean('errorMs'), 'half-the-difference', {
      // The error of one estimate is half the difference of two uniform queues: variance queueMs^2 / 24.
      atLeast: asymmetryMs(p) - (5 * p.queueMs) / Math.sqrt(24 * p.exchanges) - 1e-9,
      atMost: asymmetryMs(p) + (5 * p.queueMs) / Math.sqrt(24 * p.exchanges) + 1e-9,
    }).says(
      'mean error of the clock with single estimates, in ms: half the difference of the two ways',
    ),
    within(spreadMs, 'filter', {
      atLeast: 0,
      atMost: p.queueMs,
    }).says(
      'spread of the estimates with the shortest of eight round trips, in ms: less than the mean delay in the queues',
    ),
    within(mean('filteredMs'), 'filter-keeps-the-error', {
      atLeast: asymmetryMs(p) - p.queueMs / 4 - 1e-9,
      atMost: asymmetryMs(p) + p.queueMs / 4 + 1e-9,
    }).says(
      'mean error of the clock with the shortest of eight round trips, in ms: also half the difference of the two ways',
    ),
  ],
  tells: ({ params: p, metrics: { errorMs, filteredMs } }) => {
    const spread = (of: typeof errorMs) => inTenths((of.max ?? 0) - (of.min ?? 0));
    return (
      `NTP takes half of the round trip as the way back, so a clock is wrong by half of the difference of the two ways: with ${inDigits(p.thereMs)} ms there and ${inDigits(p.backMs)} ms back the clock ` +
      `is ${inTenths(errorMs.mean ?? 0)} ms wrong on average (exactly ${inDigits(asymmetryMs(p))} ms without queues). ` +
      'Polling more often does not reveal that; it only helps against queues: ' +
      `choosing the shortest of eight round trips narrows the spread from ${spread(errorMs)} ms to ${spread(filteredMs)} ms.`
    );
  },
});

// Left out: several servers on different paths, which reveal that one of the paths is asymmetric.
