/** `scenarios/CLAIMS.md`: the whole ledger, section by section, as a page to read. */
import { ledger } from '../../scenarios/ledger.ts';
import { opinions, referenceClaims } from '../../scenarios/reference-claims.ts';
import { sectionOf, sections } from '../../scenarios/sections.ts';
import { runOf } from '../../src/cli/finding.ts';

const counts = (verdict: string): number =>
  ledger.filter((claim) => claim.verdict === verdict).length;

/** Markdown, made from the ledger alone. */
export function claimsPage(): string {
  return [
    '# Claims',
    '',
    'What a system-design cheatsheet claims, and what a run makes of it. Written by `npm run ledger`; a test',
    'holds each verdict to its run.',
    '',
    `${ledger.length} claims have been run: ${counts('confirmed')} confirmed, ${counts('refuted')} refuted, ${counts('depends')} depend on`,
    `something that they do not say. ${Object.keys(referenceClaims).length} more are decided by a document, and ${Object.keys(opinions).length} are opinions.`,
    '',
    ...sections.flatMap(({ id, title }) => sectionLines(id, title)),
  ].join('\n');
}

function sectionLines(id: string, title: string): string[] {
  const isOwn = (claim: string) => sectionOf(claim) === id;
  const run = ledger.filter((claim) => isOwn(claim.id));
  const documented = Object.entries(referenceClaims).filter(([claim]) => isOwn(claim));
  const held = Object.entries(opinions).filter(([claim]) => isOwn(claim));
  if (run.length + documented.length + held.length === 0) return [];
  return [
    `## ${/^\d/.test(id) ? `${id}. ` : /^q\d/.test(id) ? `${id.toUpperCase()}. ` : ''}${title}`,
    '',
    '| claim | verdict | figure or source | shown by |',
    '| --- | --- | --- | --- |',
    ...run.map((claim) => {
      const { verdict, says, instead = '', figure } = claim;
      return row(`${says} ${instead}`, verdict, figure, `\`${runOf(claim)}\``, claim.id);
    }),
    ...documented.map(([name, { says, instead = '', verdict, source, asOf }]) =>
      row(`${says} ${instead}`, verdict, source, asOf, name),
    ),
    ...held.map(([name, says]) => row(says, 'opinion', '', '', name)),
    '',
  ];
}

const row = (says: string, verdict: string, figure: string, shown: string, id: string): string =>
  `| ${cell(says)} (\`${id}\`) | ${verdict} | ${cell(figure)} | ${cell(shown)} |`;

const cell = (text: string): string => text.trim().replaceAll('|', '\\|').replace(/\s+/g, ' ');
