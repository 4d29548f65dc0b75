/** Random ways to step through a run and to intervene in it, each of them possible when it comes. */
import { fc } from '@fast-check/vitest';
import type { Intervention } from '../../src/lab/intervention.ts';
import type { Playback } from '../../src/lab/session.ts';
import { clockJump, crash, cut, heal, mend, partition, restart } from '../../src/world/fault.ts';

/** What somebody does at the debugger: moves, or intervenes. The numbers choose from what there is. */
export type Act =
  | { readonly kind: 'step' | 'back' | 'wait'; readonly count: number }
  | { readonly kind: 'intervene'; readonly what: number; readonly which: number };

export const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('step' as const), count: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('back' as const), count: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ kind: fc.constant('wait' as const), count: fc.integer({ min: 0, max: 60 }) }),
    fc.record({ kind: fc.constant('intervene' as const), what: fc.nat(), which: fc.nat() }),
  ),
  { maxLength: 25 },
);

export function enact(playback: Playback, act: Act): void {
  if (act.kind === 'intervene') {
    const intervention = chosen(playback, act.what, act.which);
    if (intervention !== undefined) playback.intervene(intervention);
  } else if (act.kind === 'back') playback.back(act.count);
  else if (act.kind === 'wait') playback.waitUntil(playback.run.world.kernel.nowMs + act.count);
  else for (let i = 0; i < act.count; i++) playback.step();
}

/** Undefined where there is nothing of the kind to do. */
function chosen(
  { run, scenario }: Playback,
  what: number,
  which: number,
): Intervention | undefined {
  const { world } = run;
  const pick = <Element>(list: readonly Element[]) => list[which % list.length];
  const messages = world.network.inFlight.map(({ id }) => id).sort((a, b) => a - b);
  const message = pick(messages);
  const node = pick(world.nodes);
  const other = world.nodes[(which >> 4) % world.nodes.length];
  if (node === undefined || other === undefined) return undefined;
  const timer = pick(node.timers);
  const rule = pick(scenario.sim.rules.ids);
  const fault = pick([
    crash(node.self),
    restart(node.self),
    partition([node.self]),
    cut(node.self, other.self),
    mend(node.self, other.self),
    heal(),
    clockJump(node.self, 10),
  ]);
  const all: readonly (Intervention | undefined)[] = [
    ...(['deliver', 'drop', 'hold', 'duplicate'] as const).map((kind) =>
      message === undefined ? undefined : { kind, message },
    ),
    timer && { kind: 'fire', node: node.self, timer: timer.name },
    { kind: 'pause', node: node.self },
    { kind: 'resume', node: other.self },
    fault && { kind: 'fault', fault },
    rule === undefined ? undefined : { kind: 'switch', rule, on: which % 3 === 0 },
  ];
  return all[what % all.length];
}
