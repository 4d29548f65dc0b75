/**
 * A command handler: it loads its account, decides, and appends the resulting event if no other
 * came first.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { pick, randomInteger } from '../../../src/kernel/random.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { type AccountEvent, apply, fold } from './account.ts';
import type { EventParts } from './parts.ts';
import type { Loaded } from './store.ts';

export const commandHandler = (parts: EventParts) =>
  client('command-handler', (node) => node.spawn(handleAll(parts, node)));

function* handleAll(parts: EventParts, node: ServerContext): Process<void> {
  const { options, progress } = parts;
  const random = node.stream('commands');
  for (let command = 0; command < options.commands; command++) {
    yield* node.sleep(randomInteger(random, 1, options.everyMs));
    const stream = pick(random, options.accounts);
    const type = pick(random, ['Deposited', 'Withdrawn', 'Withdrawn'] as const);
    const amount = type === 'Deposited' ? 100 : randomInteger(random, 1, 100);
    yield* handle(parts, node, stream, { type, amount });
    progress.commands += 1;
  }
}

function* handle(
  parts: EventParts,
  node: ServerContext,
  stream: string,
  event: AccountEvent,
): Process<void> {
  const { judge, metrics, rules, options } = parts;
  for (;;) {
    const { snapshot, events } = yield* node.call<Loaded>('store', { do: 'load', stream });
    const balance = fold(events, snapshot.balance);
    const version = snapshot.version + events.length;
    judge.loads(stream, version, balance);
    metrics.replayed.record(events.length);
    if (apply(balance, event) < 0) return;
    yield* node.sleep(options.thinkMs);
    try {
      const request = { do: 'append', stream, expected: version, event };
      const stored = yield* node.call<number>('store', request);
      const after = apply(balance, event);
      judge.recorded.push({ stream, version: stored, balance: after });
      if (stored % options.snapshotEvery === 0) {
        const held = rules['snapshot-holds-its-version'] ? after : balance;
        const taken = { version: stored, balance: held };
        yield* node.call('store', { do: 'snapshot', stream, snapshot: taken });
      }
      yield* readBack(parts, node, stream, stored);
      return;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      metrics.conflicts.add();
    }
  }
}

/** Its latest write may not be in the projection yet. */
function* readBack(
  { metrics, options }: EventParts,
  node: ServerContext,
  stream: string,
  version: number,
): Process<void> {
  yield* node.sleep(options.readAfterMs);
  try {
    const call = { do: 'read', stream };
    const seen = yield* node.call<number>('projection', call, { timeoutMs: 50 });
    metrics.reads.add();
    if (seen < version) metrics.staleReads.add();
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
  }
}
