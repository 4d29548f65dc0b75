/** What rollouts say in the trace, as data and in plain words. */

export type CanaryNote =
  | { readonly kind: 'phase'; readonly percentage: number }
  | { readonly kind: 'decided'; readonly decision: string; readonly reason: string }
  | { readonly kind: 'released'; readonly release: number; readonly what: string };

export function canaryNoteInWords(note: CanaryNote): string | undefined {
  switch (note.kind) {
    case 'released':
      return `release ${note.release}: ${note.what}`;
    case 'phase':
      return `${note.percentage}% of the traffic goes to the canary`;
    case 'decided':
      return `${decisions[note.decision] ?? note.decision}: ${note.reason}`;
  }
}

const decisions: Record<string, string> = {
  pass: 'promoted',
  fail: 'rolled back',
  inconclusive: 'held back',
};
