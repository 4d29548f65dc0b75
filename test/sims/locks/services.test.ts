/**
 * Goal: every lock service keeps the laws under random faults, and the note of every grant agrees
 * with a model that knows nothing of the services: one interval after another, each ended by a
 * release, by time, or with a session.
 */
import { describe, expect, test } from 'vitest';
import randomFaults from '../../../scenarios/locks/random-faults.ts';
import { locksNotes } from '../../../sims/locks/notes.ts';
import { serviceKinds } from '../../../sims/locks/options.ts';
import { run } from '../../../src/lab/run.ts';

describe.each(serviceKinds)('%s', (service) => {
  test.each(['a', 'b'])('keeps every law under the faults of seed %s', (seed) => {
    const { verdict, invariants, goals } = run(randomFaults, { seed, params: { service } });
    expect({ verdict, invariants, goals }).toMatchObject({ verdict: 'pass' });
  });
});

test.each(['1', '2', '3'])('grants of one Redis do not overlap without an end, seed %s', (seed) => {
  const ttlMs = 400;
  let held: { owner: string; sinceMs: number } | undefined;
  const broken: string[] = [];
  let grants = 0;
  run(
    randomFaults,
    { seed, params: { service: 'redis', ttlMs, faults: 0 } },
    {
      listen(trace) {
        locksNotes.listen(trace, 'grants', ({ owner }, _by, atMs) => {
          if (held !== undefined) broken.push(`${owner} at ${atMs} while ${held.owner} holds`);
          held = { owner, sinceMs: atMs };
          grants += 1;
        });
        locksNotes.listen(trace, 'frees', ({ owner }) => {
          if (held?.owner !== owner) broken.push(`${owner} is freed and does not hold`);
          held = undefined;
        });
        locksNotes.listen(trace, 'expires', ({ owner }, _by, atMs) => {
          if (held === undefined || atMs - held.sinceMs < ttlMs - 30) broken.push(`${owner} early`);
          held = undefined;
        });
      },
    },
  );
  expect({ broken, isVacuous: grants < 10 }).toEqual({ broken: [], isVacuous: false });
});
