/** `npm run ledger`: writes the figures of the ledger, from a run of each scenario that decides a claim. */
import { writeFileSync } from 'node:fs';
import { catalogue } from '../../scenarios/index.ts';
import { figuresOfWing } from './ledger-figures.ts';

const figures: [string, object][] = [];
for (const { id } of catalogue.wings) figures.push(...Object.entries(await figuresOfWing(id)));
const lines = figures.map(([id, figure]) => `  ${JSON.stringify(id)}: ${JSON.stringify(figure)},`);
writeFileSync(
  'scenarios/claim-figures.ts',
  [
    '/** Written by `npm run ledger`: what decides each claim, and what its run measured. */',
    "import type { ClaimFigures } from '../src/lab/claim.ts';",
    '',
    'export const claimFigures: ClaimFigures = {',
    ...lines,
    '};',
    '',
  ].join('\n'),
);
// Only now, since the page reads the figures that have just been written.
await import('./write-claims-page.ts');
