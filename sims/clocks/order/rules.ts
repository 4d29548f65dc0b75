/** The rules of clocks that track causality. */

export const orderRules = {
  'receive-moves-clock-on': {
    protects: 'cause-before-effect',
    source: 'Lamport, Time, Clocks, and the Ordering of Events, CACM 1978, IR2',
    because: 'the receiver’s next event is stamped as if it came before the message that caused it',
  },
  'hybrid-counts-apart': {
    protects: 'hybrid-within-skew',
    source:
      'Kulkarni et al., Logical Physical Clocks, 2014, Figures 3 to 5 (the naive algorithm, and the counter)',
    because:
      'a clock that moves its time on for each event runs ahead of every clock of the system, without a bound',
  },
} as const;

type OrderRule = keyof typeof orderRules;
export type OrderRules = Readonly<Record<OrderRule, boolean>>;
