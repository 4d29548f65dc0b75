/**
 * Editing traces drawn at random, in the shape of a recorded one (a paper of 260,000 keystrokes):
 * people type and delete in runs, and move the cursor seldom. 70% of the keystrokes insert, and
 * before 2.1% of them the cursor jumps.
 */
import { chance, type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import type { EditingTrace, Patch } from './editing-trace.ts';

const jumpProbability = 0.021;
/** Mean lengths of runs: of 28 + 12 keystrokes 70% insert. */
const insertRunMean = 28;
const deleteRunMean = 12;

/** Keystrokes that fit an empty text: one character inserted or deleted each. */
export function drawKeystrokes(stream: RandomStream, count: number): Patch[] {
  const patches: Patch[] = [];
  let length = 0;
  let cursor = 0;
  let isInserting = true;
  while (patches.length < count) {
    if (chance(stream, jumpProbability)) cursor = randomInteger(stream, 0, length);
    if (chance(stream, 1 / (isInserting ? insertRunMean : deleteRunMean))) {
      isInserting = !isInserting;
    }
    if (isInserting || cursor === 0) {
      patches.push([cursor, 0, String.fromCharCode(randomInteger(stream, 97, 122))]);
      cursor += 1;
      length += 1;
    } else {
      cursor -= 1;
      patches.push([cursor, 1, '']);
      length -= 1;
    }
  }
  return patches;
}

/** A whole trace, with its end content from a plain list: O(n^2), for tests. */
export function drawTrace(stream: RandomStream, count: number): EditingTrace {
  const patches = drawKeystrokes(stream, count);
  const text: string[] = [];
  for (const [position, deleted, inserted] of patches) {
    text.splice(position, deleted, ...inserted);
  }
  return {
    kind: 'sequential',
    agents: 1,
    startContent: '',
    endContent: text.join(''),
    transactions: patches.map((patch, index) => ({
      parents: index === 0 ? [] : [index - 1],
      agent: 0,
      patches: [patch],
    })),
  };
}
