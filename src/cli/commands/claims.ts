/** `lab claims [words]`: the ledger, each claim with its verdict, its figure and the run that shows it. */
import { ledger } from '../../../scenarios/ledger.ts';
import { wrapped } from '../../draw/text.ts';
import type { CommandLine } from '../command-line.ts';
import { exitStatus } from '../exit-status.ts';
import { claimItems, claimOf, found, runOf } from '../finding.ts';

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('claims [words...]')
    .description('the ledger: each claim with its verdict, its figure and the run that shows it')
    .option('--json', 'print them as JSON', false)
    .action(async (words: string[], { json }: { json: boolean }) => {
      const { paint, print, printJson, program } = io;
      const names = words.length === 0 ? undefined : found(words, claimItems);
      const claims = names?.flatMap(({ name }) => claimOf(name) ?? []) ?? ledger;
      if (json) {
        printJson(claims.map((claim) => ({ ...rowOf(claim), run: runOf(claim) })));
      } else {
        for (const claim of claims) {
          print(
            [
              `${paint.bold(claim.verdict.padEnd(9))}  ${paint.cyan(claim.id)}`,
              wrapped(`${claim.says} ${claim.instead ?? ''}`.trim(), '  '),
              wrapped(claim.figure, '  '),
              `  ${program} ${runOf(claim)}`,
              '\n',
            ].join('\n'),
          );
        }
      }
      done(exitStatus.pass);
    });
}

function rowOf({ id, verdict, figure, says, instead }: (typeof ledger)[number]) {
  return { id, verdict, figure, says, ...(instead === undefined ? {} : { instead }) };
}
