/**
 * Goal: commits cost what the literature says, for all sizes; and no order of votes, messages,
 * crashes, disks and timeouts breaks atomicity unless a rule is off. The explorer's bounds: one
 * crash, each timer once.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import twoPhaseCommit from '../../../scenarios/transactions/two-phase-commit.ts';
import {
  commitCost,
  presumedAbortCost,
  presumedCommitCost,
} from '../../../sims/transactions/commit/formulas.ts';
import { presumptions, protocols } from '../../../sims/transactions/commit/options.ts';
import type { CommitRule } from '../../../sims/transactions/commit/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { run } from '../../../src/lab/run.ts';
import { crash, restart } from '../../../src/world/fault.ts';
import { committed, everyOrder } from './commit-kit.ts';

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => from + place);

describe('costs', () => {
  const sizes = [false, true].flatMap((coLocated) =>
    range(0, 2).flatMap((faults) =>
      range(coLocated ? Math.max(2, 2 * faults + 1) : 2, 6).map((participants) => ({
        coLocated,
        faults,
        participants,
      })),
    ),
  );

  test.each(protocols)(
    '%s: messages, delays and forced writes as Gray and Lamport count',
    (protocol) => {
      for (const size of sizes) {
        const begins = { presumes: 'remembers', beginsAt: 'participant' } as const;
        const { judge } = committed({ ...size, ...begins, protocol });
        const { messages, forcedWrites, endedAtMs: delays } = judge;
        expect([size, { messages, delays, forcedWrites }]).toEqual([
          size,
          commitCost[protocol](size),
        ]);
      }
    },
  );

  test('the example of the paper: five participants, one fault, co-located', () => {
    const size = { participants: 5, faults: 1, coLocated: true };
    expect(protocols.map((protocol) => commitCost[protocol](size).messages)).toEqual([12, 17, 20]);
  });

  test.each(presumptions)('presumed %s: messages and forced writes', (presumes) => {
    for (const participants of range(1, 6)) {
      for (const last of ['yes', 'no'] as const) {
        const voteOf = (id: string) => (id === `rm${participants}` ? last : 'yes');
        const { judge } = committed({ participants, presumes, voteOf }, ({ network }) =>
          // The last vote arrives after all others.
          network.changeLink(`rm${participants}`, 'tm', { latencyMs: constant(2) }),
        );
        const { messages, forcedWrites } = judge;
        const cost = last === 'yes' ? presumedCommitCost : presumedAbortCost;
        expect({ messages, forcedWrites }).toEqual(cost[presumes](participants));
      }
    }
  });
});

describe('every order of two participants', () => {
  const voteOf = () => 'either' as const;
  const twoPhase = { participants: 2, voteOf, presumes: 'abort' } as const;
  const paxos = { participants: 2, protocol: 'paxos' } as const;
  const calm = { crashes: 0, disks: 'at-once', timeouts: { inquire: 1 } } as const;

  test('two-phase commit is atomic', () => {
    expect(everyOrder([], twoPhase)).toEqual({
      counts: { distinct: 19_564, generated: 63_379, depth: 27 },
      ended: 'complete',
    });
  });

  const twoPhaseRules: readonly (readonly [CommitRule, number])[] = [
    ['vote-is-logged-before-sent', 10],
    ['decision-is-logged-before-sent', 13],
    ['commit-needs-every-vote', 7],
    ['prepared-waits', 10],
    ['coordinator-forgets-after-acks', 13],
  ];
  test.each(twoPhaseRules)('without %s it is not, after %d steps', (rule, steps) => {
    expect(everyOrder([rule], twoPhase)).toMatchObject({ broken: 'atomicity', steps });
  });

  test('Paxos Commit is atomic if another leader takes over at any time', () => {
    expect(everyOrder([], paxos, calm)).toEqual({
      counts: { distinct: 20_837, generated: 66_732, depth: 27 },
      ended: 'complete',
    });
  });

  const paxosRules: readonly (readonly [CommitRule, number])[] = [
    ['promise-refuses-older-ballot', 20],
    ['leader-adopts-accepted-vote', 20],
    ['decision-needs-quorum', 15],
  ];
  test.each(paxosRules)('without %s it is not, after %d steps', (rule, steps) => {
    expect(everyOrder([rule], paxos, calm)).toMatchObject({ broken: 'atomicity', steps });
  });
});

test('whatever crashes, and when: all end alike, and none is left in doubt', () => {
  const crashes = fc.array(
    fc.record({
      node: fc.constantFrom('rm1', 'rm2', 'rm3', 'coordinator'),
      atMs: fc.integer({ min: 100, max: 200 }),
      downMs: fc.integer({ min: 1, max: 400 }),
    }),
    { maxLength: 4 },
  );
  const votes = fc.constantFrom('all-yes', 'last-no', 'either');
  fc.assert(
    fc.property(
      fc.constantFrom(...protocols),
      fc.constantFrom(...presumptions),
      votes,
      crashes,
      fc.nat(99),
      (protocol, presumes, votes, all, seed) => {
        const plan = [
          { atMs: 100, operation: { kind: 'begin', transaction: 1 } },
          ...all.flatMap(({ node, atMs, downMs }) => [
            { atMs, fault: crash(node) },
            { atMs: atMs + downMs, fault: restart(node) },
          ]),
        ];
        const params = { protocol, presumes, votes, downMs: 2_000 };
        const { invariants, goals } = run(twoPhaseCommit, { seed: String(seed), params, plan });
        expect(invariants.flatMap(({ violations }) => violations)).toEqual([]);
        expect(goals.filter(({ violated }) => violated)).toEqual([]);
      },
    ),
    { numRuns: 60, seed: 21 },
  );
});
