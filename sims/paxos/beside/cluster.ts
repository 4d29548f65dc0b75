/**
 * Raft, Multi-Paxos and Zab side by side in one world, with the same number of servers, the same
 * network and disks, and a client each.
 */
import type { ViewRow } from '../../../src/check/sim.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { World } from '../../../src/world/world.ts';
import { raftCluster } from '../../raft/cluster.ts';
import { raftNotes } from '../../raft/notes.ts';
import { raftRules } from '../../raft/rules.ts';
import { viewOf as raftRows } from '../../raft/view.ts';
import { multiCluster } from '../multi/cluster.ts';
import type { Costs } from '../multi/formulas.ts';
import { paxosNotes } from '../notes.ts';
import type { PaxosRules } from '../rules.ts';
import type { ClientOptions } from '../store/client.ts';
import { zabCluster } from '../zab/cluster.ts';
import { Tally } from './tally.ts';

export const protocols = ['raft', 'paxos', 'zab'] as const;
export type Protocol = (typeof protocols)[number];

export interface BesideOptions extends Costs {
  /** How long a Zab server waits for a better vote. */
  readonly settleMs: number;
  /** When clients begin, by which time each protocol has a leader, and when they end. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly client: Omit<ClientOptions, 'servers'>;
}

export interface Beside {
  readonly tallies: Readonly<Record<Protocol, Tally>>;
  /** Followers that have heard of fewer commits than their leader. */
  untold(): Readonly<Record<Protocol, number>>;
  rows(): readonly ViewRow[];
}

/** Longer than any run: no leader is lost here, and heartbeats would only blur the counts. */
const neverMs = 1e9;

export function besideEachOther(world: World, rules: PaxosRules, options: BesideOptions): Beside {
  const raft = addRaft(world, options);
  const { fromMs, untilMs, servers, settleMs } = options;
  const diskMs = constant(options.diskMs);
  const client = { ...options.client, fromMs, untilMs };
  const multi = multiCluster(world, rules, [
    {
      ...{ name: 'paxos', servers, diskMs, election: null, firstLeads: true, keepsBallot: true },
      heartbeatMs: neverMs,
      clients: [{ ...client, first: 1 }],
    },
  ]);
  const zab = zabCluster(world, rules, {
    ...{ name: 'zab', servers, diskMs, settleMs, pingMs: neverMs, silenceMs: neverMs },
    // Of servers without any history the one with the highest name leads.
    clients: [{ ...client, first: servers }],
  });
  const paxosServers = multi.logs.flatMap((log) => log.servers);
  const tallyOf = (nodes: readonly { self: string }[]) =>
    new Tally(
      world.trace,
      nodes.map(({ self }) => self),
    );
  const tallies = {
    raft: tallyOf(raft.servers),
    paxos: tallyOf(paxosServers),
    zab: tallyOf(zab.servers),
  };
  listen(world, tallies);
  const behind = (commits: readonly number[]) =>
    commits.filter((commit) => commit < Math.max(...commits)).length;
  return {
    tallies,
    untold: () => ({
      raft: behind(raft.servers.map(({ state }) => state?.commitIndex ?? 0)),
      paxos: behind(paxosServers.map(({ state }) => state?.applied ?? 0)),
      zab: behind(zab.servers.map(({ state }) => state?.committed ?? 0)),
    }),
    rows: () => [...raftRows(raft), ...multi.rows(), ...zab.rows()],
  };
}

/** With all its rules; n1 stands for election at once. */
function addRaft(world: World, { servers, diskMs, fromMs, untilMs }: BesideOptions) {
  const raft = raftCluster(world, raftRules.without(), {
    group: 'raft/',
    nodes: servers,
    electionTimeoutMs: { min: neverMs, max: neverMs },
    heartbeatMs: neverMs,
    nodeOptions: () => ({ diskMs: constant(diskMs) }),
    clients: 1,
    clientOptions: {
      retryMs: neverMs,
      workload: {
        thinkMs: { min: 0, max: 0 },
        ...{ keys: 8, reads: 0, appends: 0, swaps: 0, fromMs, untilMs },
      },
    },
  });
  world.at(0, () => world.node('raft/n1').receive({ type: 'StandForElection' }, 'raft/n1'));
  return raft;
}

function listen({ trace }: World, tallies: Readonly<Record<Protocol, Tally>>): void {
  raftNotes.listen(trace, 'leads', (_note, _by, atMs) => tallies.raft.leads(atMs));
  raftNotes.listen(trace, 'invokes', (_note, _by, atMs) => tallies.raft.asks(atMs));
  raftNotes.listen(trace, 'is-answered', (_note, _by, atMs) => tallies.raft.isAnswered(atMs));
  paxosNotes.listen(trace, 'leads-log', (_note, _by, atMs) => tallies.paxos.leads(atMs));
  paxosNotes.listen(trace, 'leads-epoch', (_note, _by, atMs) => tallies.zab.leads(atMs));
  const ofClient = (by: string) => (by.startsWith('zab/') ? tallies.zab : tallies.paxos);
  paxosNotes.listen(trace, 'invoke', (_note, by, atMs) => ofClient(by).asks(atMs));
  paxosNotes.listen(trace, 'ok', (_note, by, atMs) => ofClient(by).isAnswered(atMs));
}
