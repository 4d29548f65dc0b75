/**
 * The learner: it applies chosen commands, slot by slot, and answers the clients that wait for
 * them.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import { apply } from '../store/machine.ts';
import type { Entry, Slot } from './messages.ts';
import type { Part } from './part.ts';

export function learn(self: Part, slot: Slot, entry: Entry): void {
  const { state, context, rules } = self;
  if (state.chosen[slot] !== undefined) return;
  state.chosen[slot] = entry;
  note(context, { kind: 'learns-slot', slot, entry });
  if (!rules['apply-in-slot-order']) {
    applySlot(self, slot, entry);
    while (state.chosen[state.applied + 1] !== undefined) state.applied += 1;
    return;
  }
  for (let next = state.chosen[state.applied + 1]; next !== undefined; ) {
    state.applied += 1;
    applySlot(self, state.applied, next);
    next = state.chosen[state.applied + 1];
  }
}

function applySlot({ state, context, rules }: Part, slot: Slot, entry: Entry): void {
  note(context, { kind: 'applies-slot', slot, entry });
  if (entry === null) return;
  const value = apply(state.machine, entry, rules['commands-apply-once']);
  const { client, serial } = entry;
  if (value === undefined || state.owes[client] !== serial) return;
  delete state.owes[client];
  context.send(client, { type: 'Reply', serial, value });
}

/** The leader knows this many slots; the ones missing here are requested. */
export function catchUp({ state, context }: Part, known: Slot, leader: NodeId): void {
  if (state.applied < known) context.send(leader, { type: 'Missing', from: state.applied + 1 });
}

export function tell({ state, context }: Part, from: Slot, to: NodeId): void {
  for (let slot = from; slot <= state.applied; slot++) {
    const entry = state.chosen[slot];
    if (entry !== undefined) context.send(to, { type: 'Chosen', slot, entry });
  }
}
