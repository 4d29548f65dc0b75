/**
 * A model: the object of a history as it would behave if its operations came one by one.
 */
import type { Value } from './value.ts';

/** One operation, as far as the model needs to know it. */
export interface Call {
  readonly f: string;
  /** The value it was invoked with. */
  readonly input: Value | undefined;
  /** The value that came back; undefined where none did. */
  readonly output: Value | undefined;
  /** Whether it came back at all. The result of a pending operation is not known. */
  readonly completed: boolean;
  /** It came back with the answer that its condition did not hold. */
  readonly refused?: true | undefined;
}

/** What an operation does to the state, given what it is known to have answered. */
export interface Action<State> {
  /** `write 3`. Actions of equal words do the same to every state. */
  readonly words: string;
  /** Changes no state, so that it may take effect as soon as it can. */
  readonly reads: boolean;
  /** The state afterwards; undefined where the operation could not have had this result. */
  readonly step: (state: State) => State | undefined;
  /**
   * What becomes of what the state held: it is overwritten, so that the state afterwards is the same
   * whatever it was before; or that depends, as with compare-and-set. By default it is only added
   * to.
   */
  readonly undoes?: 'all' | 'some';
  /** Of a read: can it still have its result once more has been added to this state? */
  readonly canFollow?: (state: State) => boolean;
}

/**
 * Not an action: `unconstrained` holds for an operation that changes nothing and whose result is not
 * known, which is legal anywhere; a text says what is wrong with the operation.
 */
export type Reading<State> = Action<State> | 'unconstrained' | { readonly wrong: string };

export interface Model<State> {
  readonly id: string;
  /** What it is, in one sentence. */
  readonly says: string;
  /** The operations it knows, by the names that histories use. */
  readonly functions: readonly string[];
  /** The state before the first operation. */
  readonly initial: (value: Value | undefined) => State;
  /** An operation that stands for several, as these. */
  readonly expand?: (call: Call) => readonly Call[];
  /**
   * Stands for every state that is overwritten before it is read. Whatever only adds to it
   * must leave it as it is.
   */
  readonly unseen?: State;
  readonly actionOf: (call: Call, options: ModelOptions) => Reading<State>;
  /** Equal for equal states, and for no others. */
  readonly keyOf: (state: State) => string;
  /** The state in words, after "it": `holds 3`. */
  readonly inWords: (state: State) => string;
}

export interface ModelOptions {
  /**
   * What a read that came back with nil says. `unknown`, as in Jepsen and Knossos: nothing.
   * `absent`, as in Porcupine: that nothing has been written yet, or nil.
   */
  readonly nilReads: 'unknown' | 'absent';
}

/** For code that handles models of any state. */
// biome-ignore lint/suspicious/noExplicitAny: a model's state matters only to itself
export type AnyModel = Model<any>;

/** Is this the result of a read that says nothing? */
export function saysNothing(output: Value | undefined, { nilReads }: ModelOptions): boolean {
  return output === undefined || (output === null && nilReads === 'unknown');
}
