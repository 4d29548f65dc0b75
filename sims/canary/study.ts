/**
 * A study: many releases, one after the other, each rolled out under the same rules. The study
 * knows the truth about each release, so it can count how often the rollouts are right.
 */
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { World } from '../../src/world/world.ts';
import type { JudgeDesign } from './judge/design.ts';
import type { RolloutNote } from './notes.ts';
import { canaryRollout, type Progress, type Rollout } from './rollout/canary-rollout.ts';
import { drawnTraffic } from './rollout/drawn-traffic.ts';
import { noEvidence } from './rollout/evidence.ts';
import { alphaByLook, durationOf, type RolloutPlan } from './rollout/plan.ts';
import type { CanaryRules } from './rules.ts';
import type { Defect, Service } from './traffic/service.ts';

/** What a release really is. */
export interface ReleaseKind {
  readonly what: string;
  readonly defect: Defect;
  /** Nothing is worse by an amount that matters. */
  readonly harmless: boolean;
  /** A release with this defect was just rolled back, and this one is its repair. */
  readonly repairs?: Defect;
}

export interface Trial {
  readonly kind: ReleaseKind;
  readonly rollout: Rollout;
}

/** The rollout that is under way, or was last. */
export interface Underway extends Progress {
  /** From 1. */
  readonly release: number;
  readonly what: string;
}

export interface CanaryStudy {
  readonly trials: Trial[];
  underway: Underway | undefined;
  readonly design: JudgeDesign;
  /** Users who saw the new version and later the old one, among those who returned. */
  readonly users: { seen: number; changedBack: number };
}

export interface StudyOptions {
  readonly service: Service;
  readonly plan: RolloutPlan;
  readonly design: JudgeDesign;
  readonly releases: readonly ReleaseKind[];
  /** From the end of one rollout to the beginning of the next. */
  readonly pauseMs: number;
  readonly onTrial?: (trial: Trial) => void;
  readonly onProgress?: (underway: Underway) => void;
}

export const emptyStudy = (design: JudgeDesign): CanaryStudy => ({
  trials: [],
  underway: undefined,
  design,
  users: { seen: 0, changedBack: 0 },
});

/** Rolls the releases out, beginning now. */
export function runStudy(world: World, rules: CanaryRules, options: StudyOptions): CanaryStudy {
  const study = emptyStudy(options.design);
  world.spawn(rollOutAll(world, rules, options, study));
  return study;
}

/** Duration of such a study. */
export function studyMs({
  plan,
  releases,
  pauseMs,
}: Omit<StudyOptions, 'service' | 'design'>): number {
  const rollouts = releases.reduce((sum, { repairs }) => sum + (repairs === undefined ? 1 : 2), 0);
  return rollouts * (durationOf(plan) + pauseMs) + 1;
}

function* rollOutAll(
  world: World,
  rules: CanaryRules,
  options: StudyOptions,
  study: CanaryStudy,
): Process<void> {
  const { service, plan, design, releases, pauseMs, onTrial } = options;
  const now = () => world.kernel.nowMs;
  const { timeoutMs } = service;
  const setting = {
    ...{ plan, design, rules, timeoutMs, now },
    alphaByLook: alphaByLook(plan, design, rules),
  };
  for (const [place, kind] of releases.entries()) {
    const stream = world.kernel.random.stream(`release/${place}`);
    const note = (said: RolloutNote) => {
      const ofRelease: RolloutNote = { ...said, release: place + 1 };
      world.note('canary', ofRelease);
    };
    const rollOut = (defect: Defect, before = noEvidence()) => {
      const traffic = drawnTraffic(defect, { service, plan, rules, stream, now });
      const onProgress = (progress: Progress) => {
        study.underway = { ...progress, release: place + 1, what: kind.what };
      };
      return canaryRollout({ ...setting, traffic, note, onProgress }, before);
    };
    note({ kind: 'released', what: kind.what });
    let before = noEvidence();
    if (kind.repairs !== undefined) {
      before = (yield* rollOut(kind.repairs)).evidence;
      yield* sleep(pauseMs);
    }
    const trial = { kind, rollout: yield* rollOut(kind.defect, before) };
    study.trials.push(trial);
    onTrial?.(trial);
    yield* sleep(pauseMs);
  }
}
