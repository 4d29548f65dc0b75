/** The laws of a multi-region table. */

export const regionLaws = {
  'write-wins-over-what-it-saw':
    'a write wins over any write of the same attribute that it has seen',
  'one-write-per-conflict':
    'of concurrent writes exactly one survives, in every region that has received them',
} as const;

export type RegionLaw = keyof typeof regionLaws;
