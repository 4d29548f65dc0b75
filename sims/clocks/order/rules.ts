/** The rules of clocks that track causality. */

export const orderRules = {
  'receive-moves-clock-on': {
    protects: 'cause-before-effect',
    source: 'Lamport, Time, Clocks, and the Ordering of Events, CACM 1978, IR2',
    because: 'the receiver’s next event is stamped as if it came before the message that caused it',
  },
} as const;

type OrderRule = keyof typeof orderRules;
export type OrderRules = Readonly<Record<OrderRule, boolean>>;
