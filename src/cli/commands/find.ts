/** `lab find <words>`: the scenarios, rules and claims that speak of it, best first. */

import { columns } from '../../draw/text.ts';
import type { CommandLine } from '../command-line.ts';
import { exitStatus } from '../exit-status.ts';
import { everything, found } from '../finding.ts';

const shownMax = 10;

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('find <words...>')
    .description('scenarios, rules and claims that speak of it, best first')
    .option('--json', 'print all of them as JSON', false)
    .action(async (words: string[], { json }: { json: boolean }) => {
      const { paint, print, printJson } = io;
      const results = found(words, await everything());
      if (json) printJson({ results });
      else {
        const rows = results
          .slice(0, shownMax)
          .map(({ kind, name, text }) => [paint.dim(kind), paint.cyan(name), text]);
        print(`${columns(rows).join('\n')}\n`);
      }
      done(exitStatus.pass);
    });
}
