/** The laws of a log of many values. */
export const multiLaws = {
  'one-command-per-slot': 'no two servers learn different commands for the same slot',
  'same-commands-in-order': 'every server applies the same commands in the same order',
} as const;

export type MultiLaw = keyof typeof multiLaws;
