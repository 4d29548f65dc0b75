/** Commands that intervene. An intervention in the past begins another future; the old one is kept as a branch. */

import { parseRules } from '../lab/catalogue.ts';
import { InputError } from '../lab/input-error.ts';
import type { Intervention } from '../lab/intervention.ts';
import { arrivalInWords, cellsOfAll, messagesInFlight } from '../lab/picture.ts';
import type { Playback } from '../lab/session.ts';
import { inTime } from '../words/units.ts';
import { crash, cut, faultSchema, heal, mend, partition, restart } from '../world/fault.ts';
import { by, byFault, type Choice, type Command, eventIn } from './command.ts';
import { troubles } from './faults.ts';

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

export const interventionCommands: readonly Command[] = [
  toMessage('deliver', 'd', 'let a message in flight arrive now'),
  toMessage('drop', 'x', 'lose a message in flight'),
  toMessage('hold', 'h', 'hold a message back, until heal or deliver'),
  toMessage('duplicate', 'u', 'duplicate a message in flight'),
  by({
    ...{ word: 'fire', key: 'f', takes: '<node> [timer]', says: 'let a timer run out now' },
    choices: ({ run }) =>
      run.world.nodes.flatMap(({ self, timers }) =>
        timers.map(({ name, dueAtMs }) => {
          const leftMs = dueAtMs - run.world.kernel.nowMs;
          return { words: `${self} ${name}`, says: `due in ${inTime(leftMs)}` };
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
  ...troubles,
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

function messageChoices({ run, scenario }: Playback): Choice[] {
  return messagesInFlight(run, scenario).map((message) => {
    const { id, from, to, text } = message;
    return { words: `${id}`, says: `${from} -> ${to}  ${text}  ${arrivalInWords(message)}` };
  });
}

/** Each with its role, so that one can type which of them is meant. */
function nodesThat(...lives: readonly string[]) {
  return ({ run, scenario }: Playback): Choice[] => {
    const rows = new Map(cellsOfAll(run, scenario).map(({ name, cells }) => [name, cells]));
    return run.world.nodes
      .filter(({ life }) => lives.includes(life))
      .map(({ self, life }) => {
        const role = rows.get(self)?.find(([label]) => label === 'role' || label === 'state');
        return { words: self, says: [life, ...(role === undefined ? [] : [role[1]])].join(', ') };
      });
  };
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
