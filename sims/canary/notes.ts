/** What rollouts say in the trace, as data and in plain words. */

export type CanaryNote =
  | { readonly kind: 'phase'; readonly percentage: number }
  | { readonly kind: 'decided'; readonly decision: string; readonly reason: string }
  | { readonly kind: 'released'; readonly release: number; readonly what: string }
  /** How far a deployment has come. */
  | { readonly kind: 'stage'; readonly stage: string }
  /** One of many releases has been decided on: routine. */
  | { readonly kind: 'trial' }
  /** What the monitor has counted so far: routine. */
  | { readonly kind: 'counted' }
  /** A comparison was made of the kind that a study makes many of: routine. */
  | { readonly kind: 'compared' };

export function canaryNoteInWords(note: CanaryNote): string | undefined {
  switch (note.kind) {
    case 'released':
      return `release ${note.release}: ${note.what}`;
    case 'phase':
      return `${note.percentage}% of the traffic goes to the canary`;
    case 'decided':
      return `${decisions[note.decision] ?? note.decision}: ${note.reason}`;
    case 'stage':
      return stagesInWords[note.stage] ?? note.stage;
    case 'trial':
    case 'counted':
    case 'compared':
      return undefined;
  }
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
  rolledBack: 'the old version serves everybody again',
  mirroring: 'the new version gets copies of the requests',
  ramping: 'the flag is on for more users',
  on: 'the flag is on for everybody',
  off: 'the flag is off',
  complete: 'the deployment is complete',
  promoted: 'the new version is promoted',
  alarm: 'the alarm is raised',
};
