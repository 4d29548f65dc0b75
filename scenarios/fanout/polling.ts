import * as z from 'zod';
import { pollBytes } from '../../sims/fanout/transport/http.ts';
import { dashboardServer, pollers, subscribers } from '../../sims/fanout/transport/polling.ts';
import { encodeEvent } from '../../sims/fanout/transport/server-sent-events.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, type Valued, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { utf8 } from '../../src/kernel/utf8.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { uniformMoments } from '../../src/statistics/moments.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime, inUnits, significant } from '../../src/words/units.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  everySeconds: real(1, 3_600, 30, 'between two polls of a client'),
  changesPerInterval: real(0.5, 100, 30, 'of the state, in the time between two polls'),
  clients: whole(5, 100, 20, 'of each kind'),
  payloadBytes: whole(1, 10_000, 200, 'of the state'),
});
type Params = z.output<typeof params>;

/** Polls of a client. */
const intervals = 20;
const everyMs = ({ everySeconds }: Params) => everySeconds * 1_000;
const untilMs = (p: Params) => intervals * everyMs(p);
/** Time for messages, which nodes handle one after the other. */
const messagesMs = (p: Params) => 2 * mostMs + p.clients;
const changesPerSecond = (p: Params) => p.changesPerInterval / p.everySeconds;
const cookieBytes = 120;
/** Changes whose poll comes before the end. */
const changes = (p: Params) => poissonBounds(p.changesPerInterval * intervals);

const pushBytes = (p: Params) =>
  utf8(encodeEvent({ data: 'x'.repeat(p.payloadBytes), id: '12345678' })).length;

export default scenario({
  ...aboutServers,
  id: 'fanout/polling',
  asks: 'A dashboard polls every 30 s instead of having each change pushed. How late is it, and what does that save?',
  claims: ['rt-polling-1-100th-cost'],
  code: ['sims/fanout/transport/polling.ts#polls', 'sims/fanout/transport/http.ts#pollBytes'],
  params,
  durationMs: (p) => untilMs(p) + everyMs(p) + 1_000,
  metrics: {
    polls: counter('requests', 'by polling'),
    emptyPolls: counter('requests', 'that find no change'),
    pushes: counter('messages', 'pushed'),
    pollMs: gauge('ms', 'that a client learns of a change late, mean, by polling'),
    pollMaxMs: gauge('ms', 'the longest, by polling'),
    pushMs: gauge('ms', 'mean, pushed'),
    pollBytes: gauge('B', 'sent by polling'),
    pushBytes: gauge('B', 'sent by pushing'),
  },
  build({ world, params: p, metrics }) {
    let isOver = false;
    const subject = watching(world, () => isOver);
    const late = { polled: [0, 0, 0], pushed: [0, 0, 0] };
    const note = (sums: number[], lateMs: number) => {
      const [count = 0, sum = 0, most = 0] = sums;
      sums.splice(0, 3, count + 1, sum + lateMs, Math.max(most, lateMs));
    };
    let bytes = 0;
    world.addServer(
      'dashboard',
      dashboardServer({
        changesPerSecond: changesPerSecond(p),
        untilMs: untilMs(p),
        subscribers: 'subscribers',
        clients: p.clients,
      }),
    );
    world.addServer(
      'pollers',
      pollers(
        {
          server: 'dashboard',
          clients: p.clients,
          everyMs: everyMs(p),
          untilMs: untilMs(p) + everyMs(p),
        },
        {
          polled: (found) => {
            metrics.polls.add();
            if (found === 0) metrics.emptyPolls.add();
            const body = found === 0 ? 0 : p.payloadBytes;
            bytes += pollBytes({ cookieBytes }, '12345678', body) + body;
          },
          heard: (lateMs) => note(late.polled, lateMs),
        },
      ),
    );
    world.addServer(
      'subscribers',
      subscribers((lateMs) => {
        metrics.pushes.add();
        note(late.pushed, lateMs);
      }),
    );
    world.at(untilMs(p) + everyMs(p) + 999, () => {
      const [polled = 0, polledMs = 0, polledMaxMs = 0] = late.polled;
      const [pushed = 0, pushedMs = 0] = late.pushed;
      metrics.pollMs.set(polled === 0 ? 0 : polledMs / polled);
      metrics.pollMaxMs.set(polledMaxMs);
      metrics.pushMs.set(pushed === 0 ? 0 : pushedMs / pushed);
      metrics.pollBytes.set(bytes);
      metrics.pushBytes.set(pushed * pushBytes(p));
      isOver = polled === pushed;
    });
    return subject;
  },
  expect: (p) => {
    const { atLeast = 0, atMost = 0 } = changes(p);
    return [
      exactly(p.clients * (intervals + 1), 'polls', 'polls').says(
        'requests with polling: clients x time / interval, however often data changes',
        'rt-polling-1-100th-cost',
      ),
      within('pushes', 'pushes', {
        atLeast: atLeast * p.clients,
        atMost: atMost * p.clients,
      }).says('messages with pushing: clients x changes', 'rt-polling-1-100th-cost'),
      within(
        'pollMs',
        'poll-late',
        meanBounds(uniformMoments(0, everyMs(p)), Math.max(1, atLeast) * p.clients, messagesMs(p)),
      ).says(
        'mean ms from a change until a client shows it, with polling: half of the interval',
        'rt-polling-1-100th-cost',
      ),
      within('pollMaxMs', 'poll-latest', { atMost: everyMs(p) + messagesMs(p) }).says(
        'ms from a change until a client shows it, with polling, at most: the interval',
        'rt-polling-1-100th-cost',
      ),
      within('pushMs', 'push-late', { atMost: messagesMs(p) }).says(
        'mean ms from a change until a client shows it, with pushing',
      ),
      within(ratio('pushes', 'polls'), 'ratio', {
        atLeast: (atLeast * p.clients) / (p.clients * (intervals + 1)),
        atMost: (atMost * p.clients) / (p.clients * (intervals + 1)),
      }).says(
        'messages pushed for each request with polling: changes in an interval',
        'rt-polling-1-100th-cost',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const messages = m.pushes.value / m.polls.value;
    const bytes = (m.pushBytes.value ?? 0) / (m.pollBytes.value ?? 1);
    return `A dashboard that polls every ${inTime(everyMs(p))} is ${inTime(m.pollMs.value ?? 0)} late on average and ${inTime(m.pollMaxMs.value ?? 0)} at most. It saves messages, because one poll covers all changes in an interval: ${inDigits(m.polls.value)} requests instead of ${inDigits(m.pushes.value)} pushed messages, ${messages >= 1 ? `a factor of ${significant(messages)}` : `${significant(1 / messages)} times as many`}. In bytes it is ${bytes >= 1 ? `a factor of ${significant(bytes)}` : `${significant(1 / bytes)} times as much`}, because each poll has headers: ${inUnits(m.pollBytes.value ?? 0, 'B')} against ${inUnits(m.pushBytes.value ?? 0, 'B')}. And ${inDigits(p.clients)} connections need not be held open.`;
  },
});

const ratio =
  <A extends string, B extends string>(of: A, by: B) =>
  (m: Valued<A | B>) =>
    (m[of].value ?? 0) / (m[by].value ?? 1);

// Left out: what an idle connection costs in memory and heartbeats, and polls that the server answers from a cache.
