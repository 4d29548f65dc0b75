/** Commands that let something befall a node: its machine, its service, its disk or its clock. */
import { InputError, unknownChoice } from '../lab/input-error.ts';
import {
  brownout,
  clockDrift,
  clockJump,
  type Fault,
  faultSchema,
  fillDisk,
  hangDisk,
  loseDisk,
  mendDisk,
  outage,
  recover,
  slow,
  slowDisk,
  stall,
  tearDisk,
} from '../world/fault.ts';
import { by, byFault, type Command } from './command.ts';

/** What the words after the node are, and the fault that they make: of any value, right or wrong. */
interface Trouble {
  readonly takes: readonly string[];
  readonly fault: (node: string, ...words: string[]) => Fault;
}

const diskFaults = new Map<string, Trouble>([
  [
    'slow',
    {
      takes: ['<ms a write>', '<ms>'],
      fault: (node, by, ms) => slowDisk(node, Number(by), Number(ms)),
    },
  ],
  ['hang', { takes: ['<ms>'], fault: (node, ms) => hangDisk(node, Number(ms)) }],
  ['fill', { takes: ['<ms>'], fault: (node, ms) => fillDisk(node, Number(ms)) }],
  ['tear', { takes: [], fault: tearDisk }],
  ['lose', { takes: [], fault: loseDisk }],
  ['mend', { takes: [], fault: mendDisk }],
]);

const clockFaults = new Map<string, Trouble>([
  ['jump', { takes: ['<ms>'], fault: (node, ms) => clockJump(node, Number(ms)) }],
  ['drift', { takes: ['<ppm>'], fault: (node, ppm) => clockDrift(node, Number(ppm)) }],
]);

/** Throws InputError unless the words make the fault: `form` is how to write them. */
function faultOf({ takes, fault }: Trouble, node: string, words: readonly string[], form: string) {
  if (words.length !== takes.length) throw new InputError(`Write ${form}.`);
  const parsed = faultSchema.safeParse(fault(node, ...words));
  if (parsed.success && !words.includes('')) return byFault(parsed.data);
  throw new InputError(`${words.join(' ')}: not what ${form} takes.`);
}

/** `slow n1 5 1000`: one kind of trouble. */
function toMachine(word: string, key: string, says: string, trouble: Trouble): Command {
  return by({
    ...{ word, key, takes: trouble.takes.length === 0 ? '<node>' : '<node> <how>', says },
    intervention: ([node, ...words]) => {
      if (node === undefined) {
        const form = [word, '<node>', ...trouble.takes].join(' ');
        throw new InputError(`Which node? Write ${form}.`);
      }
      return faultOf(trouble, node, words, [word, node, ...trouble.takes].join(' '));
    },
  });
}

/** `disk n1 hang 1000`: several kinds of trouble of one part. */
function toPart(part: string, key: string, says: string, faults: ReadonlyMap<string, Trouble>) {
  return by({
    ...{ word: part, key, takes: '<node> <what>', says },
    intervention: ([node, what, ...words]) => {
      const kinds = [...faults.keys()];
      if (node === undefined || what === undefined) {
        throw new InputError(`Which ${part}, and what? Write ${part} <node> ${kinds.join('|')}.`);
      }
      const trouble = faults.get(what);
      if (trouble === undefined) {
        throw unknownChoice(`fault of a ${part}`, what, kinds, `There are: ${kinds.join(', ')}.`);
      }
      return faultOf(trouble, node, words, [part, node, what, ...trouble.takes].join(' '));
    },
  });
}

export const troubles: readonly Command[] = [
  toMachine('slow', 'W', 'slow a node down so many times, for a while', {
    takes: ['<times>', '<ms>'],
    fault: (node, factor, ms) => slow(node, Number(factor), Number(ms)),
  }),
  toMachine('outage', 'X', 'let a server refuse requests, or not answer', {
    takes: ['refuses|hangs', '<ms>'],
    fault: (node, mode, ms) => outage(node, mode as 'refuses', Number(ms)),
  }),
  toMachine('brownout', 'B', 'let a server work slower, and fail some of its work', {
    takes: ['<times>', '<share>', '<ms>'],
    fault: (node, factor, share, ms) => {
      const worse = { factor: Number(factor), failureRate: Number(share) };
      return brownout(node, worse, Number(ms));
    },
  }),
  toMachine('stall', 'K', 'let a server finish no work for a while', {
    takes: ['<ms>'],
    fault: (node, ms) => stall(node, Number(ms)),
  }),
  toMachine('recover', 'E', 'end slowness, outages, brownouts and stalls', {
    takes: [],
    fault: recover,
  }),
  toPart('disk', 'D', 'slow, hang, fill, tear, lose or mend its disk', diskFaults),
  toPart('clock', 'C', 'let its clock jump or drift', clockFaults),
];
