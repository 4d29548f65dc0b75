/**
 * Goal: the verdicts that others give.
 * Method: histories with their verdicts: figure 2 of Bouajjani et al. 2017, as hengxin/tla-causal-consistency
 * writes it down too (CCTest.tla); the examples of nurturenature/jepsen-causal-consistency (README); the
 * causal histories of Ahamad et al. 1995 and of Tanenbaum and van Steen, "Distributed systems", 7.2. A line
 * is a session: `x=1` writes, `x?1` reads, `x?0` reads the initial value.
 */
import { expect, test } from 'vitest';
import { type GuaranteeId, guaranteeIds } from '../../../src/check/consistency/guarantee.ts';
import type { Steps } from '../../support/brute-force-consistency.ts';
import { check } from '../../support/small-sessions.ts';

function stepsOf(text: string): Steps {
  return text.split('; ').map((session) =>
    session.split(' ').map((step) => ({
      isRead: step.includes('?'),
      key: step.charCodeAt(0),
      value: Number(step.slice(2)),
    })),
  );
}

const causal = ['causal', 'causal-memory', 'causal-convergence'] as const;
const orders = [...causal, 'sequential'] as const;

test.each<[string, string, readonly GuaranteeId[]]>([
  ['figure 2 a: CM, not CCv', 'x=1 x?2; x=2 x?1', ['causal-convergence', 'sequential']],
  ['figure 2 b: CCv, not CM', 'z=1 x=1 y=1; x=2 z?0 y?1 x?2', ['causal-memory', 'sequential']],
  [
    'figure 2 c: CC, neither CM nor CCv',
    'x=1; x=2 x?1 x?2',
    ['causal-memory', 'causal-convergence', 'sequential'],
  ],
  ['figure 2 d: all of them, not sequential', 'x=1 y?0 y=1 x?1; x=2 y?0 y=2 x?2', ['sequential']],
  ['figure 2 e: not CC', 'x=1 y=1; y?1 x=2; x?2 x?1', [...orders, 'monotonic-reads']],
  [
    'concurrent writes seen in opposite orders',
    'x=1 x=3; x?1 x=2; x?1 x?3 x?2; x?1 x?2 x?3',
    ['causal-convergence', 'sequential'],
  ],
  [
    'causally related writes seen in opposite orders',
    'x=1; x?1 x=2; x?2 x?1; x?1 x?2',
    [...orders, 'monotonic-reads', 'writes-follow-reads'],
  ],
  ['the writes are concurrent', 'x=1; x=2; x?2 x?1; x?1 x?2', ['causal-convergence', 'sequential']],
  ['one order for all', 'x=1; x=2; x?2 x?1; x?2 x?1', []],
  ['read your writes', 'x=1 x?0', [...orders, 'read-your-writes']],
  ['monotonic writes', 'x=1 x=2; x?2 x?1', [...orders, 'monotonic-reads', 'monotonic-writes']],
  ['monotonic writes of two keys', 'x=1 y=1; y?1 x?0', [...orders, 'monotonic-writes']],
  ['monotonic reads', 'x=1; x?1 x?0', [...orders, 'monotonic-reads']],
  ['monotonic reads, there and back', 'x=1; x=2; x?1 x?2 x?1', [...orders, 'monotonic-reads']],
  ['writes follow reads', 'x=1; x?1 y=1; y?1 x?0', [...orders, 'writes-follow-reads']],
  ['causal only: writes of three sessions', 'x=1 y=1; y?1 z=1; z?1 x?0', orders],
  ['a write is read before it is made', 'x?1 x=1', guaranteeIds],
  ['a circle of two', 'x?1 y=1; y?1 x=1', guaranteeIds],
  ['a value from nowhere', 'x=1; x?2', guaranteeIds],
])('%s: %s', (_, text, broken) => {
  const steps = stepsOf(text);
  const found = guaranteeIds.filter((id) => check(steps, id).verdict === 'violated');
  expect(found.sort()).toEqual([...broken].sort());
});
