/** Calls between machines that continue if no answer comes. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { CanaryNote } from '../notes.ts';

type Caller = Pick<ServerContext, 'call' | 'note' | 'sleep'>;

/** Asks once. Undefined if there was no answer, or a refusal. */
export function* ask<Result>(
  node: Caller,
  to: NodeId,
  request: object,
  timeoutMs: number,
): Process<Result | undefined> {
  try {
    return yield* node.call<Result>(to, request, { timeoutMs });
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    const { requests } = request as { readonly requests?: number };
    const note: CanaryNote = {
      kind: 'unanswered',
      to,
      requests,
    };
    node.note(note);
    return undefined;
  }
}

/** How long to wait before a command is repeated. */
const repeatMs = 1_000;

/** Repeats a command until it is answered. Doing the command twice must do no harm. */
export function* command(
  node: Caller,
  to: NodeId,
  request: object,
  timeoutMs: number,
): Process<void> {
  while ((yield* ask(node, to, request, timeoutMs)) === undefined) yield* node.sleep(repeatMs);
}
