import * as z from 'zod';
import { limitersSideBySide } from '../../sims/traffic/limits/cluster.ts';
import type { Decided } from '../../sims/traffic/limits/gateway.ts';
import {
  githubExample,
  type ListQuery,
  nestedQuery,
  nodesOf,
} from '../../sims/traffic/limits/query.ts';
import type { LimitRequest } from '../../sims/traffic/limits/request.ts';
import type { LimitRules } from '../../sims/traffic/limits/rules.ts';
import { trafficRules } from '../../sims/traffic/rules.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutLimits, allDecided } from './limiters.ts';

const params = z.object({
  requests: whole(1, 100, 10, 'queries that each client sends, all within the request limit'),
  budget: whole(1, 10_000_000, 50_000, 'nodes that the cost limit allows'),
});

const clients = ['flat', 'nested', 'deep'] as const;
type Client = (typeof clients)[number];

const queries: Readonly<Record<Client, readonly ListQuery[]>> = {
  flat: [nestedQuery(10, 1)],
  nested: githubExample,
  deep: [nestedQuery(10, 5)],
};

/** By hand: 50 + 1,000 + 10,000 + 1,000 + 10,000 + 10; and 10 + 100 + … + 100,000. */
const nodes: Readonly<Record<Client, number>> = { flat: 10, nested: 22_060, deep: 111_110 };

const allNodes = (rules: LimitRules, { query = [] }: LimitRequest): number =>
  query.reduce((sum, list) => sum + nodesOf(list, rules), 0);

const limits = ['requests', 'cost'] as const;

export default scenario({
  ...aboutLimits,
  id: 'traffic/query-cost',
  asks: 'Clients of a GraphQL API send the same number of queries: flat ones, nested lists, and lists five deep. How much of the database does each get under a request limit, and under a query cost limit?',
  claims: ['gql-rate-limit-by-cost', 'q14-query-cost-cap'],
  code: ['sims/traffic/limits/query.ts#nodesOf'],
  params,
  durationMs: () => 1000,
  metrics: {
    'requests.flat': counter('nodes', 'request limit: for the flat queries'),
    'requests.nested': counter('nodes', 'request limit: for the nested queries'),
    'requests.deep': counter('nodes', 'request limit: for the queries five deep'),
    'cost.flat': counter('nodes', 'cost limit: for the flat queries'),
    'cost.nested': counter('nodes', 'cost limit: for the nested queries'),
    'cost.deep': counter('nodes', 'cost limit: for the queries five deep'),
  },
  build({ world, rules, metrics, params: { requests, budget } }) {
    const hour = { count: 1, periodMs: 3_600_000 };
    return limitersSideBySide({
      world,
      rules,
      limiters: limits.map((name) => ({
        name,
        kind: 'token-bucket',
        limit: { ...hour, burst: name === 'cost' ? budget : requests },
        ...(name === 'cost'
          ? {
              chargeOf: (request) => allNodes(rules, request),
              costOf: (request) => allNodes(trafficRules.without(), request),
            }
          : {}),
        sees({ request, decision }: Decided) {
          const client = clients.find((one) => one === request.key);
          if (client !== undefined && decision.isAdmitted)
            metrics[`${name}.${client}`].add(nodes[client]);
        },
      })),
      arrivals: clients.flatMap((key) =>
        Array.from({ length: requests }, () => ({ atMs: 0, key, cost: 1, query: queries[key] })),
      ),
    });
  },
  goals: () => [allDecided],
  expect: ({ requests, budget }) => [
    ...clients.flatMap((client) => [
      exactly(requests * nodes[client], `requests.${client}`, `requests-${client}`).says(
        `nodes read under a request limit by the client with ${client} queries: ${inDigits(nodes[client])} each`,
      ),
      exactly(
        Math.min(requests, Math.floor(budget / nodes[client])) * nodes[client],
        `cost.${client}`,
        `cost-${client}`,
      ).says(
        `nodes read under a cost limit by the client with ${client} queries: as far as the budget goes`,
        'q14-query-cost-cap',
      ),
    ]),
    within(quotient('requests.deep', 'requests.flat'), 'orders', {
      atLeast: nodes.deep / nodes.flat,
      atMost: nodes.deep / nodes.flat,
    }).says(
      'nodes read by the deep queries, as a multiple of those by flat ones, under the same request limit',
      'gql-rate-limit-by-cost',
    ),
  ],
  tells: ({ metrics, params: { requests, budget } }) =>
    `Under a limit of ${inDigits(requests)} requests the client with deep queries reads ` +
    `${inDigits(metrics['requests.deep'].value)} nodes, and the one with flat queries ` +
    `${inDigits(metrics['requests.flat'].value)}. Under a budget of ${inDigits(budget)} nodes no client reads more than ` +
    'that: a list inside a list costs its length times that of all lists around it.\n\n' +
    plainTable([
      ['queries', 'nodes each', 'under a request limit', 'under a cost limit'],
      ...clients.map((client) => [
        client,
        inDigits(nodes[client]),
        inDigits(metrics[`requests.${client}`].value),
        inDigits(metrics[`cost.${client}`].value),
      ]),
    ]),
});

// Left out: queries that return less than they may; GitHub counts what they may return.
