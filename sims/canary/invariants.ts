/**
 * What must hold of a study as a whole. Shares are random, so a share counts as too high only where
 * chance would bring it about less than once in ten million studies (exact binomial tail).
 */
import { finalInvariant } from '../../src/check/invariant.ts';
import { binomialAtLeast } from '../../src/statistics/binomial-test.ts';
import type { CanaryStudy, Trial } from './study.ts';

const improbable = 1e-7;

function tooMany(count: number, of: number, share: number): boolean {
  return of > 0 && binomialAtLeast(count, of, share) < improbable;
}

const decided = (trials: readonly Trial[], decision: string) =>
  trials.filter(({ rollout }) => rollout.decision === decision).length;

export const falseAlarmsAtMostAlpha = finalInvariant<CanaryStudy>(
  'false-alarms-at-most-alpha',
  'of the harmless releases no larger share than alpha is rolled back',
  ({ trials, design }) => {
    const harmless = trials.filter(({ kind }) => kind.harmless);
    const alarms = decided(harmless, 'fail');
    if (!tooMany(alarms, harmless.length, design.alpha)) return undefined;
    return `${alarms} of ${harmless.length} harmless releases were rolled back, alpha is ${design.alpha}`;
  },
);

export const defectsPassAtMostBeta = finalInvariant<CanaryStudy>(
  'defects-pass-at-most-beta',
  'of the releases with a defect no larger share than 1 - power is promoted',
  ({ trials, design }) => {
    const defective = trials.filter(({ kind }) => !kind.harmless);
    const passed = decided(defective, 'pass');
    if (!tooMany(passed, defective.length, 1 - design.power)) return undefined;
    return `${passed} of ${defective.length} releases with a defect were promoted`;
  },
);

export const noPassWithoutData = finalInvariant<CanaryStudy>(
  'no-pass-without-data',
  'no release is promoted whose canary got no traffic',
  ({ trials }) => {
    const blind = trials.filter(({ rollout }) => rollout.canaryRequests === 0);
    const passed = decided(blind, 'pass');
    return passed === 0 ? undefined : `${passed} releases were promoted without a single request`;
  },
);

export const noVerdictOnAMismatch = finalInvariant<CanaryStudy>(
  'no-verdict-on-a-mismatch',
  'no verdict is given where what is recorded depends on the version',
  ({ trials }) => {
    const skewed = trials.filter(({ kind }) => (kind.defect.unrecordedErrors ?? 0) > 0);
    const passed = decided(skewed, 'pass');
    // The check itself is allowed to miss one in a hundred.
    return tooMany(passed, skewed.length, 0.01)
      ? `${passed} of ${skewed.length} releases were promoted whose errors were not recorded`
      : undefined;
  },
);

export const usersKeepTheirVersion = finalInvariant<CanaryStudy>(
  'users-keep-their-version',
  'no user goes back to the old version while the percentage rises',
  ({ users: { seen, changedBack } }) =>
    changedBack === 0 ? undefined : `${changedBack} of ${seen} users went back to the old version`,
);

export const canaryInvariants = [
  falseAlarmsAtMostAlpha,
  defectsPassAtMostBeta,
  noPassWithoutData,
  noVerdictOnAMismatch,
  usersKeepTheirVersion,
];
