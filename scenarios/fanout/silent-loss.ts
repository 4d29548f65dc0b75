import * as z from 'zod';
import { heartbeatClient, presenceServer } from '../../sims/fanout/presence/heartbeats.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf, uniformMoments } from '../../src/statistics/moments.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { cut, type Fault } from '../../src/world/fault.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  users: whole(10, 60, 20, 'whose connections a router forgets, and as many whose it keeps'),
  everySeconds: real(1, 120, 10, 'between two heartbeats of a client'),
  missed: whole(2, 10, 3, 'heartbeats that may be missing before a connection counts as dead'),
});
type Params = z.output<typeof params>;

const everyMs = ({ everySeconds }: Params) => everySeconds * 1_000;
/** Half an interval more, so that no message decides. */
const timeoutMs = (p: Params) => (p.missed + 0.5) * everyMs(p);
/** A heartbeat and its answer, at nodes that handle others before. */
const messagesMs = (p: Params) => 2 * mostMs + 0.4 * p.users + 1;
/** Every client has had some heartbeats; connections are lost in the interval after that. */
const cutsFromMs = (p: Params) => 3 * everyMs(p);
const runMs = (p: Params) => cutsFromMs(p) + everyMs(p) + timeoutMs(p) + 3 * everyMs(p);

const goneName = (place: number) => `gone-${place + 1}`;
const hereName = (place: number) => `here-${place + 1}`;
const each = ({ users }: Params) => Array.from({ length: users }, (_, place) => place);

/** A connection is lost anywhere in the interval since the last heartbeat that came through. */
const noticed = (p: Params) => uniformMoments(timeoutMs(p) - everyMs(p), timeoutMs(p));

export default scenario({
  ...aboutServers,
  id: 'fanout/silent-loss',
  asks: 'A router forgets a connection and tells neither end. When do client and server notice, and how long is the user shown online?',
  claims: [],
  code: [
    'sims/fanout/presence/heartbeats.ts#presenceServer',
    'sims/fanout/presence/heartbeats.ts#listens',
    'sims/fanout/presence/heartbeats.ts#expires',
  ],
  params,
  durationMs: runMs,
  metrics: {
    serverMs: gauge('ms', 'until the gateway shows a user offline who is gone, mean'),
    serverMaxMs: gauge('ms', 'the same, longest'),
    clientMs: gauge('ms', 'until a client notices that its connection is dead, mean'),
    clientMaxMs: gauge('ms', 'the same, longest'),
    wrong: counter('users', 'shown offline although they are there'),
    heartbeats: gauge('heartbeats', 'a second of the users who stay'),
  },
  build({ world, params: p, rules, metrics }) {
    let isOver = false;
    const subject = watching(world, () => isOver);
    const options = { gateway: 'gateway', everyMs: everyMs(p), timeoutMs: timeoutMs(p) };
    const cutMs = new Map<string, number>();
    const offlineMs = new Map<string, number>();
    const gaveUpMs = new Map<string, number>();
    let heartbeats = 0;
    const nowMs = () => world.kernel.nowMs;
    world.addServer(
      'gateway',
      presenceServer(rules, options, {
        heartbeat: () => {
          if (nowMs() >= cutsFromMs(p)) heartbeats += 1;
        },
        offline: (user) => {
          offlineMs.set(user, nowMs());
          if (!cutMs.has(user)) metrics.wrong.add();
        },
      }),
    );
    for (const name of [goneName, hereName]) {
      for (const place of each(p)) {
        const gaveUp = (user: string) => gaveUpMs.set(user, nowMs());
        world.addServer(name(place), heartbeatClient(rules, options, gaveUp));
      }
    }
    world.trace.on('fault', ({ detail }) => {
      const fault = detail as Fault;
      if (fault.kind !== 'cut' || fault.to !== 'gateway') return;
      const { from } = fault;
      cutMs.set(from, nowMs());
      world.at(nowMs() + timeoutMs(p) + messagesMs(p), () => judge(from));
    });
    world.at(runMs(p) - 1, () => {
      const gone = each(p).map(goneName);
      const after = (times: ReadonlyMap<string, number>) =>
        gone.map((user) => (times.get(user) ?? runMs(p)) - (cutMs.get(user) ?? 0));
      metrics.serverMs.set(meanOf(after(offlineMs)));
      metrics.serverMaxMs.set(Math.max(...after(offlineMs)));
      metrics.clientMs.set(meanOf(after(gaveUpMs)));
      metrics.clientMaxMs.set(Math.max(...after(gaveUpMs)));
      metrics.heartbeats.set(heartbeats / ((runMs(p) - cutsFromMs(p)) / 1_000));
      isOver = true;
    });
    return subject;

    function judge(user: string): void {
      const { breaches } = subject;
      const late = inTime(timeoutMs(p));
      if (!offlineMs.has(user))
        breaches.report(
          'online-means-alive',
          `user ${user} is still shown online ${late} after the connection was lost`,
        );
      if (!gaveUpMs.has(user))
        breaches.report(
          'dead-is-noticed',
          `the client of user ${user} still waits on its lost connection after ${late}`,
        );
    }
  },
  plan: (p, random) => {
    const stream = random.stream('losses');
    return each(p)
      .map((place) => ({ atMs: cutsFromMs(p) + stream() * everyMs(p), name: goneName(place) }))
      .sort((one, other) => one.atMs - other.atMs)
      .flatMap(({ atMs, name }) => [
        { atMs, fault: cut(name, 'gateway') },
        { atMs, fault: cut('gateway', name) },
      ]);
  },
  expect: (p) => {
    const bounds = meanBounds(noticed(p), p.users, messagesMs(p));
    const longest = { atMost: timeoutMs(p) + messagesMs(p) };
    return [
      within('serverMs', 'server', bounds).says(
        'mean ms until a user who is gone is shown offline: the timeout less half of a heartbeat interval',
      ),
      within('serverMaxMs', 'server-longest', longest).says(
        'ms until a user who is gone is shown offline, at most: the timeout',
      ),
      within('clientMs', 'client', bounds).says(
        'mean ms until a client notices the lost connection: the timeout less half of a heartbeat interval',
      ),
      within('clientMaxMs', 'client-longest', longest).says(
        'ms until a client notices the lost connection, at most: the timeout',
      ),
      exactly(0, 'wrong', 'wrong').says('users shown offline although they are connected'),
      within('heartbeats', 'heartbeats', {
        atLeast: (p.users / everyMs(p)) * 1_000 - p.users / ((runMs(p) - cutsFromMs(p)) / 1_000),
        atMost: ((2 * p.users) / everyMs(p)) * 1_000,
      }).says('heartbeats a second of all users: users / interval'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Both ends notice a lost connection by heartbeats (ping and pong), within their timeout of ${inTime(timeoutMs(p))}: the gateway shows the user offline after ${inTime(m.serverMs.value ?? 0)} on average and ${inTime(m.serverMaxMs.value ?? 0)} at most, and the client notices after ${inTime(m.clientMs.value ?? 0)}, because each heartbeat is answered. TCP alone would tell neither of them. That costs ${inDigits(p.users / p.everySeconds)} heartbeats a second for ${counted(p.users, 'user')}; a shorter interval notices sooner and costs more.`,
});

// Left out: TCP keep-alive, whose default is two hours, and clients that come back before the timeout.
