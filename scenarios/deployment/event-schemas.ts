import * as z from 'zod';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import {
  consumerServer,
  producerServer,
  type Surroundings,
} from '../../sims/deployment/schema/clients.ts';
import { type Compatibility, compatibilities } from '../../sims/deployment/schema/compatibility.ts';
import { EventJudge, promises, type Role } from '../../sims/deployment/schema/judge.ts';
import { type Proposal, proposalNames } from '../../sims/deployment/schema/proposals.ts';
import { registryServer } from '../../sims/deployment/schema/registry.ts';
import { team } from '../../sims/deployment/schema/team.ts';
import { topicServer } from '../../sims/deployment/schema/topic.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  producers: whole(1, 4, 2, 'that write the event, and are upgraded one by one'),
  perSecond: real(0.2, 3, 0.5, 'events of each producer, at random times'),
  readySeconds: real(1, 5, 3, 'that a client is away while it is upgraded'),
  batchSeconds: real(5, 30, 20, 'from one run to the next of the consumer that reads in batches'),
});

type Params = z.output<typeof params>;

const roles = ['live', 'replay', 'first'] as const satisfies readonly Role[];
const isWho: Readonly<Record<Role, string>> = {
  live: 'a consumer that is upgraded in turn',
  replay: 'a new consumer that reads from the first event',
  first: 'a consumer that stays at the first schema',
};

/** Confluent Platform documentation, Schema Evolution, Compatibility types: the changes that each of them allows. */
const allowed: Readonly<Record<Compatibility, readonly Proposal[]>> = {
  backward: [
    ...(['add-optional', 'give-default', 'delete-it-then', 'rename-with-alias'] as const),
    ...(['int-to-long', 'add-symbol', 'delete-optional', 'change-places'] as const),
  ],
  forward: [
    ...(['add-optional', 'add-required', 'take-default-away', 'give-default'] as const),
    ...(['add-symbol', 'delete-optional', 'change-places'] as const),
  ],
  full: ['add-optional', 'give-default', 'add-symbol', 'delete-optional', 'change-places'],
};

const liveConsumers = 2;
const pollMs = 1_000;
/** A message takes less than a millisecond, and every step of an upgrade a few of them. */
const messagesMs = 500;

const readyMs = (p: Params): number => p.readySeconds * 1_000;
/** Long enough for the upgrade of all clients, and for every consumer to catch up in between. */
const changeMs = (p: Params): number =>
  (p.producers + liveConsumers + 2) * readyMs(p) + p.batchSeconds * 1_000 + 5_000;
const upgradedMs = (p: Params): number => (proposalNames.length + 1) * changeMs(p);
const endMs = (p: Params): number => upgradedMs(p) + readyMs(p) + 4 * pollMs;

const cells = compatibilities.flatMap((compatibility) =>
  roles.map((role) => `${compatibility}.${role}` as const),
);

export default scenario({
  ...aboutDeployment,
  id: 'deployment/event-schemas',
  asks: 'The schema of a topic changes, and its producers and consumers are upgraded one by one. Which side goes first, and who can still read all that was written?',
  claims: [],
  code: [
    'sims/deployment/schema/compatibility.ts#incompatibility',
    'sims/deployment/schema/registry.ts#registryServer',
    'sims/deployment/schema/resolution.ts#writtenField',
  ],
  params,
  durationMs: (p) => endMs(p) + 1,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
  metrics: {
    ...gaugePer(compatibilities, 'accepted', 'changes', (one) => `that a ${one} registry takes`),
    ...gaugePer(compatibilities, 'events', 'events', (one) => `with a ${one} registry`),
    ...gaugePer(cells, 'unread', 'events', (cell) => {
      const [compatibility, role = 'live'] = cell.split('.');
      return `that ${isWho[role as Role]} cannot read, with a ${compatibility} registry`;
    }),
    ...gaugePer(
      compatibilities,
      'replayed',
      'events',
      (one) => `that ${isWho.replay} comes to, with a ${one} registry`,
    ),
    upgrades: gauge('upgrades', 'of a client, all in all'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    const clients = p.producers + liveConsumers;
    for (const compatibility of compatibilities) {
      const named = (name: string) => `${name}-${compatibility}`;
      const judge = new EventJudge(study, compatibility);
      const [registry, topic] = [named('registry'), named('topic')];
      const around: Surroundings = { registry, topic, judge, rules };
      const producers = Array.from({ length: p.producers }, (_, place) =>
        named(`producer-${place + 1}`),
      );
      const [service, batch] = [named('service'), named('batch')];
      const [first, replay] = [named('first'), named('replay')];
      world.addServer(registry, registryServer(compatibility, rules));
      world.addServer(topic, topicServer);
      for (const name of producers) world.addServer(name, producerServer(around, p.perSecond));
      world.addServer(service, consumerServer(around, 'live', pollMs));
      world.addServer(batch, consumerServer(around, 'live', p.batchSeconds * 1_000));
      world.addServer(first, consumerServer(around, 'first', pollMs));
      world.addServer(replay, consumerServer(around, 'replay', pollMs));
      const accepted: Proposal[] = [];
      const estate = { registry, topic, producers, consumers: [service, batch], first, replay };
      const schedule = { changeMs: changeMs(p), readyMs: readyMs(p) };
      world.addServer(
        named('team'),
        team(estate, compatibility, schedule, rules, (change) => accepted.push(change)),
      );
      study.at(endMs(p), () => {
        const isOf = `a ${compatibility} registry`;
        const taken = metrics[`${compatibility}.accepted`];
        study.observes(`changes that ${isOf} takes`, accepted.length, '', taken);
        const events = metrics[`${compatibility}.events`];
        study.observes(`events with ${isOf}`, judge.events, '', events);
        const replayed = metrics[`${compatibility}.replayed`];
        study.observes(`events in the replay, ${isOf}`, judge.seen.replay, '', replayed);
        metrics.upgrades.set((metrics.upgrades.value ?? 0) + accepted.length * clients);
        for (const role of roles) {
          const unread = judge.unreadable[role];
          const metric = metrics[`${compatibility}.${role}.unread`];
          study.observes(`events that ${isWho[role]} cannot read, ${isOf}`, unread, '', metric);
        }
      });
    }
    return study;
  },
  expect: (p) => [
    ...compatibilities.map((one) =>
      exactly(allowed[one].length, `${one}.accepted`, `${one}-takes`).says(
        `changes of ${proposalNames.length} that a ${one} registry takes, as published`,
      ),
    ),
    ...compatibilities.map((one) =>
      within(`${one}.events`, `${one}-events`, counts(p, writingMs(p, allowed[one].length))).says(
        `events with a ${one} registry: none while a producer is upgraded`,
      ),
    ),
    ...compatibilities.map((one) =>
      within(
        `${one}.replayed`,
        `${one}-replayed`,
        counts(p, writingMs(p, allowed[one].length)),
      ).says(`events that ${isWho.replay} comes to, with a ${one} registry: all of them`),
    ),
    ...compatibilities.flatMap((one) =>
      roles
        .filter((role) => promises(one, role))
        .map((role) =>
          exactly(0, `${one}.${role}.unread`, `${one}-${role}-reads-all`).says(
            `events that ${isWho[role]} cannot read, with a ${one} registry`,
          ),
        ),
    ),
    within('forward.replay.unread', 'forward-replay', counts(p, beforeRequiredMs(p))).says(
      'events that a new consumer cannot read, with a forward registry: all from before a required field was added',
    ),
    within('backward.first.unread', 'backward-first', counts(p, afterDeletedMs(p))).says(
      'events that a consumer of the first schema cannot read, with a backward registry: all since a field was deleted',
    ),
  ],
  tells({ metrics: m }) {
    const value = (of: keyof typeof m) => inDigits(m[of].value ?? 0);
    const rows = compatibilities.map((one) => [
      one,
      { backward: 'consumers', forward: 'producers', full: 'either' }[one],
      `${value(`${one}.accepted`)} of ${proposalNames.length}`,
      ...roles.map((role) => value(`${one}.${role}.unread`)),
    ]);
    return (
      'Backward compatible changes go to the consumers first, forward compatible ones to the producers first, and fully compatible ones in either order. ' +
      `In ${value('upgrades')} upgrades of a client no consumer meets an event that it cannot read. ` +
      `Backward keeps the log readable for new consumers, but the first schema fails on ${value('backward.first.unread')} of ${value('backward.events')} events; ` +
      `forward keeps old consumers alive, but a new one fails on ${value('forward.replay.unread')} of ${value('forward.events')} when it reads from the first event.\n\n` +
      plainTable([
        [
          'registry',
          'first',
          'changes taken',
          'unread live',
          'unread in replay',
          'unread by the first schema',
        ],
        ...rows,
      ])
    );
  },
});

/** For how long the producers write, added up, while so many changes are deployed. */
const writingMs = (p: Params, deployments: number): number =>
  p.producers * (endMs(p) - deployments * readyMs(p));

const startOf = (change: Proposal, p: Params): number =>
  (proposalNames.indexOf(change) + 1) * changeMs(p);

/** Producers go first: each writes the schema before until its turn comes. */
function beforeRequiredMs(p: Params): number {
  const before = allowed.forward.indexOf('add-required');
  const turns = (p.producers * (p.producers - 1)) / 2;
  return p.producers * (startOf('add-required', p) - before * readyMs(p)) + turns * readyMs(p);
}

/** Consumers go first: then each producer writes the new schema from the end of its turn on. */
function afterDeletedMs(p: Params): number {
  const later = allowed.backward.length - 1 - allowed.backward.indexOf('delete-it-then');
  const turns = (p.producers * (p.producers + 1)) / 2;
  const leftMs = endMs(p) - startOf('delete-it-then', p) - (liveConsumers + later) * readyMs(p);
  return p.producers * leftMs - turns * readyMs(p);
}

/** Events are Poisson; a consumer may not have seen those of its last interval. */
function counts(p: Params, spanMs: number): Bound {
  const perMs = p.perSecond / 1_000;
  const slackMs = p.producers * messagesMs;
  return {
    atLeast: poissonBounds((spanMs - slackMs - p.producers * pollMs) * perMs).atLeast,
    atMost: poissonBounds((spanMs + slackMs) * perMs).atMost,
  };
}

// Left out: several topics, events that are deleted, and clients that crash in an upgrade.
