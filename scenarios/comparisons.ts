/** Questions that several scenarios answer side by side: this or that, how it works, and what helps against it. */

import type { Comparison } from './comparison.ts';
import { cachesAndMessages } from './comparisons-of-caches-and-messages.ts';
import { consensus } from './comparisons-of-consensus.ts';
import { data } from './comparisons-of-data.ts';
import { operations } from './comparisons-of-operations.ts';
import { requests } from './comparisons-of-requests.ts';
import { designs } from './designs.ts';

export const comparisons: Readonly<Record<string, Comparison>> = {
  ...consensus,
  ...data,
  ...cachesAndMessages,
  ...requests,
  ...operations,
  ...designs,
};
