/** `npm run reading-order`: writes the files of each sim in reading order into `sims/<wing>/<wing>.ts`. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../scenarios/index.ts';
import { projectFolder } from '../../src/host/source.ts';
import { must } from '../../src/kernel/must.ts';
import { filesUnder } from './project-files.ts';
import { readingOrder, withOrder } from './reading-order.ts';

const files = filesUnder('sims');
for (const { id } of catalogue.wings) {
  const path = `sims/${id}/${id}.ts`;
  const text = must(files.get(path), 'file of that path');
  writeFileSync(join(projectFolder, path), withOrder(text, readingOrder(id, files)));
}
