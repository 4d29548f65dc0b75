/**
 * Goal: no command line and no file gets more out of the lab than a result or a sentence: status 0,
 * 1, 2 or 3, no stack trace, no raw control character, and neither 10 s of CPU nor 512 MiB.
 * Method: 10,000 valid command lines and files, each changed in a few places, in worker processes;
 * one that hangs or dies costs its worker. Another seed every time, in the name of the test:
 * FUZZ_SEED=<seed> tries the same cases again, FUZZ_CASES=<from..to> some of them.
 */
import { expect, test } from 'vitest';
import { createPool } from '../../src/host/pool.ts';
import type { Fault } from '../support/fuzz-worker.ts';

const { FUZZ_SEED: seed = crypto.randomUUID(), FUZZ_CASES: cases = '0..9999' } = process.env;
const [from = 0, to = from] = cases.split('..').map(Number);

test(`command lines and files, seed ${seed}`, async () => {
  const pool = createPool({
    workers: 2,
    program: new URL('../support/fuzz-worker.ts', import.meta.url),
    data: { seed, from },
    placeMsMax: 120_000,
    silentMsMax: 120_000,
    heapMiBMax: 512,
  });
  const faults: Fault[] = [];
  let tried = 0;
  try {
    await pool.perform<readonly Fault[]>({
      length: to - from + 1,
      job: undefined,
      onResult: (found, range) => {
        faults.push(...found);
        tried += range.to - range.from;
      },
      onLost: (place, _how, what) => {
        faults.push({ place: from + place, words: [], what });
        tried += 1;
      },
    });
  } finally {
    await pool.close();
  }
  expect(tried).toBe(to - from + 1);
  expect(faults).toEqual([]);
});
