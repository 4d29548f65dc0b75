/** Draws of a node from a distribution. */
import { type Distribution, sampler } from '../../../src/kernel/distribution.ts';
import type { ServerContext } from '../../../src/world/server.ts';

export const drawsOf = (
  node: ServerContext,
  purpose: string,
  distribution: Distribution,
): (() => number) => sampler(distribution, node.stream(purpose));
