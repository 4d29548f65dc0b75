/** Splits lines of TypeScript into tokens with a kind each, so that the page needs no highlighter. */
import ts from 'typescript';

export type Token = readonly [
  kind: 'word' | 'text' | 'number' | 'comment' | 'name' | 'mark',
  text: string,
];

/** The tokens of each line. What stands between tokens belongs to the one before. */
export function highlighted(lines: readonly string[]): Token[][] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard);
  scanner.setText(lines.join('\n'));
  const rows: Token[][] = [[]];
  for (;;) {
    const kind = scanner.scan();
    if (kind === ts.SyntaxKind.EndOfFileToken) return rows;
    const [first = '', ...more] = scanner.getTokenText().split('\n');
    add(rows, kindOf(kind), first);
    for (const text of more) {
      rows.push([]);
      add(rows, kindOf(kind), text);
    }
  }
}

function add(rows: Token[][], kind: Token[0], text: string): void {
  if (text !== '') rows.at(-1)?.push([kind, text]);
}

function kindOf(kind: ts.SyntaxKind): Token[0] {
  if (kind >= ts.SyntaxKind.FirstKeyword && kind <= ts.SyntaxKind.LastKeyword) return 'word';
  if (kind === ts.SyntaxKind.Identifier) return 'name';
  if (kind === ts.SyntaxKind.NumericLiteral || kind === ts.SyntaxKind.BigIntLiteral)
    return 'number';
  const texts = [
    ts.SyntaxKind.StringLiteral,
    ts.SyntaxKind.NoSubstitutionTemplateLiteral,
    ts.SyntaxKind.TemplateHead,
    ts.SyntaxKind.TemplateMiddle,
    ts.SyntaxKind.TemplateTail,
  ];
  if (texts.includes(kind)) return 'text';
  const comments = [ts.SyntaxKind.SingleLineCommentTrivia, ts.SyntaxKind.MultiLineCommentTrivia];
  return comments.includes(kind) ? 'comment' : 'mark';
}
