import * as z from 'zod';
import { concurrencyFor } from '../../sims/serverless/account.ts';
import { Instances } from '../../sims/serverless/instances.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  requests: whole(1, 5_000, 500, 'requests at once'),
  connections: whole(1, 5_000, 100, 'connections that the database allows'),
  serviceMs: real(1, 10_000, 200, 'how long a request takes'),
});

export default scenario({
  ...aboutFunctions,
  id: 'serverless/database-connections',
  asks: 'Five hundred requests come at once, and the database allows a hundred connections. What happens?',
  claims: [],
  code: ['sims/serverless/account.ts#concurrencyFor'],
  params,
  invariants: heldTo('database-survives'),
  metrics: {
    opened: gauge('connections', 'that were opened at most'),
    throttled: gauge('requests', 'that were refused at once'),
    drainMs: gauge('ms', 'until all are served, if they are repeated'),
  },
  build({ world, params: { requests, connections, serviceMs }, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { observes } = keeping(study, metrics);
    const most = concurrencyFor(requests, connections, rules);
    const instances = new Instances(
      { keepAliveMs: 600_000, provisioned: 0, concurrencyMax: most },
      rules,
    );
    const stream = study.stream('requests');
    let [atMs, waiting, opened, rounds] = [0, requests, 0, 0];
    let throttled: number | undefined;
    study.next(() => study.observes('instances that the function may have', most));
    while (waiting > 0 && rounds < 200) {
      const served = Math.min(most, waiting);
      waiting -= served;
      rounds += 1;
    }
    const all = rounds;
    for (let round = 0; round < Math.min(all, 20); round++) {
      study.next(() => {
        const coming = Math.max(0, requests - round * most);
        // They come within a tenth of a request, in no order.
        const spread = stream() * serviceMs * 0.1;
        const refused = Array.from({ length: coming }, () =>
          instances.invoke(atMs + spread, serviceMs * 0.8),
        ).filter((each) => each === 'throttled').length;
        throttled ??= refused;
        opened = Math.max(opened, instances.busy);
        study.observes('connections that are open', instances.busy);
        study.observes('a moment later, ms', spread);
        atMs += serviceMs;
      });
    }
    for (let each = 0; each < 4; each++)
      study.next(() => study.observes('connections that are allowed', connections));
    return study
      .next(() => observes('throttled', 'requests that are refused at first', throttled ?? 0))
      .next(() => observes('drainMs', 'until all are served', all * serviceMs, 'ms'))
      .next(() => {
        observes('opened', 'connections that were opened at most', opened);
        study.holds(
          'database-survives',
          opened <= connections,
          `${opened} connections are opened, and the database allows ${connections}`,
        );
      });
  },
  expect: ({ requests, connections, serviceMs }) => [
    within('opened', 'opened', near(Math.min(requests, connections))).says(
      'connections that are opened',
    ),
    within('throttled', 'throttled', near(Math.max(0, requests - connections))).says(
      'requests that are refused at first',
    ),
    ...(requests / connections <= 200
      ? [
          within('drainMs', 'drain', near(Math.ceil(requests / connections) * serviceMs)).says(
            'ms until all are served: rounds x time',
          ),
        ]
      : []),
  ],
  tells: ({ params: { requests, connections }, metrics: m }) =>
    `Each instance of a function opens a connection of its own, so ${inDigits(requests)} would need ${inDigits(requests)} connections, and the database refuses all beyond ${inDigits(connections)}. With the function’s concurrency limited to ${inDigits(Math.min(requests, connections))}, ${counted(m.opened.value ?? 0, 'connection')} are opened and ${counted(m.throttled.value ?? 0, 'request')} throttled; retried, all are served after ${inTime(m.drainMs.value ?? 0)}. A proxy that shares connections (RDS Proxy, PgBouncer) is the other way.`,
});

// Left out: a proxy in between that shares connections, and instances that keep theirs while they are idle.
