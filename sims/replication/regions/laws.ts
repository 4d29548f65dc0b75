/** What a table that every region writes is held to. */

export const regionLaws = {
  'write-wins-over-what-it-saw':
    'of two writes of an attribute, one of which had seen the other, that one wins',
} as const;

export type RegionLaw = keyof typeof regionLaws;
