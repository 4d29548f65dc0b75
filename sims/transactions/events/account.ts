/** An account as its events: its balance is their fold, and no other state is kept. */

export interface AccountEvent {
  readonly type: 'Deposited' | 'Withdrawn';
  readonly amount: number;
}

export const apply = (balance: number, { type, amount }: AccountEvent): number =>
  type === 'Deposited' ? balance + amount : balance - amount;

/** State = fold(events); from a snapshot, the fold of later events. O(events). */
export const fold = (events: readonly AccountEvent[], balance = 0): number =>
  events.reduce(apply, balance);
