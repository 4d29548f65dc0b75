/**
 * The states that a search comes upon, numbered, and what each operation makes of them: worked out
 * once, and looked up after that.
 */
import type { Action, AnyModel } from './model.ts';

const impossible = -1;
const notYet = -2;

/** Results are kept as long as they fit in so many numbers, and worked out again after that. */
const keptMax = 2 ** 20;
/** A row for each state is quick. Of more actions most never meet most states: those are kept one by one. */
const actionsInRowMax = 512;

export class States {
  readonly #model: AnyModel;
  /** Actions that do the same are one. */
  readonly #actions: Action<unknown>[] = [];
  /** Which of them each step is. */
  readonly #actionOf: Int32Array;
  readonly #reads: Uint8Array;
  readonly #states: unknown[] = [];
  readonly #numbers = new Map<string, number>();
  /** By state, then by action; none where there was no room left. */
  readonly #after: (Int32Array | undefined)[] = [];
  readonly #afterOne = new Map<number, number>();
  readonly #hasRows: boolean;
  #characters = 0;

  constructor(model: AnyModel, actionsOfSteps: readonly Action<unknown>[]) {
    this.#model = model;
    this.#actionOf = new Int32Array(actionsOfSteps.length);
    this.#reads = new Uint8Array(actionsOfSteps.length);
    const numbers = new Map<string, number>();
    for (const [step, action] of actionsOfSteps.entries()) {
      let number = numbers.get(action.words);
      if (number === undefined) {
        number = this.#actions.length;
        numbers.set(action.words, number);
        this.#actions.push(action);
      }
      this.#actionOf[step] = number;
      this.#reads[step] = action.reads ? 1 : 0;
    }
    this.#hasRows = this.#actions.length <= actionsInRowMax;
  }

  /** The number of a state; equal states have one number. */
  add(state: unknown): number {
    const key = this.#model.keyOf(state);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#states.length;
      this.#numbers.set(key, number);
      this.#states.push(state);
      this.#characters += key.length;
      const fits = this.#hasRows && this.#states.length * this.#actions.length <= 16 * keptMax;
      this.#after.push(fits ? new Int32Array(this.#actions.length).fill(notYet) : undefined);
    }
    return number;
  }

  /** The state after a step; -1 where the step is impossible. */
  after(state: number, step: number): number {
    const action = this.#actionOf[step] as number;
    const row = this.#after[state];
    const place = state * this.#actions.length + action;
    const known = (row === undefined ? this.#afterOne.get(place) : row[action]) ?? notYet;
    if (known !== notYet) return known;
    const result = this.#action(step).step(this.#states[state]);
    const number = result === undefined ? impossible : this.add(result);
    if (row !== undefined) row[action] = number;
    else if (this.#afterOne.size < keptMax) this.#afterOne.set(place, number);
    return number;
  }

  /** About how much memory the states take: a key, and the value itself, of each. */
  get bytes(): number {
    const row = this.#hasRows ? 4 * this.#actions.length : 0;
    return this.#states.length * (200 + row) + 40 * this.#afterOne.size + 4 * this.#characters;
  }

  isRead(step: number): boolean {
    return this.#reads[step] === 1;
  }

  undoes(step: number): Action<unknown>['undoes'] {
    return this.#action(step).undoes;
  }

  /**
   * Can the step, a read, have its result in this state or after more has been added to it? True
   * also where nobody knows.
   */
  canFollow(state: number, step: number): boolean {
    const { canFollow } = this.#action(step);
    return canFollow === undefined || canFollow(this.#states[state]);
  }

  /** The state that stands for all that is never read; the same state where the model has none. */
  unseen(state: number): number {
    const { unseen } = this.#model;
    return unseen === undefined ? state : this.add(unseen);
  }

  #action(step: number): Action<unknown> {
    return this.#actions[this.#actionOf[step] as number] as Action<unknown>;
  }

  inWords(state: number): string {
    return this.#model.inWords(this.#states[state]);
  }
}
