/** A node that holds data: it is the primary, or a replica. */
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import {
  append,
  appliedPosition,
  type Memory,
  memoryOf,
  type NodeContext,
  type NodeRecord,
  promise,
} from './memory.ts';
import {
  isAtLeast,
  type LogMessage,
  type NodeRequest,
  nothing,
  type PrepareReply,
  type ReadReply,
  type WriteReply,
} from './messages.ts';
import type { PrimaryParts } from './parts.ts';
import { replica } from './replica.ts';
import { leads, shipping } from './shipping.ts';

export function dataNode(
  parts: PrimaryParts,
  isFirst: boolean,
): Server<Memory, NodeRequest, NodeRecord> {
  const { rules, options, judge } = parts;
  const { takes, applying } = replica(parts);
  const { lead, hears } = shipping(parts);

  return {
    kind: 'node',
    start(node, { journal }) {
      const memory = memoryOf(journal);
      node.spawn(applying(memory, node));
      if (isFirst && journal.length === 0) lead(memory, 1, node);
      return memory;
    },
    serve(memory, request, _from, node) {
      if ('write' in request) return write(memory, request.key, request.write, node);
      if ('read' in request) return read(memory, request, node);
      if ('prepare' in request) return prepare(memory, request.prepare, node);
      return beginReign(memory, request.promote, node);
    },
    receive(memory, message, from, node) {
      const heard = message as LogMessage;
      if ('append' in heard) takes(memory, heard, from, node);
      else hears(memory, heard, from, node);
    },
    shown: ({ role, epoch, log, applied }) => ({ role, epoch, lsn: log.length, applied }),
  };

  function* write(memory: Memory, key: string, id: number, node: NodeContext): Process<WriteReply> {
    if (memory.role !== 'primary') throw new Refusal('NOT-PRIMARY');
    checkLease(memory, id, node);
    const { epoch } = memory;
    append(memory, { epoch, key, write: id, atMs: node.now() }, node);
    const at = memory.log.end;
    note(node, { kind: 'takes', write: id, lsn: at.lsn, epoch });
    memory.changed.fire();
    yield* node.durable();
    if (rules['acks-wait-for-replicas']) yield* enoughReplicas(memory, at.lsn, epoch);
    checkLease(memory, id, node);
    judge.acknowledges(node.self, id, at);
    note(node, { kind: 'acknowledges', write: id, ...at });
    return { at };
  }

  function checkLease(memory: Memory, write: number, node: NodeContext): void {
    if (!rules['old-primary-is-fenced'] || node.now() < memory.leaseUntilMs) return;
    const why = 'its lease is over';
    note(node, { kind: 'refuses-write', write, why, rule: 'old-primary-is-fenced' });
    throw new Refusal('FENCED');
  }

  function* enoughReplicas(memory: Memory, lsn: number, epoch: number): Process<void> {
    const have = () => [...memory.followers.values()].filter(({ received }) => received >= lsn);
    while (have().length < options.acks) {
      yield* memory.changed.wait();
      if (!leads(memory, epoch)) throw new Refusal('NOT-PRIMARY');
    }
  }

  function* read(
    memory: Memory,
    { read: key, token }: Extract<NodeRequest, { readonly read: string }>,
    node: NodeContext,
  ): Process<ReadReply> {
    if (rules['read-waits-for-token'] && !isAtLeast(appliedPosition(memory), token)) {
      note(node, {
        kind: 'waits-for-token',
        ...{ lsn: token.lsn, has: memory.applied, rule: 'read-waits-for-token' },
      });
      while (!isAtLeast(appliedPosition(memory), token)) yield* memory.changed.wait();
    }
    const at = appliedPosition(memory);
    const value = memory.values.get(key);
    if (value === undefined) return { write: 0, place: nothing, at };
    const { entry, lsn } = value;
    return { write: entry.write, place: { epoch: entry.epoch, lsn }, at };
  }

  function* prepare(memory: Memory, epoch: number, node: NodeContext): Process<PrepareReply> {
    if (epoch < memory.epoch) throw new Refusal('OLD-EPOCH');
    promise(memory, epoch, node);
    const has = memory.log.end;
    note(node, { kind: 'promises', epoch, hasEpoch: has.epoch, hasLsn: has.lsn });
    yield* node.durable();
    return { has };
  }

  function* beginReign(memory: Memory, epoch: number, node: NodeContext): Process<true> {
    if (epoch < memory.epoch) throw new Refusal('OLD-EPOCH');
    if (!leads(memory, epoch)) lead(memory, epoch, node);
    yield* node.durable();
    return true;
  }
}
