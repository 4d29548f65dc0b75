/** A queue: what goes in first comes out first, once. */
import type { Call, Model, Reading } from '../model.ts';
import { elementsOf, inWords, keyOf, type Value } from '../value.ts';

/** The elements, the one that has waited longest first. */
type Elements = readonly Value[];

export const queue: Model<Elements> = {
  id: 'queue',
  says: 'a queue, first in first out, with enqueue, dequeue and drain',
  functions: ['enqueue', 'dequeue', 'drain'],
  initial: (value) => elementsOf(value) ?? [],
  expand: (call) => (call.f === 'drain' ? dequeuesOf(call) : [call]),
  actionOf: (call) => {
    if (call.f === 'enqueue') return enqueue(call);
    if (call.f === 'dequeue') return call.completed ? dequeue(call) : dequeueUnseen;
    return { wrong: 'a drain must come back with the list of what it took' };
  },
  keyOf: (elements) => elements.map(keyOf).join(' '),
  inWords: (elements) =>
    elements.length === 0 ? 'is empty' : `holds ${inWords(elements)}, the oldest first`,
};

function enqueue({ input, output }: Call): Reading<Elements> {
  const value = input ?? output ?? null;
  return {
    words: `enqueue ${inWords(value, Infinity)}`,
    reads: false,
    step: (elements) => [...elements, value],
  };
}

/** Nil says that the queue was found empty. */
function dequeue({ output }: Call): Reading<Elements> {
  if (output === undefined || output === null) {
    return {
      words: 'dequeue nil',
      reads: true,
      step: (elements) => (elements.length === 0 ? elements : undefined),
    };
  }
  const key = keyOf(output);
  return {
    words: `dequeue ${inWords(output, Infinity)}`,
    reads: false,
    step: ([head, ...rest]) => (head !== undefined && keyOf(head) === key ? rest : undefined),
  };
}

/** What it took is not known. */
const dequeueUnseen: Reading<Elements> = {
  words: 'dequeue',
  reads: false,
  step: (elements) => (elements.length === 0 ? undefined : elements.slice(1)),
};

/**
 * A drain takes one element after another until there is none, and others may come in between: it
 * is as many dequeues, each at some time while it lasts.
 */
function dequeuesOf(drain: Call): readonly Call[] {
  const taken = elementsOf(drain.output);
  return taken?.map((output) => ({ ...drain, f: 'dequeue', output })) ?? [drain];
}
