import * as z from 'zod';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { pause } from '../../src/world/fault.ts';
import { aboutLocks, sideBySide, systemsSideBySide } from './common.ts';

const params = z.object({
  pauseMs: whole(0, 60_000, 20_000, 'how long the holder’s machine stops'),
  sessionMs: whole(3_000, 30_000, 9_000, 'silence after which the database ends a session'),
});

const [startMs, workMs, prepareMs] = [1_000, 2_000, 1_000];
const pauseAtMs = startMs + workMs + prepareMs / 2;
const systems = ['external', 'tokens', 'same-transaction'] as const;

export default scenario({
  ...aboutLocks,
  id: 'locks/advisory-charge',
  asks: 'A service charges a card under an advisory lock of its database. Is the customer charged exactly once?',
  claims: ['q15-advisory-absolute'],
  code: ['sims/locks/database/server.ts#commit', 'sims/locks/database/server.ts#expiring'],
  params,
  durationMs: ({ pauseMs, sessionMs }) => startMs + 2 * sessionMs + pauseMs + 10_000,
  plan: ({ pauseMs }) => [{ atMs: pauseAtMs, fault: pause('first-client', pauseMs) }],
  metrics: sideBySide(systems, ['overwrites', 'refused', 'writes', 'letThrough']),
  build(parts) {
    const all = {
      service: 'database' as const,
      ttlMs: parts.params.sessionMs,
      startsMs: (client: number) => startMs + 500 * client,
      workMs: constant(workMs),
      prepareMs,
    };
    return systemsSideBySide(parts, {
      external: { ...all, stores: ['plain'] },
      tokens: all,
      'same-transaction': { ...all, commitsWithLock: true },
    });
  },
  goals: () => [holdsAtLeast(2)],
  expect({ pauseMs, sessionMs }) {
    // The next client gets the lock when the session has ended, and is done this much later.
    const successorMs = startMs + sessionMs + sessionMs / 30 + workMs + prepareMs + 100;
    const isLate = pauseAtMs + pauseMs > successorMs;
    const isInTime = pauseMs < sessionMs / 2;
    const late = Number(isLate);
    if (!isLate && !isInTime) return [];
    return [
      {
        id: 'external',
        text: 'charges that an outside service accepted after the next holder’s charge',
        claim: 'q15-advisory-absolute',
        measured: (metrics) => metrics['external.overwrites'].value,
        bound: exactBound(late),
      },
      {
        id: 'tokens',
        text: 'late charges that an outside service refused by their fencing token',
        measured: (metrics) => metrics['tokens.refused'].value,
        bound: exactBound(late),
      },
      {
        id: 'same-transaction',
        text: 'late charges rolled back with the session, when the charge is a row of the transaction that holds the lock',
        claim: 'q15-advisory-absolute',
        measured: (metrics) => metrics['same-transaction.refused'].value,
        bound: exactBound(late),
      },
    ];
  },
  tells: ({ params: p, metrics }) =>
    metrics['external.overwrites'].value === 0
      ? `In this run no charge came after the next holder’s: the machine stopped for ${inSeconds(p.pauseMs)}, and the database ends a session after ${inSeconds(p.sessionMs)} of silence. A longer stop would charge the customer twice.`
      : `No, a lock in the database does not make an outside charge happen once: the machine stopped for ${inSeconds(p.pauseMs)}, the database ended its session after ` +
        `${inSeconds(p.sessionMs)}, the next holder charged the card, and then the first one did too. ` +
        `A payment service that compares fencing tokens refused ${counted(metrics['tokens.refused'].value, 'late charge')}; most offer an idempotency key for it, which both holders must derive from the order. ` +
        `Where the charge is only a row of the transaction that holds the lock, the database rolled ${counted(metrics['same-transaction.refused'].value, 'late charge')} back.`,
});

// Left out: a pooler in transaction mode, under which the lock belongs to a connection that several
// clients share.
