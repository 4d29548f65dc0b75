/** What rollouts record in the trace, as data and in plain words. */
import type { Share } from '../../src/statistics/table.ts';
import { NoteBook, type NoteOf, routine } from '../../src/trace/note-book.ts';
import type { CanaryRule } from './rules.ts';

interface OfRelease {
  /** Which release of the study, from 1. */
  release?: number;
}

interface Judged extends OfRelease {
  decision: string;
  reason: string;
  /** The rule that decided. */
  rule?: CanaryRule | undefined;
}

interface RolloutNotes {
  released: OfRelease & { what: string };
  phase: OfRelease & { percentage: number };
  /** The judge has examined the data so far: routine, because the decision follows. */
  look: Judged & {
    /** Of this rollout, from 1. */
    look: number;
    /** The smallest of the comparisons' p-values, adjusted for their number. */
    pValue: number;
    /** Below which this look rolls back. */
    alpha: number;
  };
  decided: Judged & { canaryRequests: number; baselineRequests: number };
}

interface CanaryNotes extends RolloutNotes {
  /** How far a deployment has come. */
  stage: { stage: string };
  /** A fleet starts or stops instances. */
  scaled: { ready: number; wanted: number };
  /** A route has taken effect, with this share for the new version: the stage is told. */
  routed: { percentage: number };
  /** A call failed or was not answered in time. */
  unanswered: { to: string; requests?: number | undefined };
  /** A monitor's counts so far, and how probable they are without a defect. */
  counted: { requests: number; errors: number; pValue: number; isAlarm: boolean };
  /**
   * Users who have seen the new version so far, and how many of them saw the old one afterwards.
   */
  users: { seen: number; changedBack: number };
  /** Two samples were compared, of the many in a study: the first of a kind is told. */
  compared: {
    what: string;
    /** Of its kind, from 1. */
    trial: number;
    canary: Share;
    baseline: Share;
    pValue?: number;
    /** The difference is significant. */
    isFound: boolean;
    /** The intervals of the two rates do not overlap, if those were examined. */
    areApart?: boolean;
  };
  /** In how many of its comparisons a study found the difference. */
  concluded: { what: string; found: number; trials: number };
}

export type CanaryNote = NoteOf<CanaryNotes>;
export type RolloutNote = NoteOf<RolloutNotes>;

export const canaryNotes = new NoteBook<CanaryNotes>(
  {
    released: ({ release = 1, what }) => `release ${release}: ${what}`,
    phase: ({ percentage }) => `${percentage}% of the traffic goes to the canary`,
    look: routine,
    decided: ({ decision, reason }) => `${decisions[decision] ?? decision}: ${reason}`,
    stage: ({ stage }) => stagesInWords[stage] ?? stage,
    scaled: ({ ready, wanted }) => `${ready} of ${wanted} instances are ready`,
    routed: routine,
    unanswered: ({ to, requests }) =>
      requests === undefined
        ? `no answer from ${to}`
        : `no answer from ${to} to ${requests} requests`,
    counted: (note) => countedInWords(note),
    users: routine,
    compared: (note) => (note.trial === 1 ? comparedInWords(note) : undefined),
    concluded: ({ what, found, trials }) =>
      `${what}: the difference was found in ${found} of ${trials} trials`,
  },
  // Of a study's many releases, the first one's story is told.
  (note) => 'release' in note && (note.release ?? 1) > 1,
);

function comparedInWords({
  what,
  canary,
  baseline,
  pValue,
  isFound,
  areApart,
}: CanaryNotes['compared']): string {
  const p = pValue === undefined ? '' : ` (p ${pValue.toPrecision(2)})`;
  const intervals =
    areApart === undefined
      ? ''
      : `, and the two intervals ${areApart ? 'do not overlap' : 'overlap'}`;
  return (
    `${what}: ${canary.hits} of ${canary.trials} requests fail on the canary and ${baseline.hits} of ${baseline.trials} ` +
    `on the baseline, which is ${isFound ? 'found' : 'not found'}${p}${intervals}`
  );
}

/** Of the looks, those that decide are told. */
function countedInWords(note: CanaryNotes['counted']): string | undefined {
  const { isAlarm, errors, requests, pValue } = note;
  if (!isAlarm) return undefined;
  return `raises the alarm: ${errors} errors of ${requests} requests, p ${pValue.toExponential(0)}`;
}

const decisions: Record<string, string> = {
  pass: 'promoted',
  fail: 'rolled back',
  inconclusive: 'held back',
};

const stagesInWords: Record<string, string> = {
  provisioning: 'starts a second fleet',
  standingBy: 'the second fleet is ready',
  live: 'all traffic goes to the new version',
  serving: 'serves again, with all instances of one version',
  stopping: 'stops every instance',
  starting: 'starts every instance',
  replacing: 'a batch has been replaced',
  replacingBack: 'a batch has been replaced back',
  rolledBack: 'the old version serves all users again',
  mirroring: 'the new version gets copies of the requests',
  ramping: 'the flag is on for more users',
  on: 'the flag is on for all users',
  off: 'the flag is off',
  complete: 'the deployment is complete',
  promoted: 'the new version is promoted',
  alarm: 'the alarm is raised',
};
