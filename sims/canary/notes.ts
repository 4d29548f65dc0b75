/** What rollouts say in the trace, as data and in plain words. */
import type { Share } from '../../src/statistics/table.ts';

interface OfRelease {
  /** Which release of the study, from 1. */
  readonly release?: number;
}

interface Judged {
  readonly decision: string;
  readonly reason: string;
  /** The rule that decided. */
  readonly rule?: string | undefined;
}

export type CanaryNote =
  | (OfRelease & { readonly kind: 'released'; readonly what: string })
  | (OfRelease & { readonly kind: 'phase'; readonly percentage: number })
  /** The judge has looked at what is in so far: routine, since the decision follows. */
  | (OfRelease &
      Judged & {
        readonly kind: 'look';
        /** Of this rollout, from 1. */
        readonly look: number;
        /** The smallest of the comparisons', adjusted for their number. */
        readonly pValue: number;
        /** Below which this look rolls back. */
        readonly alpha: number;
      })
  | (OfRelease &
      Judged & {
        readonly kind: 'decided';
        readonly canaryRequests: number;
        readonly baselineRequests: number;
      })
  /** How far a deployment has come. */
  | { readonly kind: 'stage'; readonly stage: string }
  /** A fleet starts or stops instances. */
  | { readonly kind: 'scaled'; readonly ready: number; readonly wanted: number }
  /** A route has come into force, and so much goes to the new version: whoever asked for it tells. */
  | { readonly kind: 'routed'; readonly percentage: number }
  /** A call failed or was not answered in time. */
  | { readonly kind: 'unanswered'; readonly to: string; readonly requests?: number }
  /** What a monitor has counted so far, and how probable that is without a defect. */
  | {
      readonly kind: 'counted';
      readonly requests?: number;
      readonly errors?: number;
      readonly pValue?: number;
      readonly isAlarm?: boolean;
    }
  /** Two samples were compared, of the many that a study compares: the first of a kind is told. */
  | {
      readonly kind: 'compared';
      readonly what: string;
      /** Of its kind, from 1. */
      readonly trial: number;
      readonly canary: Share;
      readonly baseline: Share;
      readonly pValue?: number;
      /** The difference is significant. */
      readonly isFound: boolean;
      /** The intervals of the two rates do not overlap, if those were looked at. */
      readonly areApart?: boolean;
    }
  /** In how many of its comparisons a study found the difference. */
  | {
      readonly kind: 'concluded';
      readonly what: string;
      readonly found: number;
      readonly trials: number;
    };

/** Of the many releases of a study the first one's story is told. */
export function canaryNoteInWords(note: CanaryNote): string | undefined {
  if ('release' in note && (note.release ?? 1) > 1) return undefined;
  switch (note.kind) {
    case 'released':
      return `release ${note.release ?? 1}: ${note.what}`;
    case 'phase':
      return `${note.percentage}% of the traffic goes to the canary`;
    case 'decided':
      return `${decisions[note.decision] ?? note.decision}: ${note.reason}`;
    case 'stage':
      return stagesInWords[note.stage] ?? note.stage;
    case 'scaled':
      return `${note.ready} of ${note.wanted} instances are ready`;
    case 'unanswered':
      return note.requests === undefined
        ? `no answer from ${note.to}`
        : `no answer from ${note.to} to ${note.requests} requests`;
    case 'counted':
      return countedInWords(note);
    case 'compared':
      return note.trial === 1 ? comparedInWords(note) : undefined;
    case 'concluded':
      return `${note.what}: the difference was found in ${note.found} of ${note.trials} trials`;
    case 'look':
    case 'routed':
      return undefined;
  }
}

function comparedInWords({ what, canary, baseline, pValue, isFound, areApart }: Compared): string {
  const p = pValue === undefined ? '' : ` (p ${pValue.toPrecision(2)})`;
  const intervals =
    areApart === undefined ? '' : `, and the two intervals ${areApart ? 'are apart' : 'overlap'}`;
  return (
    `${what}: ${canary.hits} of ${canary.trials} requests fail on the canary and ${baseline.hits} of ${baseline.trials} ` +
    `on the baseline, which is ${isFound ? 'found' : 'not found'}${p}${intervals}`
  );
}

type Compared = Extract<CanaryNote, { kind: 'compared' }>;

/** Of looks, those that decide are told. */
function countedInWords({ isAlarm, errors, requests, pValue = 1 }: Counted): string | undefined {
  if (isAlarm !== true) return undefined;
  return `raises the alarm: ${errors} errors of ${requests} requests, p ${pValue.toExponential(0)}`;
}

type Counted = Extract<CanaryNote, { kind: 'counted' }>;

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
  rolledBack: 'the old version serves everybody again',
  mirroring: 'the new version gets copies of the requests',
  ramping: 'the flag is on for more users',
  on: 'the flag is on for everybody',
  off: 'the flag is off',
  complete: 'the deployment is complete',
  promoted: 'the new version is promoted',
  alarm: 'the alarm is raised',
};
