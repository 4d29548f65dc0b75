/** Questions that several scenarios answer side by side: this or that, how it works, and what helps against it. */
import { cachesAndMessages } from './caches-and-messages.ts';
import type { Comparison } from './comparison.ts';
import { consensus } from './consensus.ts';
import { data } from './data.ts';
import { designs } from './designs.ts';
import { operations } from './operations.ts';
import { requests } from './requests.ts';

export const comparisons: Readonly<Record<string, Comparison>> = {
  ...consensus,
  ...data,
  ...cachesAndMessages,
  ...requests,
  ...operations,
  ...designs,
};
