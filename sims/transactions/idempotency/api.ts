/**
 * An API that books a ride and charges for it: the ride is a row of its own database, the charge an
 * effect at another company. It keeps no data itself; the table of keys records how far a request
 * has come.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { Reserved } from './database.ts';
import type { Answer, Intent } from './laws.ts';
import { type IdempotencyParts, steps } from './parts.ts';

/** Stripe allows up to 255 characters. */
const longestKey = 255;

export function api(parts: IdempotencyParts): Server<Record<string, never>, Intent> {
  const { rules, keeps, judge, points, timeoutMs, chargeMs, idOf } = parts;

  return {
    kind: 'api',
    start: () => ({}),
    *serve(_memory, intent, _from, node) {
      try {
        return yield* answerTo(intent, node);
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        throw new Refusal('unavailable');
      }
    },
    shown: () => ({}),
  };

  function* answerTo(intent: Intent, node: ServerContext): Process<Answer> {
    const { id, key: given, account, endpoint, amount } = intent;
    const refuses = (status: number): Answer => ({ status, intent: id });
    if (keeps !== 'nothing' && (given === undefined || given.length > longestKey))
      return refuses(400);
    const scope = rules['key-scoped-to-account'] ? `${account} ${endpoint} ` : '';
    const key = `${scope}${given}`;
    if (!(amount > 0)) {
      if (!rules['refusals-are-not-stored'])
        yield* toDatabase(node, { do: 'refuse', key, intent }, id, steps.finish);
      return refuses(400);
    }
    if (keeps === 'nothing') return yield* run(intent, key, false, node);
    const request = { do: 'reserve', key, intent };
    const reserved = yield* toDatabase<Reserved>(node, request, id, steps.reserve);
    if (reserved.is === 'another request') return refuses(422);
    if (reserved.is === 'in flight') return refuses(409);
    if (reserved.answer !== null) return reserved.answer;
    return yield* run(intent, key, reserved.hasRide, node);
  }

  function* run(intent: Intent, key: string, hasRide: boolean, node: ServerContext) {
    judge.runs(intent);
    if (!hasRide) yield* bookRide(intent, key, node);
    const status = yield* charge(intent, key, node);
    const answer: Answer = { status, intent: intent.id };
    const isKept = status === 201 || rules['failures-are-stored'];
    if (keeps !== 'nothing') {
      const request = { do: 'finish', key, intent: intent.id, answer: isKept ? answer : null };
      yield* toDatabase(node, request, intent.id, steps.finish);
    }
    return answer;
  }

  /** One transaction with the recovery point, or two. */
  function* bookRide({ id }: Intent, key: string, node: ServerContext): Process<void> {
    const isKept = keeps === 'recovery points';
    const isAtomic = isKept && rules['recovery-point-with-effect'];
    const request = { do: 'ride', intent: id, key: isAtomic ? key : null };
    yield* toDatabase(node, request, id, steps.ride);
    if (isKept && !isAtomic)
      yield* toDatabase(node, { do: 'point', intent: id, key }, id, steps.ride);
  }

  function* charge({ id }: Intent, key: string, node: ServerContext): Process<number> {
    const givesKey = keeps === 'recovery points' && rules['provider-gets-key'];
    const request = { do: 'charge', intent: id, key: givesKey ? key : null };
    const withinMs = chargeMs + timeoutMs;
    try {
      const outcome = yield* call<string>(node, 'card', request, id, steps.charge, withinMs);
      return outcome === 'charged' ? 201 : 402;
    } catch (failure) {
      if (failure instanceof Refusal) return 500;
      throw failure;
    }
  }

  function toDatabase<Result>(node: ServerContext, request: unknown, job: number, step: number) {
    return call<Result>(node, 'database', request, job, step, timeoutMs);
  }

  function* call<Result>(
    node: ServerContext,
    machine: string,
    request: unknown,
    job: number,
    step: number,
    withinMs: number,
  ): Process<Result> {
    yield* points.passes(node.self, job, step, 'not done', 'before');
    const result = yield* node.call<Result>(idOf(machine), request, { timeoutMs: withinMs });
    yield* points.passes(node.self, job, step, 'done, not recorded', 'after');
    yield* points.passes(node.self, job, step, 'recorded', 'before');
    points.reaches(node.self, job, step, 'recorded', 'after');
    return result;
  }
}
