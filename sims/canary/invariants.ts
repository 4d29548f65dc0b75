/**
 * What must hold of a study as a whole. Shares are random, so a share counts as too high only if
 * chance would produce it in less than one of ten million studies (exact binomial tail).
 */
import { finalInvariant } from '../../src/check/invariant.ts';
import { binomialAtLeast, binomialPValue } from '../../src/statistics/binomial-test.ts';
import { inDigits } from '../../src/words/numbers.ts';
import type { JudgeDesign } from './judge/design.ts';
import type { Rollout } from './rollout/canary-rollout.ts';
import type { CanaryStudy, Trial } from './study.ts';
import type { Counted } from './traffic/observe.ts';

const improbable = 1e-7;

function tooMany(count: number, of: number, share: number): boolean {
  return of > 0 && binomialAtLeast(count, of, share) < improbable;
}

const decided = (trials: readonly Trial[], decision: string) =>
  trials.filter(({ rollout }) => rollout.decision === decision).length;

export const falseAlarmsAtMostAlpha = finalInvariant<CanaryStudy>(
  'false-alarms-at-most-alpha',
  'at most a share alpha of the harmless releases is rolled back',
  ({ trials, design }) => {
    const harmless = trials.filter(({ kind }) => kind.harmless);
    const alarms = decided(harmless, 'fail');
    if (!tooMany(alarms, harmless.length, design.alpha)) return undefined;
    return `${alarms} of ${harmless.length} harmless releases were rolled back, alpha is ${design.alpha}`;
  },
);

export const defectsPassAtMostBeta = finalInvariant<CanaryStudy>(
  'defects-pass-at-most-beta',
  'at most a share 1 - power of the releases with a defect is promoted',
  ({ trials, design }) => {
    const defective = trials.filter(({ kind }) => !kind.harmless);
    const passed = decided(defective, 'pass');
    if (!tooMany(passed, defective.length, 1 - design.power)) return undefined;
    return `${passed} of ${defective.length} releases with a defect were promoted`;
  },
);

export const noPassWithoutData = finalInvariant<CanaryStudy>(
  'no-pass-without-data',
  'no release is promoted if its canary got no traffic',
  ({ trials }) => {
    const blind = trials.filter(({ rollout }) => rollout.canaryRequests === 0);
    const passed = decided(blind, 'pass');
    return passed === 0 ? undefined : `${passed} releases were promoted without a single request`;
  },
);

export const noVerdictOnAMismatch = finalInvariant<CanaryStudy>(
  'no-verdict-on-a-mismatch',
  'no verdict is given if the canary’s share of the users counted is too improbable, and off by enough to matter',
  ({ trials, design }) => {
    const judged = trials.filter(
      ({ rollout }) => rollout.decision !== 'inconclusive' && isMismatch(rollout, design),
    );
    return judged.length === 0
      ? undefined
      : `${judged.length} of ${trials.length} releases were decided on counts that do not match the split of the traffic`;
  },
);

/** What the last phase of a rollout counted, compared with the split of its traffic. */
function isMismatch({ evidence }: Rollout, { ratioAlpha, ratioThreshold }: JudgeDesign): boolean {
  const phase = evidence.phases.at(-1);
  if (phase === undefined) return false;
  const [hits, other] = [sum(phase.counts.canary), sum(phase.counts.baseline)];
  const trials = hits + other;
  if (trials === 0) return false;
  const { expectedShare } = phase;
  const matters = ratioThreshold * Math.min(expectedShare, 1 - expectedShare) * trials;
  const isOff = Math.abs(hits - expectedShare * trials) >= matters;
  return isOff && binomialPValue({ hits, trials }, expectedShare, 'two-sided') < ratioAlpha;
}

const sum = (counted: ReadonlyMap<string, Counted>) =>
  [...counted.values()].reduce((total, { users }) => total + users, 0);

export const usersKeepTheirVersion = finalInvariant<CanaryStudy>(
  'users-keep-their-version',
  'no user goes back to the old version while the percentage rises',
  ({ users: { seen, changedBack } }) =>
    changedBack === 0
      ? undefined
      : `${inDigits(changedBack)} of ${inDigits(seen)} users went back to the old version`,
);

export const canaryInvariants = [
  falseAlarmsAtMostAlpha,
  defectsPassAtMostBeta,
  noPassWithoutData,
  noVerdictOnAMismatch,
  usersKeepTheirVersion,
];
