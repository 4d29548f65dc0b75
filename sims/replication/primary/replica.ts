/**
 * A node as a replica: it receives the primary’s log, acknowledges its entries, and applies them.
 */
import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import { append, applyNext, cutAfter, type Memory, type NodeContext, promise } from './memory.ts';
import type { LogMessage } from './messages.ts';
import type { PrimaryParts } from './parts.ts';

type Append = Extract<LogMessage, { readonly append: unknown }>;

export function replica({ rules, options, judge }: PrimaryParts) {
  return { takes, applying };

  function takes(memory: Memory, message: Append, from: NodeId, node: NodeContext): void {
    const { epoch, after, append: entries } = message;
    const isRefused = rules['older-epoch-is-refused'] || memory.role === 'primary';
    if (epoch < memory.epoch && isRefused) {
      note(node, {
        kind: 'refuses-epoch',
        ...{ epoch, promised: memory.epoch, rule: 'older-epoch-is-refused' },
      });
      node.send(from, { fencedBy: memory.epoch } satisfies LogMessage);
      return;
    }
    if (epoch > memory.epoch) promise(memory, epoch, node);
    if (rules['log-has-no-gaps'] && !memory.log.has(after)) {
      const shared = memory.log.sharedAtMost(after);
      note(node, {
        kind: 'has-gap',
        ...{ at: after.lsn, has: shared.lsn, rule: 'log-has-no-gaps' },
      });
      node.send(from, { rejects: shared, epoch } satisfies LogMessage);
      return;
    }
    const before = memory.log.length;
    for (const [place, entry] of entries.entries()) {
      const lsn = after.lsn + place + 1;
      const own = memory.log.entryAt(lsn);
      if (own?.epoch === entry.epoch) continue;
      if (own !== undefined && !cuts(memory, lsn, node)) continue;
      append(memory, entry, node);
    }
    const upTo = after.lsn + entries.length;
    judge.follows(node.self, epoch, memory.log, after.lsn, upTo);
    if (memory.log.length > before) note(node, { kind: 'receives', lsn: upTo, epoch });
    memory.changed.fire();
    node.spawn(acknowledging(memory, upTo, epoch, from, node));
  }

  /** Whether the log may continue from there: entries that its primary lacks have been cut. */
  function cuts(memory: Memory, lsn: number, node: NodeContext): boolean {
    if (!rules['diverged-tail-is-cut']) return false;
    note(node, {
      kind: 'cuts',
      ...{ from: lsn, entries: memory.log.length - lsn + 1, rule: 'diverged-tail-is-cut' },
    });
    cutAfter(memory, lsn - 1, node);
    return true;
  }

  function* acknowledging(
    memory: Memory,
    lsn: number,
    epoch: number,
    primary: NodeId,
    node: NodeContext,
  ): Process<void> {
    if (rules['ack-after-durable']) yield* node.durable();
    while (options.ackMeans === 'applied' && memory.applied < lsn) yield* memory.changed.wait();
    // It has promised a later epoch in the meantime, so its entries may be cut.
    if (rules['older-epoch-is-refused'] && epoch < memory.epoch) return;
    node.send(primary, { received: lsn, epoch } satisfies LogMessage);
  }

  /** In the background, as long as the node lives: one entry after the other. */
  function* applying(memory: Memory, node: NodeContext): Process<void> {
    const drawMs = sampler(options.applyMs, node.stream('apply'));
    for (;;) {
      while (memory.applied >= memory.log.length) yield* memory.changed.wait();
      const workMs = drawMs();
      if (workMs > 0) yield* node.work(workMs);
      if (memory.applied >= memory.log.length) continue;
      const { atMs } = applyNext(memory);
      if (memory.role === 'replica') judge.metrics.lagMs.record(node.now() - atMs);
      note(node, { kind: 'applies', lsn: memory.applied });
      memory.changed.fire();
    }
  }
}
