/**
 * Puts servers that choose one value into a world; several choices may run side by side, each with
 * its own servers.
 */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { eventually, type Goal } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { ViewRow } from '../../../src/check/sim.ts';
import type { Distribution } from '../../../src/kernel/distribution.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import { ballotInWords } from '../ballot.ts';
import { paxosNotes } from '../notes.ts';
import type { PaxosSubject } from '../subject.ts';
import { synodExploration } from './exploration.ts';
import { ChoiceJudge } from './judge.ts';
import { type SynodLaw, synodLaws } from './laws.ts';
import type { SynodMessage, SynodOptions } from './messages.ts';
import type { SynodNote } from './notes.ts';
import type { SynodState } from './part.ts';
import type { SynodRules } from './rules.ts';
import { synodServer } from './server.ts';

export interface ChoiceOptions extends Omit<SynodOptions, 'servers'> {
  /** Prefix of its servers’ names, if a world has several choices. */
  readonly name?: string;
  readonly servers: number;
  readonly diskMs?: Distribution;
}

/** One value to be chosen. */
export interface Choice {
  readonly servers: readonly Node<SynodState>[];
  readonly judge: ChoiceJudge;
}

export interface SynodCluster extends PaxosSubject {
  readonly breaches: Breaches<SynodLaw>;
  readonly choices: readonly Choice[];
}

export function synodCluster(
  world: World,
  rules: SynodRules,
  all: readonly ChoiceOptions[],
): SynodCluster {
  const breaches = new Breaches<SynodLaw>();
  const judgeOf = new Map<NodeId, ChoiceJudge>();
  const choices = all.map((options) => {
    const servers = addServers(world, rules, options);
    const judge = new ChoiceJudge(servers.length, breaches);
    for (const { self } of servers) judgeOf.set(self, judge);
    return { servers, judge };
  });
  world.trace.on('note', ({ node = '', detail, atMs }) => {
    if (paxosNotes.holds(detail)) judgeOf.get(node)?.hears(detail as SynodNote, atMs);
  });
  world.trace.on('send', ({ node = '', peer, detail }) =>
    judgeOf.get(node)?.sends(node, peer, detail as SynodMessage),
  );
  return {
    breaches,
    choices,
    exploration: synodExploration,
    rows: () => choices.flatMap(({ servers }) => servers.map(rowOf)),
  };
}

function addServers(
  world: World,
  rules: SynodRules,
  { name, servers: count, diskMs, ...own }: ChoiceOptions,
): Node<SynodState>[] {
  const prefix = name === undefined ? '' : `${name}/`;
  const servers = Array.from({ length: count }, (_, place) => `${prefix}n${place + 1}`);
  return servers.map((id) =>
    world.addNode(id, synodServer(rules, { ...own, servers }), diskMs && { diskMs }),
  );
}

export const synodInvariants: readonly Invariant<SynodCluster>[] = Object.values(
  watched(synodLaws, ({ breaches }: SynodCluster) => breaches),
);

/** Some live server must know the value; servers that were told nothing may not. */
export const valueIsChosen = (withinMs: number): Goal<SynodCluster> =>
  eventually('value-is-chosen', 'a server learns a value', withinMs, ({ choices }) =>
    choices.every(({ judge }) => judge.value !== undefined),
  );

function rowOf({ self, state }: Node<SynodState>): ViewRow {
  const cell = (value: string | null | undefined) => value ?? '—';
  const accepted = state?.accepted ?? null;
  return {
    name: self,
    cells: [
      ['state', state?.phase ?? 'down'],
      ['wants', cell(state?.wanted)],
      ['promised', state === undefined ? '—' : ballotInWords(state.promised)],
      [
        'accepted',
        accepted === null ? '—' : `${accepted.value} in ${ballotInWords(accepted.ballot)}`,
      ],
      ['learned', cell(state?.learned)],
    ],
  };
}
