/** An account as its events: its balance is their fold, and nothing else is kept. */

export interface AccountEvent {
  readonly type: 'Deposited' | 'Withdrawn';
  readonly amount: number;
}

export const apply = (balance: number, { type, amount }: AccountEvent): number =>
  type === 'Deposited' ? balance + amount : balance - amount;

/** State = fold(events); from a snapshot, of the events after it. O(events). */
export const fold = (events: readonly AccountEvent[], balance = 0): number =>
  events.reduce(apply, balance);
