/** A service whose machines fail and are repaired after exponential times: when is it up? */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';

export interface SiteOptions {
  readonly hosts: number;
  /** Availabilities; no balancer if undefined. */
  readonly host: number;
  readonly balancer: number | undefined;
  readonly repairMs: number;
  readonly untilMs: number;
}

export interface Site {
  upMs: number;
  done: boolean;
}

export const emptySite = (): Site => ({ upMs: 0, done: false });

export const site = (options: SiteOptions, measured: Site) =>
  client(
    'site',
    (node) => {
      const machines = { hostsUp: options.hosts, balancerIsUp: true };
      node.spawn(watch(node, options, machines, measured));
      return machines;
    },
    ({ hostsUp, balancerIsUp }) => ({ hostsUp, balancerIsUp }),
  );

interface Machines {
  hostsUp: number;
  balancerIsUp: boolean;
}

function* watch(
  node: ServerContext,
  { hosts, host, balancer, repairMs, untilMs }: SiteOptions,
  machines: Machines,
  measured: Site,
): Process<void> {
  let sinceMs = node.now();
  for (let number = 1; number <= hosts; number++) {
    node.spawn(
      failAndBeRepaired(`host ${number}`, host, (isUp) => {
        machines.hostsUp += isUp ? 1 : -1;
      }),
    );
  }
  if (balancer !== undefined) {
    node.spawn(
      failAndBeRepaired('balancer', balancer, (isUp) => {
        machines.balancerIsUp = isUp;
      }),
    );
  }
  yield* node.sleep(untilMs);
  account();
  measured.done = true;

  /**
   * The mean time to failure is repair time x A / (1 - A); the machine starts in its long-run
   * distribution.
   */
  function* failAndBeRepaired(
    name: string,
    availability: number,
    becomes: (isUp: boolean) => void,
  ): Process<void> {
    const random = node.stream(`${name} at first`);
    const upMs = (repairMs * availability) / (1 - availability);
    const drawUpMs = sampler(exponential(upMs), node.stream(`${name} up`));
    const drawRepairMs = sampler(exponential(repairMs), node.stream(`${name} repair`));
    if (random() >= availability) {
      becomes(false);
      yield* node.sleep(drawRepairMs());
      change(name, true, becomes);
    }
    for (;;) {
      yield* node.sleep(drawUpMs());
      change(name, false, becomes);
      yield* node.sleep(drawRepairMs());
      change(name, true, becomes);
    }
  }

  function change(machine: string, isUp: boolean, becomes: (isUp: boolean) => void): void {
    account();
    becomes(isUp);
    note(node, { kind: 'changes', machine, isUp, serves: serves() });
  }

  function serves(): boolean {
    return machines.hostsUp > 0 && machines.balancerIsUp;
  }

  /** The time since the last change is credited to the service’s old state. */
  function account(): void {
    if (serves()) measured.upMs += node.now() - sinceMs;
    sinceMs = node.now();
  }
}
