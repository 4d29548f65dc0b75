/** The keys of the page: those of the debugger in a terminal. */

import type { Laboratory } from './laboratory.svelte.ts';
import { lastRule } from './recording/moment.ts';

export interface Key {
  readonly key: string;
  readonly says: string;
  readonly act: (laboratory: Laboratory) => void;
}

const isDecidedByRule = (laboratory: Laboratory) => (id: number) => {
  const event = laboratory.recording?.events[id];
  return event?.kind === 'note' && event.detail.rule !== undefined;
};

export const keys: readonly Key[] = [
  { key: 's', says: 'one moment on', act: (lab) => lab.step(1) },
  { key: 'b', says: 'one moment back', act: (lab) => lab.step(-1) },
  {
    key: 'n',
    says: 'to the next note of a node',
    act: (lab) => lab.seek((id) => lab.recording?.events[id]?.kind === 'note'),
  },
  {
    key: 'r',
    says: 'to the next event that a rule decided',
    act: (lab) => lab.seek(isDecidedByRule(lab)),
  },
  {
    key: 'v',
    says: 'to the first violation',
    act(lab) {
      const broken =
        lab.recording?.result?.invariants.flatMap(({ violations }) => violations) ?? [];
      const [first] = [...broken].sort((a, b) => a.atMs - b.atMs);
      if (first === undefined) lab.said = 'No invariant is broken in this run.';
      else lab.goToTime(first.atMs);
    },
  },
  {
    key: 'j',
    says: 'to the cause of the last event',
    act(lab) {
      const cause = lab.recording?.events[lab.at - 1]?.cause ?? -1;
      if (cause >= 0) lab.go(cause + 1);
    },
  },
  {
    key: 'w',
    says: 'why the last event happened: its past is lit',
    act(lab) {
      lab.chosen = lab.chosen === lab.at - 1 ? undefined : lab.at - 1;
    },
  },
  {
    key: 'k',
    says: 'to the event of the rule that decided last',
    act(lab) {
      const last = lab.recording && lastRule(lab.recording, lab.at);
      if (last !== undefined) lab.go(last.event.id + 1);
    },
  },
  { key: 'G', says: 'to the end', act: (lab) => lab.go(lab.events) },
  { key: '0', says: 'to the start', act: (lab) => lab.go(0) },
  { key: 'u', says: 'undo what was done by hand last', act: (lab) => void lab.undo() },
];

const arrows: Readonly<Record<string, string>> = { ArrowRight: 's', ArrowLeft: 'b' };

export function keyOf(pressed: string): Key | undefined {
  const wanted = Object.hasOwn(arrows, pressed) ? arrows[pressed] : pressed;
  return keys.find(({ key }) => key === wanted);
}
