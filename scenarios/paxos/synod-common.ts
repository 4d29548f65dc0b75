/** What the scenarios of single-decree Paxos share. */
import * as z from 'zod';
import { paxos } from '../../sims/paxos/paxos.ts';
import { type SynodCluster, synodInvariants } from '../../sims/paxos/synod/cluster.ts';
import type { Operations } from '../../src/lab/scenario.ts';
import type { Plan } from '../../src/world/plan.ts';
import type { World } from '../../src/world/world.ts';

const proposeSchema = z.strictObject({
  kind: z.literal('propose'),
  server: z.string().min(1),
  value: z.string().min(1),
});

type Propose = z.infer<typeof proposeSchema>;

const serversOf = ({ choices }: SynodCluster) => choices.flatMap(({ servers }) => servers);

const proposeOperations: Operations<SynodCluster> = {
  schema: proposeSchema,
  perform(_cluster, { server, value }: Propose, world: World) {
    const node = world.node(server);
    if (node.life === 'up') node.receive({ type: 'Propose', value }, server);
  },
  refusal: (cluster, { server }: Propose) =>
    serversOf(cluster).some(({ self }) => self === server)
      ? undefined
      : `There is no server ${server}.`,
  inWords: ({ server, value }: Propose) => `${server} is asked to propose ${value}`,
};

/** Spread into a scenario. */
export const aboutSynod = {
  sim: paxos,
  invariants: synodInvariants,
  operations: proposeOperations,
};

export const propose = (atMs: number, server: string, value: string): Plan[number] => ({
  atMs,
  operation: { kind: 'propose', server, value } satisfies Propose,
});
