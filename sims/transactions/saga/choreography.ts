/**
 * A saga without an orchestrator: each participant does its part when it hears that the one before
 * has, and undoes it when it hears that the one after has. Events are messages without a reply:
 * they get lost, delayed or duplicated.
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { Part, type StepMemory, type StepRequest } from './participant.ts';
import { type SagaParts, untilAnswered } from './parts.ts';

export interface SagaEvent {
  readonly event: 'go' | 'back' | 'complete' | 'undone';
  readonly saga: number;
}

/** What happens to the event after a part: the first is that of the first part. */
export type Mishap = 'lost' | 'late' | 'doubled';

export interface Mishaps {
  /** By saga and event; undefined if it arrives as it should. */
  readonly of: (saga: number, event: number) => Mishap | undefined;
  readonly lateMs: number;
}

export const initiator = 'orders';

type PartContext = Parameters<Part['do']>[2];
type PartRecord = Parameters<Part['start']>[0][number];

export function listener(
  parts: SagaParts,
  place: number,
  mishaps: Mishaps,
): Server<StepMemory, StepRequest, PartRecord> {
  const { plan, judge, idOf } = parts;
  const own = plan[place];
  if (own === undefined) throw new Error(`there is no participant ${place}`);
  const part = new Part(parts, own);
  const neighbour = (at: number): NodeId => idOf(plan[at]?.name ?? initiator);

  return {
    kind: 'participant',
    start: (_node, { journal }) => part.start(journal),
    receive(memory, message, _from, node) {
      node.spawn(hear(memory, message as SagaEvent, node));
    },
    *serve(memory, { do: verb, saga }, _from, node) {
      if (verb === 'undo') yield* part.undo(memory, saga, node);
      return memory.states.get(saga) ?? 'unknown';
    },
    shown: ({ states }) => ({ sagas: states.size }),
  };

  function* hear(memory: StepMemory, { event, saga }: SagaEvent, node: PartContext): Process<void> {
    if (event === 'back') {
      yield* part.undo(memory, saga, node);
      const back = { event: place === 0 ? 'undone' : 'back', saga };
      return node.send(neighbour(place - 1), back);
    }
    const isDone = yield* part.do(memory, saga, node);
    if (isDone) yield* tell(saga, node);
    else node.send(neighbour(place - 1), { event: place === 0 ? 'undone' : 'back', saga });
  }

  function* tell(saga: number, node: PartContext): Process<void> {
    const isLast = place === plan.length - 1;
    const event = { event: isLast ? 'complete' : 'go', saga };
    if (!isLast) judge.messages += 1;
    const mishap = mishaps.of(saga, place + 1);
    if (mishap === 'lost') return;
    if (mishap === 'late') yield* node.sleep(mishaps.lateMs);
    node.send(neighbour(place + 1), event);
    if (mishap === 'doubled') node.send(neighbour(place + 1), event);
  }
}

interface Memory {
  /** Sagas that have begun, and when. */
  readonly open: Map<number, number>;
}

/** The service that begins sagas, and checks those that take too long: the sweeper. */
export function initiatorServer(
  parts: SagaParts,
  { hasSweeper, afterMs }: { readonly hasSweeper: boolean; readonly afterMs: number },
): Server<Memory, never> {
  const { rules, options, plan, judge, idOf } = parts;

  return {
    kind: 'initiator',
    start(node) {
      const memory: Memory = { open: new Map() };
      node.spawn(beginning(memory, node));
      if (hasSweeper && rules['sweeper-watches']) node.spawn(sweeping(memory, node));
      return memory;
    },
    serve: () => {
      throw new Error('an initiator accepts no requests');
    },
    receive(memory, message, _from, node) {
      const { event, saga } = message as SagaEvent;
      if (memory.open.delete(saga)) end(saga, event === 'complete' ? 'done' : 'undone', node);
    },
    shown: ({ open }) => ({ open: [...open.keys()] }),
  };

  function* beginning({ open }: Memory, node: ServerContext): Process<void> {
    for (let saga = 1; saga <= options.sagas; saga++) {
      yield* node.sleep(options.beginsMs(saga) - node.now());
      judge.begins(saga);
      open.set(saga, node.now());
      node.send(idOf(plan[0]?.name ?? ''), { event: 'go', saga });
    }
  }

  function* sweeping({ open }: Memory, node: ServerContext): Process<void> {
    for (;;) {
      yield* node.sleep(afterMs / 10);
      for (const [saga, sinceMs] of open) {
        if (node.now() - sinceMs < afterMs) continue;
        open.delete(saga);
        node.spawn(sweep(saga, node));
      }
    }
  }

  function* sweep(saga: number, node: ServerContext): Process<void> {
    if (rules['sweeper-asks-before-acting']) {
      const states: (string | undefined)[] = [];
      for (const { name } of plan) states.push(yield* command(name, 'ask', saga, node));
      const done = states.filter((state) => state === 'done').length;
      note(node, { kind: 'sweeps', saga, done });
      if (done === plan.length) return end(saga, 'done', node);
    }
    for (const { name } of [...plan].reverse()) yield* command(name, 'undo', saga, node);
    end(saga, 'undone', node);
  }

  function command(name: string, verb: 'ask' | 'undo', saga: number, node: ServerContext) {
    const request: StepRequest = { do: verb, saga, step: 0 };
    const timeoutMs = options.timeoutMs + options.workMs;
    const call = () => node.call<string>(idOf(name), request, { timeoutMs });
    return untilAnswered(node, call, options.retryMs);
  }

  function end(saga: number, how: 'done' | 'undone', node: ServerContext): void {
    judge.ends(saga, how);
    note(node, { kind: 'ends', saga, end: how });
  }
}
