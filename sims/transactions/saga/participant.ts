/**
 * A participant: a service with its own database, which does its part of a saga, and undoes it. Its
 * records by saga serve as the step’s key: it recognises a repeated step, and a step that arrives
 * after its own compensation.
 */

import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { notNow, type Participant, type SagaParts } from './parts.ts';

export type StepState = 'done' | 'undone' | 'refused' | 'settled';

export interface StepRequest {
  readonly do: 'do' | 'undo' | 'settle' | 'ask';
  readonly saga: number;
  /** The crash points of this system. */
  readonly step: number;
}

interface StepRecord {
  readonly saga: number;
  readonly is: StepState;
}

export interface StepMemory {
  readonly states: Map<number, StepState>;
  readonly failures: Map<number, number>;
}

type Context = ServerContext<StepRecord>;

export class Part {
  readonly #parts: SagaParts;
  readonly #own: Participant;

  constructor(parts: SagaParts, own: Participant) {
    this.#parts = parts;
    this.#own = own;
  }

  start(journal: readonly StepRecord[]): StepMemory {
    return { states: new Map(journal.map(({ saga, is }) => [saga, is])), failures: new Map() };
  }

  /** True if it is done, false if it is refused for good. Throws `notNow`. */
  *do({ states }: StepMemory, saga: number, node: Context): Process<boolean> {
    const { rules, judge, options } = this.#parts;
    const before = states.get(saga);
    if (rules['undo-blocks-late-step'] && before === 'undone') {
      know(saga, 'undo-blocks-late-step', node);
      return false;
    }
    if (rules['step-key'] && (before === 'done' || before === 'settled')) {
      know(saga, 'step-key', node);
      return true;
    }
    yield* node.sleep(options.workMs);
    // Another copy of the request may have done it in the meantime.
    if (rules['step-key'] && states.get(saga) === 'done') return true;
    if (options.refusedBy(saga) === this.#own.name || !this.#hasRoom(states, saga, node)) {
      yield* this.#write(states, saga, 'refused', node);
      note(node, { kind: 'refuses', saga });
      return false;
    }
    yield* this.#write(states, saga, 'done', node);
    judge.does(saga, this.#own.name);
    note(node, { kind: 'does', saga });
    return true;
  }

  /**
   * A reservation that another saga may still release is not gone for good: with a semantic lock a
   * saga waits until it is settled.
   */
  #hasRoom(states: StepMemory['states'], saga: number, node: Context): boolean {
    const { rules, judge, options } = this.#parts;
    const taken = [...states].filter(([, is]) => is === 'done' || is === 'settled');
    if (taken.length < this.#own.capacity) return true;
    const pending = taken.flatMap(([holder, is]) => (is === 'done' ? [holder] : []));
    if (pending.length === 0) return false;
    if (rules['semantic-lock'] && options.hasSemanticLock) {
      note(node, { kind: 'pending', saga, rule: 'semantic-lock' });
      throw notNow;
    }
    judge.refuses(saga, pending);
    return false;
  }

  *undo({ states, failures }: StepMemory, saga: number, node: Context): Process<void> {
    const { rules, judge, options } = this.#parts;
    const before = states.get(saga);
    if (rules['compensation-is-idempotent'] && before === 'undone') {
      know(saga, 'compensation-is-idempotent', node);
      return;
    }
    const failed = failures.get(saga) ?? 0;
    if (failed < options.undoFailures(saga, this.#own.name)) {
      failures.set(saga, failed + 1);
      note(node, { kind: 'undo-fails', saga });
      throw new Refusal('cannot undo');
    }
    const hasEffect = before !== undefined && before !== 'refused';
    yield* this.#write(states, saga, 'undone', node);
    if (!hasEffect) return;
    judge.undoes(saga, this.#own.name, this.#own.canBeUndone);
    note(node, { kind: 'undoes', saga });
  }

  /** The saga is done: what it holds is no longer released. */
  *settle({ states }: StepMemory, saga: number, node: Context): Process<void> {
    if (states.get(saga) === 'done') yield* this.#write(states, saga, 'settled', node);
  }

  *#write(states: StepMemory['states'], saga: number, is: StepState, node: Context): Process<void> {
    states.set(saga, is);
    node.persist({ saga, is });
    yield* node.durable();
  }
}

function know(
  saga: number,
  rule: 'step-key' | 'compensation-is-idempotent' | 'undo-blocks-late-step',
  node: Context,
): void {
  note(node, { kind: 'knows-step', saga, rule });
}

/** A participant that takes commands from an orchestrator, or questions from a sweeper. */
export function participantServer(
  parts: SagaParts,
  own: Participant,
): Server<StepMemory, StepRequest, StepRecord> {
  const part = new Part(parts, own);
  const { points } = parts;
  return {
    kind: 'participant',
    start: (_node, { journal }) => part.start(journal),
    *serve(memory, { do: verb, saga, step }, _from, node) {
      if (verb === 'ask') return memory.states.get(saga) ?? 'unknown';
      yield* points.passes(node.self, saga, step, 'not done', 'after');
      let answer = true;
      if (verb === 'do') answer = yield* part.do(memory, saga, node);
      else if (verb === 'undo') yield* part.undo(memory, saga, node);
      else yield* part.settle(memory, saga, node);
      yield* points.passes(node.self, saga, step, 'done, not recorded', 'before');
      return answer;
    },
    shown: ({ states }) => ({ sagas: states.size }),
  };
}
