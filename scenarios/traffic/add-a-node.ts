import * as z from 'zod';
import { movedRange } from '../../sims/traffic/hashing/formulas.ts';
import type { HashingLaw } from '../../sims/traffic/hashing/laws.ts';
import { router, stepMs } from '../../sims/traffic/hashing/router.ts';
import { pointsEach, type Scheme, schemeNames } from '../../sims/traffic/hashing/schemes.ts';
import { stateRow, type TrafficSubject } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutHashing, missed, namesOf } from './hashing-kit.ts';

const params = z.object({
  nodes: whole(2, 100, 10, 'nodes before one is added'),
  keys: whole(100, 100_000, 2_000, 'keys that are placed'),
});

/**
 * With up to 100 nodes Maglev moves at most this many times the necessary keys: 1.56 at 100, with
 * 65,537 entries.
 */
const maglevExcess = 1.6;

/** Keys that must stay when the first node is removed; jump can lose only its last node. */
const movesOnlyItsOwn: readonly Scheme[] = ['ring', 'rendezvous'];

function addedRange(scheme: Scheme, nodes: number, keys: number) {
  const options = { keys, pointsEach, missed };
  if (scheme === 'modulo' || scheme === 'ring') return movedRange(scheme, nodes + 1, options);
  const even = movedRange('even', nodes + 1, options);
  return scheme === 'Maglev'
    ? { ...even, atMost: movedRange('even', (nodes + 1) / maglevExcess, options).atMost }
    : even;
}

interface Subject extends TrafficSubject {
  changes: number;
}

export default scenario({
  ...aboutHashing,
  id: 'traffic/add-a-node',
  asks: 'A cluster gains one node, and later loses its first one. How many keys move with hash mod n, a ring, rendezvous, jump, and Maglev?',
  claims: ['pat-consistent-hash-minimal-remap'],
  code: [
    'sims/traffic/hashing/ring.ts#firstFrom',
    'sims/traffic/hashing/modulo.ts#byModulo',
    'sims/traffic/hashing/jump.ts#jump',
  ],
  params,
  durationMs: () => 3 * stepMs,
  metrics: {
    ...gaugePer(schemeNames, 'added', 'keys', (name) => `${name}: that move when a node is added`),
    ...gaugePer(
      schemeNames,
      'addedNeedless',
      'keys',
      (name) => `${name}: of those, between old nodes`,
    ),
    ...gaugePer(
      schemeNames,
      'removed',
      'keys',
      (name) => `${name}: that move when the first node is removed`,
    ),
    ...gaugePer(
      schemeNames,
      'removedNeedless',
      'keys',
      (name) => `${name}: of those, between remaining nodes`,
    ),
  },
  build({ world, params: { nodes, keys }, metrics }): Subject {
    const subject: Subject = {
      breaches: new Breaches<HashingLaw>(),
      changes: 0,
      rows: () => world.nodes.map(stateRow),
    };
    const all = namesOf('node', nodes + 1);
    const keyOffset = Math.floor(world.kernel.random.stream('keys')() * 2 ** 31);
    for (const scheme of schemeNames) {
      const options = {
        scheme,
        steps: [all.slice(0, -1), all, all.slice(1)],
        keys,
        keyOffset,
        moved: (step: number, { moved, needless }: { moved: number; needless: number }) => {
          metrics[`${scheme}.${step === 0 ? 'added' : 'removed'}`].set(moved);
          metrics[`${scheme}.${step === 0 ? 'addedNeedless' : 'removedNeedless'}`].set(needless);
          subject.changes += 1;
        },
      };
      world.addServer(scheme, router(options));
    }
    return subject;
  },
  goals: () => [
    sometimes<Subject>(
      'all-changed',
      'every router goes through both changes',
      ({ changes }) => changes === 2 * schemeNames.length,
    ),
  ],
  expect: ({ nodes, keys }) => [
    ...schemeNames.map((scheme) =>
      within(`${scheme}.added` as const, `added-${scheme}`, addedRange(scheme, nodes, keys)).says(
        `keys of ${inDigits(keys)} that move with ${scheme} when node ${nodes + 1} is added`,
        'pat-consistent-hash-minimal-remap',
      ),
    ),
    ...(['ring', 'rendezvous', 'jump'] as const).map((scheme) =>
      exactly(0, `${scheme}.addedNeedless` as const, `added-needless-${scheme}`).says(
        `keys that move needlessly, between old nodes, with ${scheme} when a node is added`,
      ),
    ),
    ...movesOnlyItsOwn.map((scheme) =>
      exactly(0, `${scheme}.removedNeedless` as const, `removed-needless-${scheme}`).says(
        `keys that move needlessly, between remaining nodes, with ${scheme} when a node is removed`,
      ),
    ),
  ],
  tells: ({ params: { nodes, keys }, metrics }) =>
    `A ring, rendezvous and jump move about 1 key in ${nodes + 1}, which is the new node’s fair share: ${(['ring', 'rendezvous', 'jump'] as const).map((scheme) => percent((metrics[`${scheme}.added`].value ?? 0) / keys)).join(', ')}. ` +
    `Hash mod n moves all but 1 in ${nodes + 1}: ${percent((metrics['modulo.added'].value ?? 0) / keys)}. ` +
    'But jump can lose only its last node, because when the first one is removed all are renumbered, and Maglev also moves a few keys between nodes that stay. ' +
    'On a ring a key belongs to the next node’s point, with rendezvous to the node whose hash with it is highest; jump and Maglev compute the node from the key.\n\n' +
    plainTable([
      ['scheme', 'one added', 'needlessly', 'first removed', 'needlessly'],
      ...schemeNames.map((scheme) => [
        scheme,
        ...(['added', 'addedNeedless', 'removed', 'removedNeedless'] as const).map((of) =>
          percent((metrics[`${scheme}.${of}`].value ?? 0) / keys),
        ),
      ]),
    ]),
});

// Left out: weights, and a removal that jump could handle: renumbering the buckets by hand.
