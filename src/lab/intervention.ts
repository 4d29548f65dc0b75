/**
 * Interventions: what a person who steps through a run does to it, as plain data.
 *
 * Each names the event of the trace that it becomes itself: it takes place as soon as the trace has
 * that many events, before anything else happens; or, where a time stands beside it, when the clock
 * has come to that time. So a list of interventions repeats exactly.
 */
import * as z from 'zod';
import { type Fault, faultInWords, faultSchema, isServiceFault } from '../world/fault.ts';
import type { Envelope } from '../world/link.ts';
import type { World } from '../world/world.ts';
import { InputError, unknownChoice } from './input-error.ts';
import type { AnyScenario } from './scenario.ts';

const event = z.int().min(0);
const name = z.string().min(1);

export const interventionSchema = z.discriminatedUnion('kind', [
  /** A message in flight, by the event in which it was sent or doubled, arrives now. */
  z.strictObject({ kind: z.literal('deliver'), message: event }),
  z.strictObject({ kind: z.literal('drop'), message: event }),
  /** It stays in flight until its link is released or healed, or it is delivered by hand. */
  z.strictObject({ kind: z.literal('hold'), message: event }),
  z.strictObject({ kind: z.literal('duplicate'), message: event }),
  /** A timer that runs fires now. */
  z.strictObject({ kind: z.literal('fire'), node: name, timer: name }),
  /** Until it is resumed: the fault `pause` ends by itself. */
  z.strictObject({ kind: z.literal('pause'), node: name }),
  z.strictObject({ kind: z.literal('resume'), node: name }),
  z.strictObject({ kind: z.literal('fault'), fault: faultSchema }),
  /** One of the scenario's own: what a client or a user does. */
  z.strictObject({ kind: z.literal('operation'), operation: z.record(z.string(), z.unknown()) }),
  /** From now on; what was done by the rule before is not undone. */
  z.strictObject({ kind: z.literal('switch'), rule: name, on: z.boolean() }),
]);

export type Intervention = z.infer<typeof interventionSchema>;

export const timedInterventionsSchema = z
  .array(
    z.strictObject({ event, atMs: z.number().min(0).optional(), intervention: interventionSchema }),
  )
  .readonly();

export type TimedIntervention = z.infer<typeof timedInterventionsSchema>[number];

/** What an intervention can reach. */
export interface RunState {
  readonly scenario: AnyScenario;
  readonly world: World;
  readonly subject: unknown;
  /** Read at each line at which a rule stands, so that a change counts from now on. */
  readonly rules: Record<string, boolean>;
}

/** Throws InputError, with nothing done, where the intervention makes no sense now. */
export function requirePossible(intervention: Intervention, state: RunState): void {
  const { scenario, world, subject, rules } = state;
  switch (intervention.kind) {
    case 'deliver':
    case 'drop':
    case 'hold':
    case 'duplicate':
      messageInFlight(world, intervention.message);
      return;
    case 'fire':
      requireTimer(world, intervention.node, intervention.timer);
      return;
    case 'pause':
    case 'resume':
      return requireSelectors(world, [intervention.node]);
    case 'fault':
      return requireStrikable(world, intervention.fault);
    case 'operation': {
      const { operations, id } = scenario;
      if (operations === undefined) throw new InputError(`${id} takes no operations.`);
      if (!operations.schema.safeParse(intervention.operation).success) {
        const given = JSON.stringify(intervention.operation);
        throw new InputError(`${id} knows no such operation as ${given}.`);
      }
      const refusal = operations.refusal?.(subject, intervention.operation, world);
      if (refusal !== undefined) throw new InputError(refusal);
      return;
    }
    case 'switch': {
      const { sim } = scenario;
      if (Object.hasOwn(rules, intervention.rule)) return;
      throw unknownChoice('rule', intervention.rule, sim.rules.ids, '');
    }
  }
}

/** Does what `requirePossible` has let pass. */
export function carryOut(intervention: Intervention, state: RunState): void {
  const { world, rules } = state;
  const { network } = world;
  switch (intervention.kind) {
    case 'deliver':
      return network.deliverNow(messageInFlight(world, intervention.message));
    case 'drop':
      return network.dropNow(messageInFlight(world, intervention.message));
    case 'hold':
      return network.holdNow(messageInFlight(world, intervention.message));
    case 'duplicate':
      return network.duplicateNow(messageInFlight(world, intervention.message));
    case 'fire':
      return world.node(intervention.node).fireTimer(intervention.timer);
    case 'pause':
      return forEachNode(world, intervention.node, (id) => world.node(id).pause());
    case 'resume':
      return forEachNode(world, intervention.node, (id) => world.node(id).resume());
    case 'fault':
      return world.strike(intervention.fault);
    case 'operation':
      return world.perform?.(intervention.operation);
    case 'switch':
      rules[intervention.rule] = intervention.on;
      return;
  }
}

export function interventionInWords(intervention: Intervention, scenario: AnyScenario): string {
  switch (intervention.kind) {
    case 'deliver':
      return `deliver message ${intervention.message}`;
    case 'drop':
      return `drop message ${intervention.message}`;
    case 'hold':
      return `hold back message ${intervention.message}`;
    case 'duplicate':
      return `double message ${intervention.message}`;
    case 'fire':
      return `let ${intervention.timer} of ${intervention.node} run out`;
    case 'pause':
      return `pause ${intervention.node}`;
    case 'resume':
      return `resume ${intervention.node}`;
    case 'fault':
      return faultInWords(intervention.fault);
    case 'operation':
      return (
        scenario.operations?.inWords(intervention.operation) ??
        JSON.stringify(intervention.operation)
      );
    case 'switch':
      return `switch the rule ${intervention.rule} ${intervention.on ? 'on' : 'off'}`;
  }
}

function messageInFlight({ network }: World, id: number): Envelope {
  const envelope = network.messageOf(id);
  if (envelope !== undefined) return envelope;
  const some = network.inFlight.map((other) => other.id).sort((a, b) => a - b);
  const there = some.length === 0 ? 'None is.' : `There are: ${some.slice(0, 12).join(', ')}.`;
  throw new InputError(`No message ${id} is in flight. ${there}`);
}

function requireTimer(world: World, id: string, timer: string): void {
  const ids = world.nodes.map(({ self }) => self);
  if (!ids.includes(id)) throw unknownChoice('node', id, ids, `There are: ${ids.join(', ')}.`);
  const timers = world.node(id).timers.map((running) => running.name);
  if (timers.includes(timer)) return;
  const running = timers.length === 0 ? 'No timer runs on it.' : `It has: ${timers.join(', ')}.`;
  throw new InputError(`${id} has no running timer "${timer}". ${running}`);
}

/** Throws InputError for a fault that cannot strike what it names. */
export function requireStrikable(world: World, fault: Fault): void {
  requireSelectors(world, selectorsIn(fault));
  if (!isServiceFault(fault) || !('node' in fault)) return;
  const selected = world.select(fault.node);
  if (selected.length === 0 || selected.some((id) => world.node(id).serves)) return;
  throw new InputError(
    `${fault.node} serves no requests, so a fault "${fault.kind}" has no effect.`,
  );
}

/** The words in a fault that name nodes. */
function selectorsIn(fault: Fault): string[] {
  if ('node' in fault) return [fault.node];
  if ('groups' in fault) return fault.groups.flat();
  return 'from' in fault ? [fault.from, fault.to] : [];
}

/** Throws InputError for a word that names no node. */
function requireSelectors(world: World, selectors: readonly string[]): void {
  for (const selector of selectors) {
    const [word = ''] = selector.split('#');
    if (world.selectors.includes(selector) || world.selectors.includes(word)) continue;
    const all = `There are: ${world.selectors.join(', ')}.`;
    throw unknownChoice('node', selector, world.selectors, all);
  }
}

function forEachNode(world: World, selector: string, action: (id: string) => void): void {
  const { cause } = world.kernel;
  for (const id of world.select(selector)) {
    world.kernel.cause = cause;
    action(id);
  }
}
