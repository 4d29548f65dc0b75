import * as z from 'zod';
import type { LimitLaw, LimitSubject } from '../../sims/traffic/limits/laws.ts';
import { partitionOfWrite, table } from '../../sims/traffic/limits/table.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutLimits } from './limiters.ts';

const params = z.object({
  hotPerMs: whole(1, 2, 2, 'writes of the hot item per millisecond: 2 are 2,000 a second'),
});

const partitions = 4;
/** DynamoDB: at most 1,000 write units a second on one partition. */
const partitionMax = 1000;
const provisioned = 3200;
const othersPerMs = 0.1;
const lastsMs = 200;

const designs = ['fixed', 'adaptive', 'sharded'] as const;

/** A hundredth of a second’s worth at once, and the rate from then on. */
const partitionAdmits = (sent: number, perSecond: number): number =>
  Math.min(sent, Math.ceil(perSecond / 100) + Math.floor((perSecond * (lastsMs - 1)) / 1000));

interface Subject extends LimitSubject {
  readonly ended: { count: number };
}

export default scenario({
  ...aboutLimits,
  id: 'traffic/hot-partition',
  asks: 'One item of a table gets most of the writes, and the table has spare capacity. How many writes are throttled with fixed shares, with adaptive capacity, and with a suffix that spreads the item?',
  claims: ['db-hot-partition-throttles', 'aws-dynamo-3000-1000'],
  code: ['sims/traffic/limits/table.ts#partitionOfWrite', 'sims/traffic/limits/table.ts#table'],
  params,
  durationMs: () => lastsMs + 50,
  metrics: {
    sent: counter('writes', 'of the hot item, to each table'),
    fixed: counter('writes', 'throttled with a fixed share per partition'),
    adaptive: counter('writes', 'throttled with adaptive capacity'),
    sharded: counter('writes', 'throttled with adaptive capacity and a suffix'),
    others: counter('writes', 'of other items, throttled by any table'),
  },
  build({ world, rules, metrics, params: { hotPerMs } }): Subject {
    const breaches = new Breaches<LimitLaw>();
    const ended = { count: 0 };
    for (const name of designs) {
      const server = table({
        rules,
        partitions,
        provisioned,
        partitionMax,
        isAdaptive: name !== 'fixed',
        sees({ item }, isAdmitted, tableHasRoom) {
          if (isAdmitted) return;
          metrics[item === 'hot' ? name : 'others'].add();
          if (name === 'sharded' && tableHasRoom)
            breaches.report(
              'spread-load-is-not-throttled',
              `a write of ${item} is throttled although the table has capacity left`,
            );
        },
      });
      world.addServer(name, server);
    }
    const writer = client('writer', (node) => {
      for (const name of designs) node.spawn(writes(node, name));
    });
    world.addServer('writer', writer);
    return { breaches, ended, rows: () => world.nodes.map(stateRow) };

    function* writes(node: ServerContext, to: (typeof designs)[number]): Process<void> {
      for (let ms = 1; ms <= lastsMs; ms++) {
        yield* node.sleep(1);
        for (let nth = 0; nth < hotPerMs; nth++) {
          if (to === 'fixed') metrics.sent.add();
          const turn = ms * hotPerMs + nth;
          const suffixes = to === 'sharded' ? partitions : 1;
          const partition = partitionOfWrite(rules, { home: 0, turn, suffixes, partitions });
          node.spawn(node.call(to, { item: 'hot', partition }));
        }
        if (ms % (1 / othersPerMs) === 0)
          for (let partition = 1; partition < partitions; partition++)
            node.spawn(node.call(to, { item: `item ${partition}`, partition }));
      }
      ended.count += 1;
    }
  },
  goals: () => [
    sometimes<Subject>(
      'all-written',
      'every write is sent',
      ({ ended }) => ended.count === designs.length,
    ),
  ],
  expect: ({ hotPerMs }) => {
    const sent = hotPerMs * lastsMs;
    return [
      exactly(sent - partitionAdmits(sent, provisioned / partitions), 'fixed', 'fixed').says(
        'writes throttled with fixed shares: those beyond a fourth of the table’s capacity',
        'db-hot-partition-throttles',
      ),
      exactly(sent - partitionAdmits(sent, partitionMax), 'adaptive', 'adaptive').says(
        'writes throttled with adaptive capacity: those beyond 1,000 a second',
        'aws-dynamo-3000-1000',
      ),
      none('sharded', 'sharded').says(
        'writes throttled with adaptive capacity and a suffix that spreads the item',
      ),
      none('others', 'others').says('writes of other items that are throttled'),
    ];
  },
  tells: ({ metrics: { sent, fixed, adaptive, sharded }, params: { hotPerMs } }) =>
    `${inDigits(fixed.value)} of ${inDigits(sent.value)} with fixed shares, ${inDigits(adaptive.value)} with adaptive capacity, and ${inDigits(sharded.value)} with a suffix, which spreads the item over ${partitions} partitions; a reader then has to ask all of them. ` +
    `The table is provisioned for ${inDigits(provisioned)} writes a second and gets ${inDigits(1000 * (hotPerMs + (partitions - 1) * othersPerMs))}, but a fixed share is only 1 in ${partitions} of that. ` +
    `With adaptive capacity a partition may use what the others leave, but at most ${inDigits(partitionMax)} a second.`,
});

// Left out: five minutes of unused capacity, which DynamoDB lets a partition burst through.
