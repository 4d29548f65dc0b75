/**
 * Goal: code in colours is divided as TypeScript itself divides it.
 * Method: every file of the sims, and lines that are hard to divide, against the leaves of TypeScript's own parser.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { codeTokens, codeWords, type Token } from '../../src/draw/code.ts';
import { projectFolder } from '../../src/host/source.ts';

const folder = join(projectFolder, 'sims');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort();

/** What each character that is not white space is part of, as the parser has it. */
function kindsByParser(code: string): Token[0][] {
  const kinds = new Array<Token[0]>(code.length).fill('comment');
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (children.length === 0) {
      kinds.fill(kindOf(node.kind), node.getStart(source), node.getEnd());
    }
    // What JSDoc says is a comment here.
    for (const child of children) if (!ts.isJSDoc(child)) visit(child);
  };
  const source = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true);
  visit(source);
  return kinds;
}

function kindOf(kind: ts.SyntaxKind): Token[0] {
  if (kind >= ts.SyntaxKind.FirstKeyword && kind <= ts.SyntaxKind.LastKeyword) return 'word';
  switch (kind) {
    case ts.SyntaxKind.Identifier:
    case ts.SyntaxKind.PrivateIdentifier:
      return 'name';
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
      return 'number';
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.RegularExpressionLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateHead:
    case ts.SyntaxKind.TemplateMiddle:
    case ts.SyntaxKind.TemplateTail:
      return 'text';
    default:
      return 'mark';
  }
}

/** The first place at which the two differ, with what stands there; undefined if there is none. */
function difference(code: string): string | undefined {
  const kinds = kindsByParser(code);
  let at = 0;
  for (const [line, tokens] of codeTokens(code.split('\n')).entries()) {
    for (const [kind, text] of tokens) {
      for (const character of text.split('')) {
        const expected = kinds[at];
        at += 1;
        if (character.trim() === '' || kind === expected) continue;
        // A word such as `of` or `type` may be a name: colours do not tell the two apart.
        if (kind === 'word' && expected === 'name') continue;
        return `line ${line + 1}: ${text} is a ${kind}, and not a ${expected}`;
      }
    }
    at += 1;
  }
  return undefined;
}

test('the words are those of TypeScript', () => {
  const words = [];
  for (let kind = ts.SyntaxKind.FirstKeyword; kind <= ts.SyntaxKind.LastKeyword; kind++) {
    words.push(ts.tokenToString(kind));
  }
  expect([...codeWords].sort()).toEqual(words.sort());
});

test('the code of every sim is divided as by the parser', () => {
  const differing = files.flatMap((file) => {
    const found = difference(readFileSync(join(folder, file), 'utf8'));
    return found === undefined ? [] : [`${file} ${found}`];
  });
  expect(files.length).toBeGreaterThan(900);
  expect(differing).toEqual([]);
});

test.each([
  'const half = (a + b) / 2 / c;',
  'const found = /[/"]\\/x/gu.test(text) ? a / b : list[0] / 2;',
  'return /x/;',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
  'const said = `a ${`b ${{ c: `}` }.c} d`} e`; const next = `\\`${1}$`;',
  'const it = \'it\\\'s\' + "a \\" b"; // and `more`',
  'const numbers = [0x1f, 1_000.5e-3, .5, 10n, 0b101];',
  'class A { #own = 1; get own() { return this.#own / 2; } }',
  'const far = a?.b ?? c?.[0] ?? (d ? .5 : 1);',
  '/* a\n b */ let x = y / z; /* c */',
])('%s', (code) => {
  expect(difference(code)).toBeUndefined();
});

test('tokens joined are the lines, though they begin within a comment or a template', () => {
  for (const code of [
    'of a comment */ a();',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
    ' ${x} `; b();',
    '} }) `${',
    '"open',
    "'open\nnext",
    '/* open',
  ]) {
    const lines = code.split('\n');
    const joined = codeTokens(lines).map((tokens) => tokens.map(([, text]) => text).join(''));
    expect(joined).toEqual(lines);
  }
});
