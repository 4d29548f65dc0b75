/**
 * An orchestrator: it asks each participant to do its part, one after the other, and journals the
 * replies. If one refuses, it asks those before it to undo theirs, the last first. After a crash it
 * resumes where its journal ends.
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { SagaEnd } from './laws.ts';
import { type SagaParts, undoStep, untilAnswered } from './parts.ts';

interface SagaRecord {
  readonly saga: number;
  readonly is: 'begun' | 'done' | 'refused' | 'undone' | 'ended';
  /** The part in question, counted from 1. */
  readonly part?: number;
}

interface Progress {
  done: number;
  isRefused: boolean;
  readonly undone: Set<number>;
  hasEnded: boolean;
}

type Memory = Map<number, Progress>;
type Context = ServerContext<SagaRecord>;

export function orchestrator(
  parts: SagaParts,
): Server<Memory, { readonly do: 'begin'; readonly saga: number }, SagaRecord> {
  const { rules, options, plan, judge, points, idOf } = parts;

  return {
    kind: 'orchestrator',
    start(node, { journal }) {
      const memory: Memory = new Map();
      for (const record of journal) recover(memory, record);
      for (const [saga, progress] of memory)
        if (!progress.hasEnded) node.spawn(run(saga, progress, node));
      return memory;
    },
    *serve(memory, { saga }, _from, node) {
      if (memory.has(saga)) return 'begun';
      const progress = recover(memory, { saga, is: 'begun' });
      node.persist({ saga, is: 'begun' });
      yield* node.durable();
      judge.begins(saga);
      node.spawn(run(saga, progress, node));
      return 'begun';
    },
    shown: (memory) => ({
      sagas: memory.size,
      ended: [...memory.values()].filter(({ hasEnded }) => hasEnded).length,
    }),
  };

  function* run(saga: number, progress: Progress, node: Context): Process<void> {
    while (progress.done < plan.length && !progress.isRefused) {
      const part = progress.done + 1;
      const isDone = yield* ask(saga, part, 'do', node);
      yield* record(progress, { saga, part, is: isDone === true ? 'done' : 'refused' }, node);
      yield* points.passes(node.self, saga, part, 'recorded', 'before');
      points.reaches(node.self, saga, part, 'recorded', 'after');
    }
    const end = progress.isRefused ? yield* compensate(saga, progress, node) : 'done';
    if (end === undefined) return;
    yield* record(progress, { saga, is: 'ended' }, node);
    judge.ends(saga, end);
    note(node, { kind: 'ends', saga, end });
    if (end === 'done') yield* settle(saga, node);
  }

  function* compensate(
    saga: number,
    progress: Progress,
    node: Context,
  ): Process<SagaEnd | undefined> {
    const forward = Array.from({ length: progress.done }, (_, place) => place + 1);
    for (const part of rules['compensate-in-reverse'] ? forward.reverse() : forward) {
      if (progress.undone.has(part)) continue;
      const triesMax = rules['compensation-is-retried'] ? retriesMax() : 1;
      const answer = yield* ask(saga, part, 'undo', node, triesMax);
      // A program that does not expect a compensation to fail stops here.
      if (answer === undefined) return rules['compensation-is-retried'] ? 'parked' : undefined;
      yield* record(progress, { saga, part, is: 'undone' }, node);
      const step = undoStep(plan.length, part);
      yield* points.passes(node.self, saga, step, 'recorded', 'before');
      points.reaches(node.self, saga, step, 'recorded', 'after');
    }
    return 'undone';
  }

  function retriesMax(): number {
    return rules['park-after-retries'] ? options.undoTriesMax : Number.POSITIVE_INFINITY;
  }

  /** Undefined if no reply arrived within the allowed tries. */
  function* ask(
    saga: number,
    part: number,
    verb: 'do' | 'undo',
    node: Context,
    triesMax?: number,
  ): Process<boolean | undefined> {
    const step = verb === 'do' ? part : undoStep(plan.length, part);
    const { self } = node;
    const request = { do: verb, saga, step };
    const timeoutMs = options.timeoutMs + options.workMs;
    yield* points.passes(self, saga, step, 'not done', 'before');
    const answer = yield* untilAnswered(
      node,
      () => call(node, part, request, timeoutMs),
      options.retryMs,
      triesMax,
    );
    yield* points.passes(self, saga, step, 'done, not recorded', 'after');
    return answer;
  }

  function call(node: Context, part: number, request: unknown, timeoutMs: number) {
    judge.messages += 2;
    return node.call<boolean>(idOf(plan[part - 1]?.name ?? ''), request, { timeoutMs });
  }

  /**
   * The reserved seat is now sold. No client waits for this call; losing it only leaves a lock
   * behind.
   */
  function* settle(saga: number, node: Context): Process<void> {
    for (const { name, capacity } of plan) {
      if (capacity === Number.POSITIVE_INFINITY) continue;
      const request = { do: 'settle', saga, step: 0 };
      yield* untilAnswered(
        node,
        () => node.call(idOf(name), request, { timeoutMs: options.timeoutMs }),
        options.retryMs,
      );
    }
  }

  function* record(progress: Progress, entry: SagaRecord, node: Context): Process<void> {
    node.persist(entry);
    yield* node.durable();
    apply(progress, entry);
  }
}

function recover(memory: Memory, record: SagaRecord): Progress {
  const progress = memory.get(record.saga) ?? {
    done: 0,
    isRefused: false,
    undone: new Set<number>(),
    hasEnded: false,
  };
  memory.set(record.saga, progress);
  apply(progress, record);
  return progress;
}

function apply(progress: Progress, { is, part = 0 }: SagaRecord): void {
  if (is === 'done') progress.done = part;
  if (is === 'refused') progress.isRefused = true;
  if (is === 'undone') progress.undone.add(part);
  if (is === 'ended') progress.hasEnded = true;
}
