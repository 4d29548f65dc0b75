import * as z from 'zod';
import type { LimitLaw, LimitSubject } from '../../sims/traffic/limits/laws.ts';
import { RateAndBurst } from '../../sims/traffic/limits/promises.ts';
import {
  limitStore,
  type Sharing,
  sharingGateway,
  sharings,
} from '../../sims/traffic/limits/shared.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutLimits } from './limiters.ts';

const params = z.object({
  gateways: whole(2, 8, 4, 'gateways behind a load balancer'),
  burst: whole(8, 40, 20, 'requests that the limit allows at once'),
});

/** The limit’s rate, and how often synchronised gateways tell the others what they admitted. */
const perSecond = 100;
const syncMs = 50;

/** Two floods; in the second one gateway gets all requests. */
const floodMs = 100;
const everyMs = 2;
const secondFloodMs = 10_000;
const titles: Readonly<Record<Sharing, string>> = {
  own: 'a limit each',
  split: 'a share each',
  synced: `told every ${syncMs} ms`,
  shared: 'one store, one step',
  racy: 'one store, read then write',
};

interface Subject extends LimitSubject {
  readonly floods: { ended: number };
}

/**
 * What the rate yields during a flood; the store’s times, one message later, may be a millisecond
 * off.
 */
const refilled = (perSecond * floodMs) / 1000;
const messageTokens = (2 * perSecond) / 1000;

export default scenario({
  ...aboutLimits,
  id: 'traffic/shared-limit',
  asks: 'Several gateways enforce one limit: each on its own, each with a share, by telling one another, or through a store. How many requests do they admit in a flood over all of them, and in one over a single gateway?',
  claims: [],
  code: [
    'sims/traffic/limits/shared.ts#decide',
    'sims/traffic/limits/shared.ts#readAndWrite',
    'sims/traffic/limits/shared.ts#limitStore',
  ],
  params,
  durationMs: () => secondFloodMs + floodMs + 1000,
  metrics: {
    ...gaugePer(
      sharings,
      'spread',
      'requests',
      (name) => `${titles[name]}: in the flood over all gateways`,
    ),
    ...gaugePer(
      sharings,
      'single',
      'requests',
      (name) => `${titles[name]}: in the flood over one gateway`,
    ),
  },
  build({ world, rules, metrics, params: { gateways, burst } }): Subject {
    const breaches = new Breaches<LimitLaw>();
    const floods = { ended: 0 };
    const limit = { count: perSecond, periodMs: 1000, burst };
    for (const sharing of sharings) {
      const names = Array.from({ length: gateways }, (_, place) => `${sharing}-${place + 1}`);
      const promise = new RateAndBurst({ ...limit, burst: burst + messageTokens });
      const sees = (isAdmitted: boolean) => {
        if (!isAdmitted) return;
        const flood =
          metrics[`${sharing}.${world.kernel.nowMs < secondFloodMs ? 'spread' : 'single'}`];
        flood.set((flood.value ?? 0) + 1);
        if (sharing !== 'shared') return;
        const atMs = Math.floor(world.kernel.nowMs);
        const broken = promise.brokenBy(atMs, 1);
        promise.admits(atMs, 1);
        if (broken !== undefined)
          breaches.report(
            'within-limit',
            `the shared counter admits a request at ${atMs} ms, ${broken}`,
          );
      };
      const own =
        sharing === 'split'
          ? { count: perSecond, periodMs: 1000 * gateways, burst: Math.floor(burst / gateways) }
          : limit;
      const store = `${sharing}-store`;
      if (sharing === 'shared' || sharing === 'racy')
        world.addServer(store, limitStore(rules, limit));
      for (const name of names)
        world.addServer(
          name,
          sharingGateway({ rules, sharing, limit: own, gateways: names, store, syncMs, sees }),
        );
      const flooding = client('clients', (node) => node.spawn(floodsTwo(node, names)));
      world.addServer(`${sharing}-clients`, flooding);
    }
    return { breaches, floods, rows: () => world.nodes.map(stateRow) };

    /** Each gateway gets a request every other millisecond; then one of them gets all. */
    function* floodsTwo(node: ServerContext, names: readonly string[]): Process<void> {
      for (const startMs of [0, secondFloodMs]) {
        yield* node.sleep(startMs - node.now());
        for (let ms = 0; ms <= floodMs; ms += everyMs) {
          if (ms > 0) yield* node.sleep(everyMs);
          for (const name of startMs === 0 ? names : names.slice(0, 1))
            node.spawn(node.call(name, { key: 'ann', cost: 1 }));
        }
        floods.ended += 1;
      }
    }
  },
  goals: () => [
    sometimes<Subject>(
      'floods-ended',
      'both floods are over',
      ({ floods }) => floods.ended === 2 * sharings.length,
    ),
  ],
  expect: ({ gateways, burst }) => {
    const alone = burst + refilled;
    const share = Math.floor(burst / gateways) + Math.floor(refilled / gateways);
    // As if alone until the news of the first 50 ms arrives: r x s tokens, the last of which comes
    // with the news. A large burst is not spent by then, if at most 26 requests have come.
    const untilNews = Math.min(burst + (perSecond * syncMs) / 1000, syncMs / everyMs + 1);
    return [
      exactly(gateways * alone, 'own.spread', 'own-spread').says(
        'requests admitted in a flood over all gateways, if each has the limit on its own: limit x gateways',
      ),
      exactly(alone, 'own.single', 'own-single').says(
        'requests admitted in a flood over one gateway, if each has the limit on its own: one limit',
      ),
      exactly(gateways * share, 'split.spread', 'split-spread').says(
        'requests admitted in a flood over all gateways, if each has a share of the limit: the limit, less what rounding loses',
      ),
      exactly(share, 'split.single', 'split-single').says(
        'requests admitted in a flood over one gateway, if each has a share of the limit: only its share',
      ),
      within('synced.spread', 'synced-spread', {
        atLeast: gateways * (untilNews - 1),
        atMost: Math.max(gateways * untilNews, alone),
      }).says(
        'requests admitted in a flood over all gateways that tell one another: up to burst + rate x interval each, until it hears of the others',
      ),
      within('shared.spread', 'shared-spread', { atLeast: alone - 1, atMost: alone }).says(
        'requests admitted in a flood over all gateways with one store: the limit',
      ),
      within('shared.single', 'shared-single', { atLeast: alone - 1, atMost: alone }).says(
        'requests admitted in a flood over one gateway with one store: the limit',
      ),
      within('racy.spread', 'racy-spread', {
        atLeast: alone + gateways,
        atMost: gateways * (floodMs / everyMs + 1),
      }).says(
        'requests admitted in a flood over all gateways, if the store is read and then written in two steps: more than the limit',
      ),
    ];
  },
  tells: ({ metrics, params: { gateways, burst } }) =>
    `A store that decides in one step admits ${inDigits(metrics['shared.spread'].value ?? 0)}, within the limit of ` +
    `${burst + refilled} per flood. Gateways that count on their own admit ${inDigits(metrics['own.spread'].value ?? 0)}, ` +
    `which is ${gateways} limits; with shares a client of a single gateway is refused after ` +
    `${inDigits(metrics['split.single'].value ?? 0)}. A store that is read and then written forgets what others took in ` +
    `between, and admits ${inDigits(metrics['racy.spread'].value ?? 0)}.\n\n` +
    plainTable([
      ['gateways have', 'flood over all', 'flood over one'],
      ...sharings.map((name) => [
        titles[name],
        inDigits(metrics[`${name}.spread`].value ?? 0),
        inDigits(metrics[`${name}.single`].value ?? 0),
      ]),
    ]),
});

// Left out: a store that fails, and what gateways do then.
