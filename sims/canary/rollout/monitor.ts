/**
 * The monitor of canary rollouts: takes one release after another through its phases, by scraping
 * and by commands to the router. It persists each decision: after a crash it continues with the
 * release that was not decided.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import type { RolloutNote } from '../notes.ts';
import type { CanaryRules } from '../rules.ts';
import type { StudyOptions } from '../study.ts';
import { canaryRollout, type Progress } from './canary-rollout.ts';
import { alphaByLook } from './plan.ts';
import { type Machines, routedTraffic } from './routed-traffic.ts';

export interface RolloutMonitorOptions extends StudyOptions {
  readonly rules: CanaryRules;
  readonly machines: Machines;
}

interface Decided {
  readonly decision: string;
}

interface MonitorMemory {
  release: number;
  decision: string;
}

export function rolloutMonitor(
  options: RolloutMonitorOptions,
): Server<MonitorMemory, never, Decided> {
  return {
    kind: 'monitor',
    start(node, { journal }) {
      const memory = { release: journal.length, decision: '' };
      node.spawn(rollOutAll(memory, node, options));
      return memory;
    },
    serve() {
      throw new Error('a monitor serves no requests');
    },
    shown: ({ release, decision }) => ({ release, decision }),
  };
}

function* rollOutAll(
  memory: MonitorMemory,
  node: ServerContext<Decided>,
  options: RolloutMonitorOptions,
): Process<void> {
  const { rules, machines, service, plan, design, releases, pauseMs } = options;
  const now = () => node.now();
  const { timeoutMs } = service;
  const setting = {
    ...{ plan, design, rules, timeoutMs, now },
    alphaByLook: alphaByLook(plan, design, rules),
  };
  for (const kind of releases.slice(memory.release)) {
    memory.release += 1;
    const { release } = memory;
    const note = (said: RolloutNote) => {
      const ofRelease: RolloutNote = { ...said, release };
      node.note(ofRelease);
    };
    note({ kind: 'released', what: kind.what });
    const traffic = routedTraffic(kind.defect, machines, plan.intervalMs, node);
    yield* traffic.install();
    const onProgress = (progress: Progress) =>
      options.onProgress?.({ ...progress, release, what: kind.what });
    const rollout = yield* canaryRollout({ ...setting, traffic, note, onProgress });
    memory.decision = rollout.decision;
    yield* traffic.unroute();
    node.persist({ decision: rollout.decision });
    options.onTrial?.({ kind, rollout });
    yield* node.sleep(pauseMs);
  }
}
