/** The laws of a multi-region table. */

export const regionLaws = {
  'write-wins-over-what-it-saw':
    'a write wins over any write of the same attribute that it has seen',
} as const;

export type RegionLaw = keyof typeof regionLaws;
