import * as z from 'zod';
import { serversHolding } from '../../sims/fanout/formulas.ts';
import { brokerServer, type Routing, routings } from '../../sims/fanout/routing/broker.ts';
import { clientsServer } from '../../sims/fanout/routing/clients.ts';
import { holderServer } from '../../sims/fanout/routing/holder.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { shareBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { significant } from '../../src/words/units.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  gateways: whole(1, 20, 4, 'that hold connections'),
  users: whole(10, 200, 30, 'each with several devices'),
  devices: whole(1, 4, 2, 'of each user, connected one by one'),
  messages: whole(2, 10, 4, 'to each user'),
});
type Params = z.output<typeof params>;

/** All devices connect one after the other, in a round trip each. */
const halfMs = (p: Params) => p.users * p.devices * 5 * mostMs + 500;
/** Of a mean that is certain. */
const rounding = 1e-9;
const runMs = (p: Params) => 5 * halfMs(p);

const says: Readonly<Record<Routing, string>> = {
  none: 'no broker between the servers',
  broadcast: 'broadcast to all servers',
  channel: 'a channel for each user',
  partition: 'partitions by user and connections by the same hash',
  free: 'partitions by user and connections anywhere',
};

interface Counts {
  copies: number;
  wasted: number;
  /** Messages by user and device. */
  readonly heard: Map<string, number>;
}

function missingOf(routing: Routing, { size }: Counts['heard'], p: Params): string {
  return `with ${says[routing]} only ${size} of ${p.users * p.devices} connected devices get messages, and not each of them every message of its user`;
}

/** None of the devices of a user is at the gateway of the partition. */
function freeWasted({ gateways, devices }: Params) {
  const mean = pow(1 - 1 / gateways, devices);
  return { mean, deviation: Math.sqrt(mean * (1 - mean)) };
}

export default scenario({
  ...aboutServers,
  id: 'fanout/cross-server',
  asks: 'Users are connected to one of several servers. How does a message find the right one, and what does it cost the others?',
  claims: [
    'rt-websocket-needs-backbone',
    'q4-every-server-subscribes',
    'q4-kafka-partition-by-user',
  ],
  code: [
    'sims/fanout/routing/broker.ts#brokerServer',
    'sims/fanout/routing/broker.ts#partitionOf',
    'sims/fanout/routing/clients.ts#balanced',
  ],
  params,
  durationMs: runMs,
  metrics: {
    ...gaugePer(routings, 'reached', 'share', (one) => `of devices that get all, ${says[one]}`),
    ...gaugePer(routings, 'copies', 'copies', (one) => `a message, from the broker, ${says[one]}`),
    ...gaugePer(routings, 'wasted', 'copies', (one) => `a message, for nothing, ${says[one]}`),
    'none.firstReached': gauge(
      'share',
      'of messages that the first device gets, no broker between the servers',
    ),
  },
  build({ world, params: p, rules, metrics }) {
    let isOver = false;
    const subject = watching(world, () => isOver);
    const counts = new Map<Routing, Counts>();
    for (const routing of routings) {
      const count: Counts = { copies: 0, wasted: 0, heard: new Map() };
      counts.set(routing, count);
      const gateways = Array.from({ length: p.gateways }, (_, place) => `${routing}-${place + 1}`);
      const [broker, clients] = [`broker-${routing}`, `clients-${routing}`];
      world.addServer(
        broker,
        brokerServer({ routing, gateways }, () => {
          count.copies += 1;
        }),
      );
      for (const gateway of gateways) {
        const options = { routing, broker, clients };
        world.addServer(
          gateway,
          holderServer(options, () => {
            count.wasted += 1;
          }),
        );
      }
      const options = { ...p, routing, broker, gateways, halfMs: halfMs(p) };
      world.addServer(
        clients,
        clientsServer(options, rules, ({ user, device }) => {
          const name = `${user} ${device}`;
          count.heard.set(name, (count.heard.get(name) ?? 0) + 1);
        }),
      );
    }
    world.at(runMs(p) - 1, () => {
      for (const [routing, { copies, wasted, heard }] of counts) {
        const all = [...heard.values()].filter((count) => count === p.messages).length;
        metrics[`${routing}.reached`].set(all / (p.users * p.devices));
        metrics[`${routing}.copies`].set(copies / (p.users * p.messages));
        metrics[`${routing}.wasted`].set(wasted / (p.users * p.messages));
        const isWhole = all === p.users * p.devices;
        if (!isWhole && routing !== 'none' && routing !== 'free')
          subject.breaches.report('online-is-reached', missingOf(routing, heard, p));
      }
      const first = Array.from({ length: p.users }, (_, user) => heardOf(user));
      metrics['none.firstReached'].set(
        first.reduce((sum, count) => sum + count, 0) / (p.users * p.messages),
      );
      isOver = true;
    });
    return subject;

    function heardOf(user: number): number {
      return counts.get('none')?.heard.get(`${user} 0`) ?? 0;
    }
  },
  expect: (p) => {
    const messages = p.users * p.messages;
    const holding = serversHolding(p.gateways, p.devices);
    // Users with odd numbers connect twice, half of the messages each time.
    const placements = p.users;
    return [
      within('none.firstReached', 'none', shareBounds(messages, 1 / p.gateways)).says(
        'share of messages that a device gets without a broker between the servers: 1 / servers',
        'rt-websocket-needs-backbone',
      ),
      ...(['broadcast', 'channel', 'partition'] as const).map((routing) =>
        exactly(1, `${routing}.reached`, `${routing}-reached`).says(
          `share of devices that get all messages, with ${says[routing]}`,
          routing === 'broadcast' ? 'q4-every-server-subscribes' : 'rt-websocket-needs-backbone',
        ),
      ),
      exactly(p.gateways, 'broadcast.copies', 'broadcast-copies').says(
        'copies of a message if it is broadcast: one for each server',
        'q4-every-server-subscribes',
      ),
      exactly(1, 'partition.copies', 'partition-copies').says(
        'copies of a message with partitions by user: one',
        'q4-kafka-partition-by-user',
      ),
      within('channel.copies', 'channel-copies', meanBounds(holding, placements, rounding)).says(
        'copies of a message with a channel for each user: servers that hold a device of the user, on average',
        'q4-every-server-subscribes',
      ),
      exactly(0, 'channel.wasted', 'channel-wasted').says(
        'copies of a message to servers without the user, with a channel for each user',
      ),
      within(
        'broadcast.wasted',
        'broadcast-wasted',
        meanBounds({ ...holding, mean: p.gateways - holding.mean }, placements, rounding),
      ).says(
        'copies of a message to servers without the user, if it is broadcast, on average',
        'q4-every-server-subscribes',
      ),
      within('free.wasted', 'free-wasted', meanBounds(freeWasted(p), placements, rounding)).says(
        'copies of a message to servers without the user, with partitions by user and connections anywhere, on average',
        'q4-kafka-partition-by-user',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Through a broker (Redis pub/sub, Kafka) that all servers listen to: without one only ${percent(m['none.firstReached'].value, 0)} of the messages reach a device, about 1 in ${p.gateways}. If every server gets every message, each costs ${inDigits(m['broadcast.copies'].value ?? 0)} copies, of which ${significant(m['broadcast.wasted'].value ?? 0)} reach a server without the user; with a channel for each user it is ${significant(m['channel.copies'].value ?? 0)} copies, none of them wasted. A log that is partitioned by user needs one copy, but only if users are connected to servers by the same hash: otherwise ${percent(m['free.wasted'].value, 0)} of the messages come to a server without the user.\n\n` +
    plainTable([
      ['routing', 'devices that get all', 'copies', 'for nothing'],
      ...routings.map((routing) => [
        says[routing],
        percent(m[`${routing}.reached`].value, 0),
        significant(m[`${routing}.copies`].value ?? 0),
        significant(m[`${routing}.wasted`].value ?? 0),
      ]),
    ]),
});

// Left out: brokers that fail, messages while a user connects anew, and the memory of a million channels.
