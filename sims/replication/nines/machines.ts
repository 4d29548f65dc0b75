/**
 * Machines that fail now and then, alone or with their zone: how often does a group lose its
 * quorum?
 */
import type { Process } from '../../../src/kernel/process.ts';
import { chance } from '../../../src/kernel/random.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';

/** How many of its machines are in each zone, and how many of them it needs. */
export interface Group {
  readonly name: string;
  readonly zones: readonly number[];
  readonly needs: number;
}

export interface NinesOptions {
  readonly groups: readonly Group[];
  /** The probability that a machine is down by itself, and that a zone is down. */
  readonly machineDown: number;
  readonly zoneDown: number;
  /** Sampled moments, far enough apart to be independent. */
  readonly moments: number;
}

const momentsAtATime = 50;

export interface NinesSubject extends ReplicationSubject {
  readonly observer: Node;
  looked: number;
}

/** Calls `onLost` for each moment at which a group has too few machines. */
export function ninesSubject(
  world: World,
  options: NinesOptions,
  onLost: (group: string) => void,
): NinesSubject {
  const observer = world.addServer(
    'observer',
    client('observer', (node) => {
      node.spawn(looking(node));
    }),
  );
  const subject: NinesSubject = {
    breaches: { of: () => undefined },
    observer,
    looked: 0,
    rows: () => [stateRow(observer)],
  };

  function* looking(node: ServerContext): Process<void> {
    while (subject.looked < options.moments) {
      yield* node.sleep(1);
      const until = Math.min(options.moments, subject.looked + momentsAtATime);
      for (; subject.looked < until; subject.looked++) look(node);
    }
  }

  function look(node: ServerContext): void {
    for (const { name, zones, needs } of options.groups) {
      const up = zones.reduce((sum, machines) => sum + machinesUp(machines, name, node), 0);
      if (up >= needs) continue;
      onLost(name);
      note(node, { kind: 'quorum-lost', group: name, up, needs });
    }
  }

  function machinesUp(machines: number, group: string, node: ServerContext): number {
    const stream = node.stream(group);
    const isZoneUp = !chance(stream, options.zoneDown);
    let up = 0;
    for (let machine = 0; machine < machines; machine++) {
      if (!chance(stream, options.machineDown) && isZoneUp) up += 1;
    }
    return up;
  }

  return subject;
}
