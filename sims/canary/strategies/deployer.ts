/**
 * The deployer: carries out a strategy by commands to the fleets and the router, and is told when
 * the alarm is raised. After a crash it does not know its progress, so it undoes the deployment.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import type { CanaryNote } from '../notes.ts';
import { command } from '../traffic/ask.ts';
import type { FleetRequest } from '../traffic/fleet.ts';
import type { RouterRequest, Target } from '../traffic/router.ts';
import { Alarm } from './alarm.ts';
import { type Deployment, type DeployOptions, type StrategyName, strategies } from './deploy.ts';

export interface DeployerOptions extends DeployOptions {
  readonly strategy: StrategyName;
  readonly router: NodeId;
  /** The same fleet runs both if a flag decides between them. */
  readonly fleets: Readonly<Record<'old' | 'new', NodeId>>;
}

interface DeployerMemory {
  readonly alarm: Alarm;
  stage: string;
}

type DeployerRecord = 'begun';

/** Timeout for an answer, in addition to the time of the work. */
const patienceMs = 1_000;

export function deployer(
  options: DeployerOptions,
): Server<DeployerMemory, { readonly kind: 'alarm' }, DeployerRecord> {
  return {
    kind: 'deployer',
    start(node, { journal }) {
      const memory: DeployerMemory = { alarm: new Alarm(), stage: 'begun' };
      const deployment = deploymentOf(memory, node, options);
      const isNew = journal.length === 0;
      if (isNew) node.persist('begun');
      node.spawn(isNew ? strategies[options.strategy](deployment) : undo(deployment, options));
      return memory;
    },
    serve({ alarm }, _request, _from, node) {
      if (!alarm.raised) {
        const note: CanaryNote = { kind: 'stage', stage: 'alarm' };
        node.note(note);
      }
      alarm.raise();
      return 'heard';
    },
    shown: ({ stage, alarm: { raised } }) => ({ stage, alarm: raised }),
  };
}

function deploymentOf(
  memory: DeployerMemory,
  node: ServerContext<DeployerRecord>,
  options: DeployerOptions,
): Deployment {
  const { router, fleets, startMs, drainMs, routeMs } = options;
  const tell = (to: NodeId, request: FleetRequest | RouterRequest, takesMs: number) =>
    command(node, to, request, takesMs + patienceMs);
  const routeTo = (newShare: number, takesMs: number, copiesTo?: NodeId) => {
    const targets: Target[] = [
      { to: fleets.old, share: 1 - newShare, isNew: false },
      { to: fleets.new, share: newShare, isNew: true },
    ];
    // The first target gets what the other leaves: at 100% that is the new version.
    if (newShare === 1) targets.reverse();
    return tell(router, { kind: 'route', route: { targets, copiesTo }, takesMs }, takesMs);
  };
  return {
    node,
    options,
    alarm: memory.alarm,
    note(stage) {
      memory.stage = stage;
      const note: CanaryNote = { kind: 'stage', stage };
      node.note(note);
    },
    scale: (version, to) =>
      tell(fleets[version], { kind: 'scale', to }, Math.max(startMs, drainMs)),
    route: (newShare, takesMs = routeMs) => routeTo(newShare, takesMs),
    mirror: () => routeTo(0, routeMs, fleets.new),
  };
}

function* undo(
  { note, scale, route }: Deployment,
  { instances, fleets }: DeployerOptions,
): Process<void> {
  yield* scale('old', instances);
  yield* route(0);
  if (fleets.new !== fleets.old) yield* scale('new', 0);
  note('rolledBack');
}
