/** The rules of the tail: what makes a request of many parts, or one of several copies, slow. */

const tailAtScale = 'Dean and Barroso, The Tail at Scale, CACM 2013';

export const tailRules = {
  'independent-calls-in-parallel': {
    protects: 'slowest-call-decides',
    source: `${tailAtScale}, Component-level variability amplified by scale`,
    because: 'independent calls add up their times if each waits for the one before',
  },
  'hedge-after-p95': {
    protects: 'hedges-are-few',
    source: `${tailAtScale}, Hedged requests`,
    because: 'a second copy is sent at once, and doubles the load to help one request in twenty',
  },
  'tied-cancels-other': {
    protects: 'work-is-done-once',
    source: `${tailAtScale}, Tied requests`,
    because: 'a copy that continues after the other has begun does unnecessary work',
  },
} as const;

type TailRule = keyof typeof tailRules;
export type TailRules = Readonly<Record<TailRule, boolean>>;
