/** Commands that intervene: whatever was done by hand later is forgotten. */

import { parseRules } from '../../lab/catalogue.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import type { Intervention } from '../../lab/intervention.ts';
import { arrivalInWords, messagesInFlight } from '../../lab/picture.ts';
import type { Playback } from '../../lab/session.ts';
import {
  clockDrift,
  clockJump,
  crash,
  cut,
  type Fault,
  faultSchema,
  fillDisk,
  hangDisk,
  heal,
  loseDisk,
  mend,
  mendDisk,
  partition,
  restart,
  slowDisk,
  tearDisk,
} from '../../world/fault.ts';
import { type Choice, type Command, type Desk, eventIn, moved, type Reply } from './command.ts';

type Deed = Omit<Command, 'act'> & {
  readonly intervention: (words: readonly string[], playback: Playback) => Intervention;
};

const by = ({ intervention, ...command }: Deed): Command => ({
  ...command,
  act: ({ playback }: Desk, words: readonly string[]): Reply => {
    playback.intervene(intervention(words, playback));
    return moved();
  },
});

const toMessage = (kind: 'deliver' | 'drop' | 'hold' | 'duplicate', key: string, says: string) =>
  by({
    ...{ word: kind, key, takes: '<message>', says, choices: messageChoices },
    intervention: ([message]) => ({ kind, message: eventIn(message) }),
  });

const toNode = (
  word: string,
  key: string,
  says: string,
  intervention: (node: string) => Intervention,
  choices: (playback: Playback) => readonly Choice[],
) =>
  by({
    ...{ word, key, takes: '<node>', says, choices },
    intervention: ([node]) => {
      if (node === undefined) throw new InputError(`Which node? Write ${word} <node>.`);
      return intervention(node);
    },
  });

const toLink = (word: 'cut' | 'mend', key: string, says: string) =>
  by({
    ...{ word, key, takes: '<from> <to>', says },
    intervention: ([from, to]) => {
      if (from === undefined || to === undefined) {
        throw new InputError(`Which link? Write ${word} <from> <to>.`);
      }
      return { kind: 'fault', fault: word === 'cut' ? cut(from, to) : mend(from, to) };
    },
  });

/** What can befall a part of a node: which numbers it takes, and the fault that it is. */
interface Trouble {
  readonly takes: readonly string[];
  readonly fault: (node: string, ...numbers: number[]) => Fault;
}

const diskFaults = new Map<string, Trouble>([
  ['slow', { takes: ['<ms a write>', '<ms>'], fault: (n, by = 0, ms = 0) => slowDisk(n, by, ms) }],
  ['hang', { takes: ['<ms>'], fault: (node, ms = 0) => hangDisk(node, ms) }],
  ['fill', { takes: ['<ms>'], fault: (node, ms = 0) => fillDisk(node, ms) }],
  ['tear', { takes: [], fault: tearDisk }],
  ['lose', { takes: [], fault: loseDisk }],
  ['mend', { takes: [], fault: mendDisk }],
]);

const clockFaults = new Map<string, Trouble>([
  ['jump', { takes: ['<ms>'], fault: (node, ms = 0) => clockJump(node, ms) }],
  ['drift', { takes: ['<ppm>'], fault: (node, ppm = 0) => clockDrift(node, ppm) }],
]);

function trouble(part: string, key: string, says: string, faults: ReadonlyMap<string, Trouble>) {
  return by({
    ...{ word: part, key, takes: '<node> <what>', says },
    intervention: ([node, what, ...words]) => {
      const kinds = [...faults.keys()];
      if (node === undefined || what === undefined) {
        throw new InputError(`Which ${part}, and what? Write ${part} <node> ${kinds.join('|')}.`);
      }
      const found = faults.get(what);
      if (found === undefined) {
        throw unknownChoice(`fault of a ${part}`, what, kinds, `There are: ${kinds.join(', ')}.`);
      }
      const form = [part, node, what, ...found.takes].join(' ');
      if (words.length !== found.takes.length) throw new InputError(`Write ${form}.`);
      const parsed = faultSchema.safeParse(found.fault(node, ...words.map(Number)));
      if (!parsed.success || words.includes('')) {
        throw new InputError(`${words.join(' ')}: not what ${form} takes.`);
      }
      return byFault(parsed.data);
    },
  });
}

const toRule = (word: 'off' | 'on', key: string) =>
  by({
    ...{ word, key, takes: '<rule>', says: `switch a rule ${word}, from now on` },
    choices: ({ scenario: { sim }, run }) =>
      sim.rules.ids
        .filter((id) => run.isOn(id) === (word === 'off'))
        .map((id) => ({ words: id, says: `else ${sim.rules.get(id).because}` })),
    intervention: (words, { scenario }) => {
      const [rule] = parseRules(scenario.sim.rules, words.slice(0, 1));
      if (rule === undefined) throw new InputError(`Which rule? Write ${word} <rule>.`);
      return { kind: 'switch', rule, on: word === 'on' };
    },
  });

export const hands: readonly Command[] = [
  toMessage('deliver', 'd', 'let a message in flight arrive now'),
  toMessage('drop', 'x', 'lose a message in flight'),
  toMessage('hold', 'h', 'hold a message back, until heal or deliver'),
  toMessage('duplicate', 'u', 'double a message in flight'),
  by({
    ...{ word: 'fire', key: 'f', takes: '<node> [timer]', says: 'let a timer run out now' },
    choices: ({ run }) =>
      run.world.nodes.flatMap(({ self, timers }) =>
        timers.map(({ name, dueAtMs }) => {
          const leftMs = dueAtMs - run.world.kernel.nowMs;
          return { words: `${self} ${name}`, says: `due in ${leftMs.toFixed(1)} ms` };
        }),
      ),
    intervention: ([node = '', timer], { run }) => {
      const running = run.world.nodes.find(({ self }) => self === node)?.timers ?? [];
      return { kind: 'fire', node, timer: timer ?? running[0]?.name ?? 'any' };
    },
  }),
  toNode('crash', 'c', 'crash a node', (node) => byFault(crash(node)), nodesThat('up', 'paused')),
  toNode(
    'restart',
    'R',
    'start a node that is down',
    (n) => byFault(restart(n)),
    nodesThat('down'),
  ),
  toNode('pause', 'z', 'pause a node', (node) => ({ kind: 'pause', node }), nodesThat('up')),
  toNode('resume', 'Z', 'let it run on', (node) => ({ kind: 'resume', node }), nodesThat('paused')),
  by({
    ...{ word: 'partition', key: 'P', takes: '<groups>' },
    says: 'cut links between groups, as n1 n2 | n3, and the rest',
    intervention: (words) => {
      const groups = words.join(' ').split('|');
      const named = groups.map((group) => group.split(/[\s,]+/).filter((word) => word !== ''));
      if (named.some((group) => group.length === 0)) {
        throw new InputError('Which nodes? Write partition n1 n2 or partition n1 n2 | n3.');
      }
      return byFault(partition(...named));
    },
  }),
  toLink('cut', 'l', 'cut a link, in this one direction'),
  toLink('mend', 'L', 'mend a link'),
  trouble('disk', 'D', 'slow, hang, fill, tear, lose or mend its disk', diskFaults),
  trouble('clock', 'C', 'let its clock jump or drift', clockFaults),
  by({
    ...{ word: 'heal', key: 'H', takes: '', says: 'mend every link, release every message' },
    intervention: () => byFault(heal()),
  }),
  by({
    ...{ word: 'fault', key: 'F', takes: '<json>' },
    says: 'any fault of a plan, as JSON',
    intervention: ([json = '']) => {
      const parsed = faultSchema.safeParse(jsonIn(json));
      if (parsed.success) return byFault(parsed.data);
      const kinds = faultSchema.options.map((option) => option.shape.kind.value);
      throw new InputError(`${json} is not a fault. Their kinds are: ${kinds.join(', ')}.`);
    },
  }),
  by({
    ...{ word: 'request', key: 'i', takes: '<operation>' },
    says: 'do what a client does: name=value pairs, or JSON',
    intervention: (words, { run, scenario }) => {
      if (scenario.operations === undefined) {
        throw new InputError(`${scenario.id} takes no operations.`);
      }
      if (words.length === 0) {
        const example = run.plan.find((step) => 'operation' in step);
        const such = example === undefined ? '' : `, such as ${JSON.stringify(example.operation)}`;
        throw new InputError(`Which operation? Write it as JSON${such}.`);
      }
      return { kind: 'operation', operation: operationIn(words) };
    },
  }),
  toRule('off', 'o'),
  toRule('on', 'O'),
];

function byFault(fault: (Intervention & { kind: 'fault' })['fault']): Intervention {
  return { kind: 'fault', fault };
}

function messageChoices({ run, scenario }: Playback): Choice[] {
  return messagesInFlight(run, scenario).map((message) => {
    const { id, from, to, text } = message;
    return { words: `${id}`, says: `${from} -> ${to}  ${text}  ${arrivalInWords(message)}` };
  });
}

function nodesThat(...lives: readonly string[]) {
  return ({ run }: Playback): Choice[] =>
    run.world.nodes
      .filter(({ life }) => lives.includes(life))
      .map(({ self, life }) => ({ words: self, says: life }));
}

function operationIn(words: readonly string[]): Record<string, unknown> {
  const text = words.join(' ');
  if (!text.startsWith('{')) return Object.fromEntries(words.map(fieldIn));
  return jsonIn(text) as Record<string, unknown>;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${text === '' ? 'Nothing' : text} is not JSON.`);
  }
}

function fieldIn(word: string): [string, unknown] {
  const equals = word.indexOf('=');
  if (equals <= 0) throw new InputError(`"${word}" is not name=value.`);
  const value = word.slice(equals + 1);
  const isPlain = /^(true|false|null|-?\d+(\.\d+)?)$/.test(value);
  return [word.slice(0, equals), isPlain ? JSON.parse(value) : value];
}
