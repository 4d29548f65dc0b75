/**
 * Lines of TypeScript as tokens with a kind each, so that code can be shown in colours.
 *
 * Only what colours need is told apart: a slash begins a regular expression unless an operand stands before it, which
 * is all of ECMAScript's grammar that a scanner cannot do without (ECMA-262, 12.9.5).
 */

export type Token = readonly [
  kind: 'word' | 'text' | 'number' | 'comment' | 'name' | 'mark',
  text: string,
];

type Kind = Token[0];

/** TypeScript's own words, those that are names elsewhere too among them. */
export const codeWords: ReadonlySet<string> = new Set(
  (
    'abstract accessor any as assert asserts async await bigint boolean break case catch class const constructor ' +
    'continue debugger declare default defer delete do else enum export extends false finally for from function get ' +
    'global if implements import in infer instanceof interface intrinsic is keyof let module namespace never new null ' +
    'number object of out override package private protected public readonly require return satisfies set static ' +
    'string super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield'
  ).split(' '),
);

/** What a token may be by its first characters; the order decides. Templates are read apart. */
const patterns: readonly (readonly [Kind, RegExp])[] = [
  ['mark', /\s+/y],
  ['comment', /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['text', /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?/y],
  [
    'number',
    /0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y,
  ],
  ['name', /#?[\p{ID_Start}$_][\p{ID_Continue}$]*/uy],
];

const regularExpression = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const templateStretch = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*(?:`|\$\{|$)/y;
const operators = /=>|\?\?=?|\?\.(?!\d)|\.\.\.|\*\*=?|&&=?|\|\|=?|[-+*/%&|^<>!=]=?=?|[\s\S]/uy;

/** The tokens of each line; joined, they are the lines. */
export function codeTokens(lines: readonly string[]): Token[][] {
  const rows: Token[][] = [[]];
  for (const [kind, text] of tokensOf(lines.join('\n'))) {
    const [first = '', ...more] = text.split('\n');
    add(rows, kind, first);
    for (const line of more) {
      rows.push([]);
      add(rows, kind, line);
    }
  }
  return rows;
}

function add(rows: Token[][], kind: Kind, text: string): void {
  if (text !== '') rows.at(-1)?.push([kind, text]);
}

function* tokensOf(code: string): Generator<Token> {
  /** Braces that are open since the last `${` of each template around this place. */
  const templates: number[] = [];
  let before: Token | undefined;
  for (let at = 0; at < code.length; ) {
    const token = tokenAt(code, at, templates, before);
    yield token;
    at += token[1].length;
    if (token[0] !== 'comment' && token[1].trim() !== '') before = token;
  }
}

function tokenAt(code: string, at: number, templates: number[], before: Token | undefined): Token {
  const begins = code[at];
  const depth = templates.length - 1;
  if (begins === '`' || (begins === '}' && templates[depth] === 0)) {
    return ['text', stretchOfTemplate(code, at, templates)];
  }
  if (begins === '{' && depth >= 0) templates[depth] = (templates[depth] ?? 0) + 1;
  if (begins === '}' && depth >= 0) templates[depth] = (templates[depth] ?? 0) - 1;
  for (const [kind, pattern] of patterns) {
    const text = matchAt(pattern, code, at);
    if (text === undefined) continue;
    return [kind === 'name' && codeWords.has(text) ? 'word' : kind, text];
  }
  const expression = endsOperand(before) ? undefined : matchAt(regularExpression, code, at);
  if (expression !== undefined) return ['text', expression];
  return ['mark', matchAt(operators, code, at) ?? code.slice(at, at + 1)];
}

/** From a backtick, or the brace that ends an expression in the template, up to the next of either. */
function stretchOfTemplate(code: string, at: number, templates: number[]): string {
  if (code[at] === '}') templates.pop();
  const rest = matchAt(templateStretch, code, at + 1) ?? '';
  if (rest.endsWith('${')) templates.push(0);
  return code.slice(at, at + 1 + rest.length);
}

/** After an operand a slash divides. */
function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  const [kind, text] = token;
  if (kind === 'mark') return /[)\]}]$/.test(text);
  if (kind === 'word')
    return ['this', 'super', 'null', 'true', 'false', 'undefined'].includes(text);
  return true;
}

function matchAt(pattern: RegExp, code: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(code)?.[0];
}
