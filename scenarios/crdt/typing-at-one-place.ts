/**
 * The same keystrokes in two texts: one is RGA, the other Fugue. Typed forwards, RGA keeps the words
 * apart. Typed backwards, each letter in front of the last, it mixes them letter by letter.
 */

import * as z from 'zod';
import { everythingArrives, noInterleaving } from '../../sims/crdt/invariants.ts';
import { authorRuns } from '../../sims/crdt/laws.ts';
import { onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { gauge } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { heal, partition } from '../../src/world/fault.ts';
import { aboutCrdt, at, gossipParam, networkParams, settleMs } from './common.ts';

const params = z.object({
  letters: z.int().min(1).max(26).default(5).describe('how many letters each types'),
  direction: z
    .enum(['backwards', 'forwards'])
    .default('backwards')
    .describe('whether each letter goes in front of the last, or behind it'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const typeMs = 200;
const healAtMs = () => typeMs + 10;
const rga = ['rga-lower', 'rga-upper'];
const fugue = ['fugue-lower', 'fugue-upper'];

/** `abcde`, or `ABCDE`: what each has typed in the end. */
const wordOf = (letters: number, isUpper: boolean) =>
  String.fromCharCode(...Array.from({ length: letters }, (_, i) => (isUpper ? 65 : 97) + i));

export default scenario({
  ...aboutCrdt,
  invariants: [...aboutCrdt.invariants, noInterleaving],
  id: 'crdt/typing-at-one-place',
  asks: 'Two people type at the same place at the same time. Do their words mix?',
  claims: ['crdt-rga-ordered-list'],
  code: ['sims/crdt/text/fugue.ts#fugueInsertAt', 'sims/crdt/text/rga.ts#placeFor'],
  params,
  durationMs: (params) => healAtMs() + settleMs(params),
  plan: ({ letters, direction }: Params, random) => {
    const stream = random.stream('plan');
    const sides = [false, true].flatMap((isUpper) => {
      const word = wordOf(letters, isUpper);
      const times = Array.from({ length: letters }, () => randomInteger(stream, 1, typeMs));
      times.sort((a, b) => a - b);
      return times.flatMap((atMs, index) => {
        const place = direction === 'forwards' ? index : letters - 1 - index;
        const position = direction === 'forwards' ? index : 0;
        const edit = { at: position, type: must(word[place], 'letter of the word') };
        return [rga, fugue].map((names) =>
          at(atMs, must(names[isUpper ? 1 : 0], 'name of the writer'), edit),
        );
      });
    });
    return [
      { atMs: 0, fault: partition(['rga-lower', 'fugue-lower'], ['rga-upper', 'fugue-upper']) },
      ...sides,
      { atMs: healAtMs(), fault: heal() },
    ];
  },
  metrics: {
    rgaRuns: gauge('runs', 'of letters of one author in the text of RGA at the end'),
    fugueRuns: gauge('runs', 'of letters of one author in the text of Fugue at the end'),
  },
  build({ world, params, rules, metrics }) {
    const { gossipMs } = params;
    const shared = { policy: 'op' as const, gossipMs };
    const groups = [
      replicate(world, rules, { ...shared, nodes: rga, type: 'rga' }),
      replicate(world, rules, { ...shared, nodes: fugue, type: 'fugue' }),
    ];
    for (const [index, group] of groups.entries()) {
      const runs = index === 0 ? metrics.rgaRuns : metrics.fugueRuns;
      onEffect(world, group, () => {
        runs.set(
          Math.max(...group.replicas.map((node) => authorRuns(String(valueAt(group, node))))),
        );
      });
    }
    return { groups };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: ({ letters, direction }) => [
    {
      id: 'fugue-keeps-words-apart',
      text: 'pieces of letters by one author in the merged text with Fugue: two, each word in one piece',
      measured: ({ fugueRuns }) => fugueRuns.value,
      bound: { atLeast: 2, atMost: 2 },
    },
    direction === 'forwards'
      ? {
          id: 'rga-keeps-words-apart',
          text: 'pieces of letters by one author in the merged text with RGA, typed forwards: two, each word in one piece',
          claim: 'crdt-rga-ordered-list',
          measured: ({ rgaRuns }) => rgaRuns.value,
          bound: { atLeast: 2, atMost: 2 },
        }
      : {
          id: 'rga-mixes-words',
          text: 'pieces of letters by one author in the merged text with RGA, typed backwards: each letter by itself, a known weakness',
          claim: 'crdt-rga-ordered-list',
          measured: ({ rgaRuns }) => rgaRuns.value,
          bound: { atLeast: 2 * letters, atMost: 2 * letters },
        },
  ],
  tells: ({ params, subject: { groups } }) => {
    const [ofRga, ofFugue] = groups.map((group) => {
      const [first] = group.replicas;
      return first === undefined ? '' : String(valueAt(group, first));
    });
    return (
      'Of two letters typed at one place their ids decide which comes first, alike at every replica. Words typed forwards there stay whole; typed backwards, each letter in front of the one before, they mix with RGA, which places a letter by its left neighbour only, and not with Fugue, which also uses its right one. ' +
      `One typed ${wordOf(params.letters, false)}, the other ${wordOf(params.letters, true)}, both ${params.direction} at the start of an ` +
      `empty text. With RGA every replica shows ${ofRga}, with Fugue ${ofFugue}. Both converge; only Fugue keeps the words whole.`
    );
  },
});

// Left out: three and more people, where Fugue can still mix in rare cases that FugueMax excludes.
