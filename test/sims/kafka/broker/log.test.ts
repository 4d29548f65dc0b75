/**
 * Goal: a log keeps what was appended under its offset until it is dropped, and a follower drops exactly
 * what its new leader does not have (KIP-101).
 * Method: a plain array as the model; histories of leaders that overwrite one another, where the longest
 * common prefix is the truth.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  agreementOf,
  append,
  batchesBetween,
  divergence,
  dropBefore,
  emptyLog,
  epochEnd,
  idAt,
  idsBetween,
  type Log,
  lastEpoch,
  logEnd,
  truncate,
} from '../../../../sims/kafka/broker/log.ts';
import type { RecordBatch } from '../../../../sims/kafka/broker/record-batch.ts';
import { must } from '../../../../src/kernel/must.ts';

const batchOf = (id: number): RecordBatch => ({
  ids: [id],
  producerId: 0,
  producerEpoch: 0,
  firstSequence: id,
  isTransactional: false,
});

const operations = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      kind: fc.constant('drop' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('truncate' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  ),
  { maxLength: 40 },
);

test.prop([operations])('agrees with a plain array', (steps) => {
  const log = emptyLog();
  let all: number[] = [];
  let start = 0;
  let next = 100;
  for (const step of steps) {
    if (step.kind === 'append') {
      const ids = Array.from({ length: step.count }, () => next++);
      for (const id of ids) append(log, batchOf(id), 0);
      all.push(...ids);
    } else if (step.kind === 'drop') {
      const offset = start + Math.floor(step.share * (all.length - start + 1));
      dropBefore(log, offset);
      start = Math.min(offset, all.length);
    } else {
      const offset = start + Math.floor(step.share * (all.length - start));
      expect(truncate(log, offset)).toEqual(all.slice(offset));
      all = all.slice(0, offset);
    }
    expect([log.startOffset, logEnd(log)]).toEqual([start, all.length]);
    expect(idsBetween(log, start, all.length)).toEqual(all.slice(start));
    if (all.length > start) expect(idAt(log, all.length - 1)).toBe(all.at(-1));
  }
});

describe('agreement of a follower and its leader', () => {
  /**
   * Leaders follow one another. Each epoch one of three replicas leads: it appends, and the others may
   * fetch some of it, after dropping what they have to.
   */
  const histories = fc.array(
    fc.record({
      leader: fc.integer({ min: 0, max: 2 }),
      appended: fc.integer({ min: 0, max: 4 }),
      fetched: fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6)),
      follows: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    }),
    { maxLength: 12 },
  );

  const commonPrefix = (a: Log, b: Log): number => {
    let length = 0;
    while (length < Math.min(logEnd(a), logEnd(b)) && idAt(a, length) === idAt(b, length))
      length += 1;
    return length;
  };

  /** As a follower does it: it drops what the leader's answers say, until they say nothing more. */
  const dropWhatDiverges = (log: Log, leading: Log): void => {
    for (;;) {
      const parts = divergence(leading, lastEpoch(log), logEnd(log));
      if (parts === undefined) return;
      truncate(log, Math.min(parts.endOffset, epochEnd(log, parts.epoch).endOffset));
    }
  };

  test.prop([histories])(
    'is their longest common prefix, and what fetches make of a log',
    (history) => {
      const logs = [emptyLog(), emptyLog(), emptyLog()] as const;
      let next = 0;
      for (const [epoch, { leader, appended, fetched, follows }] of history.entries()) {
        const leading = must(logs[leader], 'log of the leader');
        const ids = Array.from({ length: appended }, () => next++);
        for (const id of ids) append(leading, batchOf(id), epoch);
        for (const [place, log] of logs.entries()) {
          if (place === leader || follows[place] !== true) continue;
          const agreed = agreementOf(log, leading);
          expect(agreed).toBe(commonPrefix(log, leading));
          dropWhatDiverges(log, leading);
          expect(logEnd(log)).toBe(agreed);
          const until = Math.min(logEnd(leading), agreed + must(fetched[place], 'record fetched'));
          for (const { leaderEpoch, batch } of batchesBetween(leading, agreed, until)) {
            append(log, batch, leaderEpoch);
          }
          expect(logEnd(log)).toBe(until);
          expect(commonPrefix(log, leading)).toBe(logEnd(log));
        }
      }
    },
  );
});
