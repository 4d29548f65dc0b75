/** What a table that every region writes is held to. */

export const regionLaws = {
  'write-wins-over-what-it-saw':
    'of two writes of an attribute, one of which had seen the other, that one wins',
  'one-write-per-conflict':
    'of writes that have not seen one another exactly one is there, in each region that they have come to',
} as const;

export type RegionLaw = keyof typeof regionLaws;
