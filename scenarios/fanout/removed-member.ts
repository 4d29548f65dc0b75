import * as z from 'zod';
import {
  type Check,
  channelClients,
  channelSender,
  channelServer,
  checks,
  membersServer,
} from '../../sims/fanout/channel/members.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { uniformMoments } from '../../src/statistics/moments.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  users: whole(4, 100, 60, 'that are subscribed, half of whom lose their membership'),
  everyMs: real(100, 10_000, 200, 'from one message of the channel to the next'),
  cacheMessages: whole(1, 50, 10, 'that come while a list of members is used, if it is cached'),
});
type Params = z.output<typeof params>;

const cacheMs = (p: Params) => p.cacheMessages * p.everyMs;
/** Members are removed within one life of the cache; after that messages go on for two. */
const removalsFromMs = (p: Params) => 2 * cacheMs(p) + 1_000;
const messages = (p: Params) => Math.ceil((removalsFromMs(p) + 3 * cacheMs(p)) / p.everyMs) + 2;
const runMs = (p: Params) => (messages(p) + 1) * p.everyMs + 10 * mostMs;
const removed = ({ users }: Params) => Math.floor(users / 2);

const says: Readonly<Record<Check, string>> = {
  subscription: 'rights checked at the subscription',
  cached: 'members cached',
  delivery: 'rights checked at delivery',
};

export default scenario({
  ...aboutServers,
  id: 'fanout/removed-member',
  asks: 'Members are removed from a channel, and their connections stay open. Which messages do they still get?',
  claims: [],
  code: ['sims/fanout/channel/members.ts#delivers'],
  params,
  durationMs: runMs,
  metrics: {
    ...gaugePer(checks, 'leaked', 'messages', (one) => `to a removed member, mean, ${says[one]}`),
    ...gaugePer(checks, 'lookUps', 'look-ups', (one) => `of members, ${says[one]}`),
    missed: counter('messages', 'that a member did not get'),
  },
  build({ world, params: p, rules, metrics }) {
    let isOver = false;
    const subject = watching(world, () => isOver);
    const stream = world.kernel.random.stream('removals');
    const removals = new Map(
      Array.from({ length: removed(p) }, (_, user) => [
        user,
        removalsFromMs(p) + stream() * cacheMs(p),
      ]),
    );
    const removedMs = new Map<number, number>();
    const sentMs = new Map<number, number>();
    const leaked: Record<string, number> = {};
    const got: Record<string, number> = {};
    world.addServer('members', membersServer(p.users));
    for (const check of checks) {
      const options = { check, members: 'members', clients: 'clients', cacheMs: cacheMs(p) };
      world.addServer(`gateway-${check}`, channelServer(rules, options));
    }
    world.addServer(
      'clients',
      channelClients((from, { user, message }) => {
        if (user >= removed(p)) got[from] = (got[from] ?? 0) + 1;
        // What was sent before the removal was acknowledged may still come.
        if ((sentMs.get(message) ?? 0) <= (removedMs.get(user) ?? Infinity)) return;
        leaked[from] = (leaked[from] ?? 0) + 1;
        if (from === 'gateway-delivery')
          subject.breaches.report(
            'no-leak',
            `user ${user} gets message ${message}, which was sent after this user had been removed from the channel`,
          );
      }),
    );
    const gateways = checks.map((check) => `gateway-${check}`);
    const sender = { ...p, gateways, members: 'members', messages: messages(p), removals };
    world.addServer(
      'sender',
      channelSender(sender, {
        sent: (message) => sentMs.set(message, world.kernel.nowMs),
        removed: (user) => removedMs.set(user, world.kernel.nowMs),
      }),
    );
    world.at(runMs(p) - 1, () => {
      for (const check of checks) {
        const name = `gateway-${check}`;
        metrics[`${check}.leaked`].set((leaked[name] ?? 0) / removed(p));
        const { lookUps = 0 } = (world.node(name).state ?? {}) as { lookUps?: number };
        metrics[`${check}.lookUps`].set(lookUps);
        metrics.missed.add((p.users - removed(p)) * messages(p) - (got[name] ?? 0));
      }
      isOver = removedMs.size === removed(p);
    });
    return subject;
  },
  expect: (p) => {
    // The removal falls anywhere on the life of the cache, which is as many messages as come in what is left of it.
    const { mean, deviation } = uniformMoments(0, p.cacheMessages);
    return [
      within('subscription.leaked', 'subscription', { atLeast: 2 * p.cacheMessages }).says(
        'messages that a removed member still gets on average, if rights are checked at the subscription: all until the connection ends',
      ),
      within(
        'cached.leaked',
        'cached',
        meanBounds({ mean, deviation }, removed(p), 1 + (4 * mostMs) / p.everyMs),
      ).says(
        'messages that a removed member still gets on average, if the list of members is cached: half of those in the life of the cache',
      ),
      exactly(0, 'delivery.leaked', 'delivery').says(
        'messages that a removed member still gets on average, if rights are checked at each delivery',
      ),
      exactly(0, 'missed', 'missed').says('messages that a member who may read them did not get'),
      exactly(messages(p) + 1, 'delivery.lookUps', 'look-ups').says(
        'look-ups of rights, if they are checked at each delivery: one for each message',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `All of them, if rights are checked only when a client subscribes, so check them at each delivery: ${significant(m['subscription.leaked'].value ?? 0)} messages for each removed member until the run ends. With a list of members that is cached for ${inTime(cacheMs(p))} it is ${significant(m['cached.leaked'].value ?? 0)} on average. Rights that are checked at each delivery let ${m['delivery.leaked'].value} messages through, for ${counted(m['delivery.lookUps'].value ?? 0, 'look-up')} instead of ${inDigits(m['cached.lookUps'].value ?? 0)} with the cached list.`,
});

// Left out: messages that a removed member has on their device already, and a gateway that is told of removals.
