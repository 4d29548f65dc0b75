/**
 * A projection: one row per account, built from all events in order. Its position is written
 * together with the row. Mails are an outside effect with a position of their own, which a rebuild
 * does not reset.
 */

import type { Process } from '../../../src/kernel/process.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { apply } from './account.ts';
import type { Stored } from './judge.ts';
import type { EventParts } from './parts.ts';

interface Row {
  readonly balance: number;
  readonly version: number;
}

type ProjectionRecord =
  | { readonly row: Row & { readonly stream: string }; readonly position?: number }
  | { readonly position: number }
  | { readonly mailed: number }
  | { readonly rebuild: true };

interface Memory {
  position: number;
  mailed: number;
  readonly rows: Map<string, Row>;
}

type Request = { readonly do: 'read'; readonly stream: string } | { readonly do: 'rebuild' };
type Context = ServerContext<ProjectionRecord>;

export const projectionServer = (parts: EventParts): Server<Memory, Request, ProjectionRecord> => ({
  kind: 'projection',
  start(node, { journal }) {
    const memory: Memory = { position: 0, mailed: 0, rows: new Map() };
    for (const record of journal) recall(memory, record);
    node.spawn(follow(parts, memory, node));
    return memory;
  },
  serve(memory, request, _from, node) {
    if (request.do === 'read') return memory.rows.get(request.stream)?.version ?? 0;
    note(node, { kind: 'rebuilds', events: memory.position });
    node.persist({ rebuild: true });
    recall(memory, { rebuild: true });
    if (!parts.rules['replay-has-no-effects']) memory.mailed = 0;
    return 'begun';
  },
  shown: ({ position, mailed }) => ({ position, mailed }),
});

function recall(memory: Memory, record: ProjectionRecord): void {
  if ('rebuild' in record) {
    memory.position = 0;
    memory.rows.clear();
  }
  if ('row' in record) memory.rows.set(record.row.stream, record.row);
  if ('position' in record) memory.position = record.position ?? memory.position;
  if ('mailed' in record) memory.mailed = record.mailed;
}

function* follow(parts: EventParts, memory: Memory, node: Context): Process<void> {
  for (;;) {
    try {
      const call = { do: 'poll', after: memory.position };
      const from = memory.position;
      const events = yield* node.call<Stored[]>('store', call, { timeoutMs: 100 });
      for (const one of events) {
        // A rebuild has begun in the meantime.
        if (memory.position < from) break;
        yield* project(parts, memory, node, one);
      }
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
    yield* node.sleep(parts.options.pollMs);
  }
}

function* project(
  { judge, rules, progress }: EventParts,
  memory: Memory,
  node: Context,
  { stream, event }: Stored,
): Process<void> {
  const before = memory.rows.get(stream) ?? { balance: 0, version: 0 };
  const row = { stream, balance: apply(before.balance, event), version: before.version + 1 };
  const position = memory.position + 1;
  judge.projects(stream, position, row.balance);
  memory.rows.set(stream, row);
  memory.position = position;
  if (rules['position-with-projection']) node.persist({ row, position });
  else {
    node.persist({ row });
    yield* node.durable();
    node.persist({ position });
  }
  note(node, { kind: 'projects', position });
  yield* node.durable();
  progress.projected = memory.position;
  if (event.type === 'Withdrawn' && position > memory.mailed)
    yield* mail(judge, memory, node, position);
}

/**
 * It records the mail as sent before it sends it: a crash can lose a mail, but never sends one
 * twice.
 */
function* mail(
  judge: EventParts['judge'],
  memory: Memory,
  node: Context,
  position: number,
): Process<void> {
  memory.mailed = position;
  node.persist({ mailed: position });
  yield* node.durable();
  judge.mails(position);
  note(node, { kind: 'mails', position });
}
