/** Writes `scenarios/CLAIMS.md` from the ledger; part of `npm run ledger`. */
import { writeFileSync } from 'node:fs';
import { claimsPage } from './claims-page.ts';

writeFileSync('scenarios/CLAIMS.md', claimsPage());
