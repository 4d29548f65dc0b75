/** `lab find <words>`: what speaks of it, best first. */
import { guides } from '../../host/guides.ts';
import { Index } from '../../lab/find/find.ts';
import { counted } from '../../words/numbers.ts';
import type { CommandLine } from '../command-line.ts';
import { exitStatus } from '../exit-status.ts';
import { everything, found } from '../finding.ts';
import { terminalWidth } from '../output.ts';
import { listed } from '../render/fit.ts';

const shownMax = 10;

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('find <words...>')
    .description('find questions, scenarios, rules, claims, terms and guides by words, best first')
    .option('--json', 'print all of them as JSON', false)
    .addHelpText(
      'after',
      `
Typing errors are forgiven, and words that mean the same are tried too.`,
    )
    .action(async (words: string[], { json }: { json: boolean }) => {
      const { paint, print, printJson, say, stdout } = io;
      const results = found(words, new Index([...(await everything()), ...guides()]));
      if (json) printJson({ results });
      else {
        const rows = results
          .slice(0, shownMax)
          .map(({ kind, name, text }) => [paint.dim(kind), paint.cyan(name), text]);
        print(`${listed(rows, terminalWidth(stdout)).join('\n')}\n`);
        const more = results.length - rows.length;
        if (more > 0) say(`${counted(more, 'more result')}: --json has them all.`);
      }
      done(exitStatus.pass);
    });
}
