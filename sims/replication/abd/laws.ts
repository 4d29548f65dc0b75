/** The laws of a replicated register. */

export const abdLaws = {
  'register-steps-forward':
    'an operation that begins after another has ended never has an older version, and a write has a newer one',
  'versions-are-unique': 'no two writes have the same version',
} as const;

export type AbdLaw = keyof typeof abdLaws;
