import * as z from 'zod';
import { betweenPolls } from '../../sims/fanout/formulas.ts';
import { pollBytes } from '../../sims/fanout/transport/http.ts';
import {
  eventsServer,
  longPollers,
  streamClients,
} from '../../sims/fanout/transport/long-polling.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { mean, quantile, within } from '../../src/check/expected.ts';
import { counter, gauge, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  latencyMs: real(5, 500, 50, 'of a message, one way'),
  eventsPerSecond: real(0.1, 50, 3, 'for each client, at random'),
  clients: whole(1, 50, 20, 'with events of their own'),
  events: whole(20, 200, 100, 'for each client, on average'),
});
type Params = z.output<typeof params>;

const untilMs = (p: Params) => (p.events / p.eventsPerSecond) * 1_000;
const runMs = (p: Params) => untilMs(p) + 10 * p.latencyMs + 1_000;
/** Nodes take a tenth of a millisecond for a message, and others may come before it. */
const handlingMs = (p: Params) => 0.2 * p.clients + 1;
const cookieBytes = 120;
/** Times of the world are sums of many numbers. */
const rounding = 1e-6;

/** An event between two polls is as late as the next request, which takes up to a round trip more. */
function expected(p: Params) {
  const rate = p.eventsPerSecond / 1_000;
  const between = betweenPolls(rate, 2 * p.latencyMs);
  // In each cycle of response and request the events between them, and one more if the server waits.
  const cycleMs = 2 * p.latencyMs + exp(-rate * 2 * p.latencyMs) / rate;
  const cycles = (p.clients * untilMs(p)) / cycleMs;
  return { between, cycles, meanMs: p.latencyMs * (1 + between) };
}

export default scenario({
  ...aboutServers,
  id: 'fanout/long-polling',
  asks: 'Events come at random, now and then several at once. How much later are they by long polling than on a stream?',
  claims: ['rt-long-poll-medium-latency'],
  code: [
    'sims/fanout/formulas.ts#betweenPolls',
    'sims/fanout/transport/long-polling.ts#longPollers',
  ],
  params,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs), ordered: true }),
  durationMs: runMs,
  metrics: {
    lateMs: histogram('ms', 'from an event to its client, long polling'),
    streamMs: histogram('ms', 'from an event to its client, stream'),
    responses: counter('responses', 'of long polling'),
    batched: gauge('share', 'of events that come with others in a response'),
    perEvent: gauge('B', 'of headers for each event, long polling'),
  },
  build({ world, params: p, metrics }) {
    let isOver = false;
    const subject = watching(world, () => isOver);
    let [bytes, batched] = [0, 0];
    world.addServer('events', eventsServer({ ...p, untilMs: untilMs(p), stream: 'stream' }));
    world.addServer(
      'long-pollers',
      longPollers('events', p.clients, (lateMs) => {
        metrics.responses.add();
        bytes += pollBytes({ cookieBytes }, '12345678', 100);
        if (lateMs.length > 1) batched += lateMs.length;
        for (const each of lateMs) metrics.lateMs.record(each);
      }),
    );
    world.addServer(
      'stream',
      streamClients((lateMs) => metrics.streamMs.record(lateMs)),
    );
    world.at(runMs(p) - 1, () => {
      const events = metrics.lateMs.count;
      metrics.batched.set(events === 0 ? 0 : batched / events);
      metrics.perEvent.set(events === 0 ? 0 : bytes / events);
      isOver = events > 0 && events === metrics.streamMs.count;
    });
    return subject;
  },
  expect: (p) => {
    const { cycles, meanMs } = expected(p);
    const moments = { mean: meanMs, deviation: p.latencyMs };
    return [
      within(mean('lateMs'), 'late', meanBounds(moments, cycles, handlingMs(p))).says(
        'mean ms from an event to its arrival by long polling: one way, and one more for the share that comes between two polls',
        'rt-long-poll-medium-latency',
      ),
      within(quantile('lateMs', 1), 'latest', {
        atMost: 3 * p.latencyMs + handlingMs(p),
      }).says(
        'ms from an event to its arrival by long polling, at most: three times one way',
        'rt-long-poll-medium-latency',
      ),
      within(mean('streamMs'), 'stream', {
        atLeast: p.latencyMs - rounding,
        atMost: p.latencyMs + handlingMs(p),
      }).says(
        'mean ms from an event to its arrival on a stream: one way',
        'rt-long-poll-medium-latency',
      ),
      within(({ perEvent }: PerEvent) => perEvent.value, 'headers', {
        atMost: pollBytes({ cookieBytes }, '12345678', 100),
      }).says(
        'bytes of HTTP headers for an event by long polling: at most those of a request and a response',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `By long polling an event takes ${inTime(m.lateMs.mean ?? 0)} on average, against ${inTime(m.streamMs.mean ?? 0)} on a stream, and up to ${inTime(m.lateMs.max ?? 0)}: an event that comes between a response and the next request waits for that request. With ${inDigits(p.eventsPerSecond)} events a second and ${inTime(2 * p.latencyMs)} for a round trip ${percent(betweenPolls(p.eventsPerSecond / 1_000, 2 * p.latencyMs), 0)} of the events do. Each costs ${inDigits(Math.round(m.perEvent.value ?? 0))} B of headers; ${percent(m.batched.value, 0)} share a response with others.`,
});

interface PerEvent {
  readonly perEvent: { readonly value: number | undefined };
}

// Left out: requests that time out without an event, and the connections that a server has to hold.
