/**
 * Editing traces drawn at random, in the shape of recorded ones: of a paper of 260,000 keystrokes, and of programs that
 * were edited with pastes and deleted blocks.
 */
import { pareto, sampler } from '../../../src/kernel/distribution.ts';
import { chance, type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import type { EditingTrace, Patch } from './editing-trace.ts';

/** Of a paper: people type and delete in runs, and move the cursor seldom. */
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

/**
 * Of programs (the mean of two recorded sessions of 19,749 and 40,173 patches): most patches insert one character, some
 * paste a block or delete one, some replace one by another, and the cursor jumps often. Blocks are heavy-tailed.
 */
const session = {
  jumps: 0.195,
  /** Of the jumps: to a place close by, within 1% of the text. */
  near: 0.7,
  deletes: 0.112,
  replaces: 0.06,
  typesOne: 0.887,
  deletesOne: 0.42,
  block: pareto(2, 0.8),
  blockMax: 20_000,
};

/** Patches that fit an empty text. */
export function drawSession(stream: RandomStream, count: number): Patch[] {
  const block = sampler(session.block, stream);
  const lengthOf = (one: number) =>
    chance(stream, one) ? 1 : Math.min(session.blockMax, Math.floor(block()));
  const patches: Patch[] = [];
  let length = 0;
  let cursor = 0;
  while (patches.length < count) {
    if (chance(stream, session.jumps)) {
      const near = Math.floor(length / 100);
      const isNear = chance(stream, session.near);
      const low = isNear ? Math.max(0, cursor - near) : 0;
      cursor = randomInteger(stream, low, isNear ? Math.min(length, cursor + near) : length);
    }
    const kind = stream();
    const isReplacing = kind < session.replaces;
    let deleted = 0;
    if (isReplacing || kind < session.replaces + session.deletes) {
      deleted = lengthOf(session.deletesOne);
      // Backwards, as with the backspace key, if there is enough.
      cursor = Math.max(0, cursor - deleted);
      deleted = Math.min(deleted, length - cursor);
    }
    const isInserting = deleted === 0 || isReplacing;
    const inserted = isInserting ? lengthOf(session.typesOne) : 0;
    const letter = String.fromCharCode(randomInteger(stream, 97, 122));
    patches.push([cursor, deleted, letter.repeat(inserted)]);
    cursor += inserted;
    length += inserted - deleted;
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
