/**
 * Servers and clients on three continents: the round trips between them, and which of these a
 * request takes.
 */
import * as z from 'zod';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import type { World } from '../../src/world/world.ts';

export const distances = z.object({
  localMs: whole(1, 20, 2, 'a round trip within a region'),
  europeMs: whole(20, 400, 80, 'a round trip between America and Europe'),
  asiaMs: whole(20, 400, 150, 'a round trip between America and Asia'),
  farMs: whole(20, 400, 220, 'a round trip between Europe and Asia'),
});
export type Distances = z.output<typeof distances>;

export const regions = ['america', 'europe', 'asia'] as const;
export type Region = (typeof regions)[number];

export const placementParam = z
  .enum(['spread', 'home'])
  .default('spread')
  .describe('one server in each region, or three of five in America');
type Placement = z.output<typeof placementParam>;

/** The regions of n1, n2 and so on. */
export const placements: Readonly<Record<Placement, readonly Region[]>> = {
  spread: regions,
  home: ['america', 'america', 'america', 'europe', 'asia'],
};

export function roundTripMs(distances: Distances, one: Region, other: Region): number {
  if (one === other) return distances.localMs;
  if (one !== 'america' && other !== 'america') return distances.farMs;
  return one === 'europe' || other === 'europe' ? distances.europeMs : distances.asiaMs;
}

/**
 * The leader is the server at that index: the round trip from it to the last of the nearest
 * followers that form a majority with it.
 */
export function commitMs(distances: Distances, servers: readonly Region[], leader = 0): number {
  const home = must(servers[leader], 'region of the leader');
  const nearest = servers
    .filter((_, place) => place !== leader)
    .map((follower) => roundTripMs(distances, home, follower))
    .sort((a, b) => a - b);
  return must(nearest[Math.floor(servers.length / 2) - 1], 'last follower of the majority');
}

/**
 * The regions of n1, n2 and so on, and of c1, c2 and so on: by default one client in each region.
 */
export function setLatencies(
  world: World,
  distances: Distances,
  servers: readonly Region[],
  clients: readonly Region[] = regions,
  group = '',
): void {
  const places = [
    ...servers.map((region, place) => ({ id: `${group}n${place + 1}`, region })),
    ...clients.map((region, place) => ({ id: `${group}c${place + 1}`, region })),
  ];
  for (const from of places) {
    for (const to of places) {
      if (from === to) continue;
      const latencyMs = constant(roundTripMs(distances, from.region, to.region) / 2);
      world.network.changeLink(from.id, to.id, { latencyMs });
    }
  }
}

export const regionOf = (client: string): Region =>
  must(regions[Number(client.slice(1)) - 1], 'region of the client');
