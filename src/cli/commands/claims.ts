/** `lab claims [words]`: the ledger, each claim with its verdict, its figure and the run that shows it. */
import { ledger } from '../../../scenarios/ledger.ts';
import { opinions, referenceClaims } from '../../../scenarios/reference-claims.ts';
import { sectionOf, sections } from '../../../scenarios/sections.ts';
import { wrapped } from '../../draw/text.ts';
import type { Claim } from '../../lab/claim.ts';
import { Index } from '../../lab/find/find.ts';
import { claimsToFind } from '../../lab/find/findable.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { counted } from '../../words/numbers.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { claimOf, found, runOf } from '../finding.ts';
import type { CommandIo } from '../io.ts';

interface ClaimsFlags {
  readonly section?: string;
  readonly confirmed: boolean;
  readonly refuted: boolean;
  readonly depends: boolean;
  readonly references: boolean;
  readonly opinions: boolean;
  readonly json: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('claims [words...]')
    .description(
      'print the ledger: each claim with its verdict, its figure and the run that shows it',
    )
    .option('--section <id>', 'only claims of this section (1 to 27) or question (q1 to q22)')
    .option('--confirmed', 'only confirmed claims', false)
    .option('--refuted', 'only refuted claims', false)
    .option('--depends', 'only claims that hold under a condition', false)
    .option('--references', 'claims that a document decides instead of a run', false)
    .option('--opinions', 'claims that nothing decides', false)
    .option('--json', 'print them as JSON', false)
    .action((words: string[], flags: ClaimsFlags) => done(claimsCommand(words, flags, io)));
}

function claimsCommand(words: readonly string[], flags: ClaimsFlags, io: CommandIo): ExitStatus {
  const { json, references, opinions } = flags;
  const isIn = sectionFilter(flags.section);
  if (references || opinions) {
    if (words.length > 0) throw new InputError('--references and --opinions take no words.');
    printOthers(flags, isIn, io);
    return exitStatus.pass;
  }
  const claims = chosen(words).filter(({ id, verdict }) => isIn(id) && isWanted(verdict, flags));
  if (json) io.printJson(claims.map((claim) => ({ ...rowOf(claim), run: runOf(claim) })));
  else if (claims.length === 0) io.say('No claim of the ledger is among these.');
  else {
    for (const claim of claims) printClaim(claim, io);
    io.say(counts(claims));
  }
  return exitStatus.pass;
}

function chosen(words: readonly string[]): readonly Claim[] {
  if (words.length === 0) return ledger;
  const results = found(words, new Index(claimsToFind(ledger)));
  const [first] = results;
  // A claim that is named by its id is the only one that is meant.
  const isNamed = first?.name === words.join(' ');
  return (isNamed ? results.slice(0, 1) : results).flatMap(({ name }) => claimOf(name) ?? []);
}

/** Throws InputError for a section that does not exist. */
function sectionFilter(given: string | undefined): (claim: string) => boolean {
  if (given === undefined) return () => true;
  const ids = sections.map(({ id }) => id);
  const wanted = given.toLowerCase();
  if (!ids.includes(wanted)) {
    throw unknownChoice(
      'section',
      given,
      ids,
      'There are 1 to 27, q1 to q22, top, one-liners and quick-fire.',
    );
  }
  return (claim) => sectionOf(claim) === wanted;
}

function isWanted(verdict: Claim['verdict'], flags: ClaimsFlags): boolean {
  const { confirmed, refuted, depends } = flags;
  return confirmed || refuted || depends ? flags[verdict] : true;
}

function printClaim(claim: Claim, { paint, print, program }: CommandIo): void {
  const { id, verdict, says, instead = '', figure } = claim;
  print(
    [
      `${paint.bold(verdict.padEnd(9))}  ${paint.cyan(id)}`,
      wrapped(`“${says}”`, '  '),
      ...(instead === '' ? [] : [wrapped(instead, '  ')]),
      wrapped(`In its run: ${figure}`, '  '),
      `  ${program} ${runOf(claim)}`,
      '\n',
    ].join('\n'),
  );
}

function counts(claims: readonly Claim[]): string {
  const of = (verdict: Claim['verdict']) => claims.filter((one) => one.verdict === verdict).length;
  const parts = [
    [of('confirmed'), 'confirmed'],
    [of('refuted'), 'refuted'],
    [of('depends'), 'depend on something'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0);
  const [only] = shown;
  const each =
    shown.length === 1 && only !== undefined
      ? only[1]
      : shown.map(([count, what]) => `${count} ${what}`).join(', ');
  return `${counted(claims.length, 'claim')}: ${each}.`;
}

function printOthers(
  { references, json }: ClaimsFlags,
  isIn: (claim: string) => boolean,
  { paint, print, printJson }: CommandIo,
): void {
  const documented = Object.entries(references ? referenceClaims : {}).filter(([id]) => isIn(id));
  const held = Object.entries(references ? {} : opinions).filter(([id]) => isIn(id));
  if (json) {
    printJson([
      ...documented.map(([id, claim]) => ({ id, ...claim })),
      ...held.map(([id, says]) => ({ id, says, verdict: 'opinion' })),
    ]);
    return;
  }
  for (const [id, { verdict, says, instead = '', source, asOf }] of documented) {
    const head = `${paint.bold(verdict.padEnd(9))}  ${paint.cyan(id)}`;
    const words = wrapped(`${says} ${instead}`.trim(), '  ');
    print([head, words, wrapped(`${source}, ${asOf}`, '  '), '\n'].join('\n'));
  }
  for (const [id, says] of held) {
    print(
      [`${paint.bold('opinion'.padEnd(9))}  ${paint.cyan(id)}`, wrapped(says, '  '), '\n'].join(
        '\n',
      ),
    );
  }
}

function rowOf({ id, verdict, figure, says, instead }: Claim) {
  const section = sectionOf(id);
  return {
    id,
    verdict,
    figure,
    says,
    ...(instead === undefined ? {} : { instead }),
    ...(section === undefined ? {} : { section }),
  };
}
