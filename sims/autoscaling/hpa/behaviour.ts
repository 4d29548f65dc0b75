/** How fast the number of replicas may change, and how long it waits (Kubernetes, autoscaling/v2, spec.behavior). */

export interface Policy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodS: number;
}

export interface ScalingRules {
  readonly windowS: number;
  readonly select: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly Policy[];
}

export interface Behaviour {
  readonly up: ScalingRules;
  readonly down: ScalingRules;
  /** There is no spec.behavior: the limits are those from before there was one. */
  readonly isAbsent?: boolean;
}

/** What spec.behavior leaves out: up at once, by 100% or 4 pods in 15 s; down after 5 minutes, by all of them. */
export const defaultBehaviour: Behaviour = {
  up: {
    windowS: 0,
    select: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodS: 15 },
      { type: 'Pods', value: 4, periodS: 15 },
    ],
  },
  down: {
    windowS: 300,
    select: 'Max',
    policies: [{ type: 'Percent', value: 100, periodS: 15 }],
  },
};

/**
 * Without spec.behavior: up to twice as many, or 4, at each look; down to the largest recommendation of the last 5 minutes
 * (normalizeDesiredReplicas).
 */
export const absentBehaviour: Behaviour = { ...defaultBehaviour, isAbsent: true };

/** A number of replicas that was recommended, or added, or removed. */
export interface Timed {
  readonly atMs: number;
  readonly count: number;
}

/** What has been recommended, added and removed so far. */
export interface History {
  readonly recommended: readonly Timed[];
  readonly added: readonly Timed[];
  readonly removed: readonly Timed[];
}

/** Strictly younger: what is as old as the window has left it (Time.After). */
const isWithinMs =
  (nowMs: number, windowMs: number) =>
  ({ atMs }: Timed) =>
    atMs > nowMs - windowMs;

/**
 * stabilizeRecommendationWithBehaviors: not above the smallest recommendation of the window upwards, not below the
 * largest of the window downwards, and otherwise as it is.
 */
export function stabilised(
  wanted: number,
  current: number,
  { up, down, isAbsent = false }: Behaviour,
  { recommended }: Pick<History, 'recommended'>,
  nowMs: number,
): number {
  if (isAbsent) {
    // stabilizeRecommendation: what is exactly as old as the window still counts, and what was larger is made up for.
    const recent = recommended.filter(({ atMs }) => atMs >= nowMs - 1_000 * down.windowS);
    return Math.max(wanted, ...recent.map(({ count }) => count));
  }
  const countsIn = (windowS: number) =>
    recommended.filter(isWithinMs(nowMs, 1_000 * windowS)).map(({ count }) => count);
  const upTo = Math.min(wanted, ...countsIn(up.windowS));
  const downTo = Math.max(wanted, ...countsIn(down.windowS));
  return Math.min(Math.max(current, upTo), downTo);
}

function sizesAtStart(
  current: number,
  { policies }: ScalingRules,
  { added, removed }: History,
  nowMs: number,
): readonly (readonly [Policy, number])[] {
  const changed = (list: readonly Timed[], periodS: number) =>
    list.filter(isWithinMs(nowMs, 1_000 * periodS)).reduce((sum, { count }) => sum + count, 0);
  return policies.map((policy) => [
    policy,
    current - changed(added, policy.periodS) + changed(removed, policy.periodS),
  ]);
}

/** calculateScaleUpLimit, of autoscalers without spec.behavior. */
const plainUpLimit = (current: number): number => Math.max(2 * current, 4);

/** calculateScaleUpLimitWithScalingRules: policies count from the size at the start of their period, percents up. */
export function upLimit(
  current: number,
  { up: scaling, isAbsent = false }: Behaviour,
  history: History,
  nowMs: number,
): number {
  if (isAbsent) return plainUpLimit(current);
  if (scaling.select === 'Disabled') return current;
  const proposed = sizesAtStart(current, scaling, history, nowMs).map(([policy, size]) =>
    policy.type === 'Pods' ? size + policy.value : Math.ceil(size * (1 + policy.value / 100)),
  );
  const limit = scaling.select === 'Min' ? Math.min(...proposed) : Math.max(...proposed);
  return Math.max(current, limit);
}

/** calculateScaleDownLimitWithBehaviors: percents are cut. */
export function downLimit(
  current: number,
  { down: scaling }: Behaviour,
  history: History,
  nowMs: number,
): number {
  if (scaling.select === 'Disabled') return current;
  const proposed = sizesAtStart(current, scaling, history, nowMs).map(([policy, size]) =>
    policy.type === 'Pods' ? size - policy.value : Math.trunc(size * (1 - policy.value / 100)),
  );
  const limit = scaling.select === 'Min' ? Math.max(...proposed) : Math.min(...proposed);
  return Math.min(current, limit);
}
