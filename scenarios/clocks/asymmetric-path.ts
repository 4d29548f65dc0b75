/** A client asks a time server again and again; the way there is slower than the way back, and messages wait in queues besides. */
import { z } from 'zod';
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
import { inDigits } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  thereMs: real(0, 1_000, 40, 'to the server, without queues'),
  backMs: real(0, 1_000, 10, 'back from it, without queues'),
  queueMs: real(0, 1_000, 20, 'what a message waits in queues at most, on either way'),
  offsetMs: real(-1e6, 1e6, 7, 'how far the client’s clock is ahead'),
  exchanges: whole(50, 5_000, 400, 'one a second'),
});
type Params = z.output<typeof params>;

/** As many as RFC 5905's clock filter keeps. */
const kept = 8;
const asymmetryMs = ({ thereMs, backMs }: Params) => (thereMs - backMs) / 2;

/** From the least wrong estimate of the filter to the most wrong. */
const spreadMs = ({ filteredMs }: { readonly filteredMs: Histogram }) =>
  (filteredMs.max ?? 0) - (filteredMs.min ?? 0);

export default scenario({
  ...aboutClocks,
  id: 'clocks/asymmetric-path',
  asks: 'NTP takes half of the round trip for the way back. By how much is a clock wrong if the ways differ, and does asking more often help?',
  claims: [],
  params,
  durationMs: ({ exchanges }) => (exchanges + 5) * 1_000,
  metrics: {
    errorMs: histogram('ms', 'how wrong a single estimate is'),
    filteredMs: histogram('ms', 'how wrong that of the shortest of the last eight round trips is'),
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
    }).says('single estimates are wrong by half of what the ways differ, on average, in ms'),
    within(spreadMs, 'filter', {
      atLeast: 0,
      atMost: p.queueMs,
    }).says(
      'those of the shortest round trips lie closer together than the queues are long, in ms',
    ),
    within(mean('filteredMs'), 'filter-keeps-the-error', {
      atLeast: asymmetryMs(p) - p.queueMs / 4 - 1e-9,
      atMost: asymmetryMs(p) + p.queueMs / 4 + 1e-9,
    }).says('and are wrong by half of what the ways differ as well, in ms'),
  ],
  tells: ({ params: p, metrics: { errorMs, filteredMs } }) => {
    const spread = (of: typeof errorMs) => inDigits((of.max ?? 0) - (of.min ?? 0));
    return (
      `By half of the difference: with ${inDigits(p.thereMs)} ms there and ${inDigits(p.backMs)} ms back the clock is ${inDigits(errorMs.mean ?? 0)} ms wrong on average (exactly ${inDigits(asymmetryMs(p))} ms without queues). ` +
      `Asking more often does not show it; it only helps against queues: the shortest of eight round trips narrows the spread from ${spread(errorMs)} to ${spread(filteredMs)} ms.`
    );
  },
});

// Left out: several servers on different paths, which show that one of the paths is lopsided.
