/**
 * The mutation operators: every small change of a source file that a test ought to notice. What
 * cannot change behaviour is left alone: types, words, and the text of errors.
 */

import ts from 'typescript';
import { must } from '../../src/kernel/must.ts';

export const operators = [
  'statement removed',
  'comparison turned',
  'constant changed',
  'calls swapped',
] as const;

export type Operator = (typeof operators)[number];

/** One change of one file: the text from `start` to `end` (UTF-16 units) becomes `mutated`. */
export interface Mutant {
  readonly file: string;
  /** Of the start, from 1. */
  readonly line: number;
  /** The whole line without its indentation. */
  readonly lineText: string;
  readonly operator: Operator;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly mutated: string;
  /** True if the changed text is a statement, false if it is an expression. */
  readonly isStatement: boolean;
}

/** Every mutant of a file, in the order of its text. O(length of the text). */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const lines = text.split('\n');
  const mutants: Mutant[] = [];

  function add(operator: Operator, from: ts.Node, mutated: string, to = from, isStatement = false) {
    const start = from.getStart(source);
    const end = to.getEnd();
    const line = source.getLineAndCharacterOfPosition(start).line;
    const lineText = must(lines[line], 'line of the mutant').trim();
    const original = text.slice(start, end);
    mutants.push({
      file,
      line: line + 1,
      lineText,
      operator,
      start,
      end,
      original,
      mutated,
      isStatement,
    });
  }

  function visit(node: ts.Node): void {
    if (isLeftAlone(node)) return;
    if (ts.isStatement(node) && canBeRemoved(node)) {
      add('statement removed', node, '{}', node, true);
    }
    if (ts.isBinaryExpression(node)) {
      for (const turned of turnedOperators.get(node.operatorToken.kind) ?? []) {
        const words = `${node.left.getText(source)} ${turned} ${node.right.getText(source)}`;
        add('comparison turned', node, ts.isBinaryExpression(node.parent) ? `(${words})` : words);
      }
    }
    const condition = conditionOf(node);
    if (condition !== undefined) add('comparison turned', condition, negated(condition, source));
    for (const changed of changedConstants(node)) add('constant changed', node, changed);
    if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node)) {
      for (const [first, second] of pairsOf(node.statements)) {
        if (!isCall(first) || !isCall(second)) continue;
        const between = text.slice(first.getEnd(), second.getStart(source));
        const swapped = `${second.getText(source)}${between}${first.getText(source)}`;
        if (first.getText(source) !== second.getText(source)) {
          add('calls swapped', first, swapped, second, true);
        }
      }
    }
    ts.forEachChild(node, visit);
  }

  visit(source);
  return mutants;
}

/** The whole text with one mutant in it. */
export function applied(text: string, { start, end, mutated }: Mutant): string {
  return text.slice(0, start) + mutated + text.slice(end);
}

/** Types and imports do not run; what is thrown and what is put into words is for people. */
function isLeftAlone(node: ts.Node): boolean {
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isThrowStatement(node) || ts.isTemplateExpression(node)) return true;
  const named = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
  if (named && node.name !== undefined && /InWords$/.test(node.name.getText())) return true;
  const property = ts.isPropertyAssignment(node) ? node.name.getText() : '';
  return property === 'tells' || property === 'words';
}

/** Statements that do something or leave early. What the compiler needs, it will ask for. */
function canBeRemoved(node: ts.Statement): boolean {
  if (ts.isExpressionStatement(node)) {
    return !ts.isStringLiteral(node.expression) && !isSuperCall(node.expression);
  }
  if (ts.isIfStatement(node)) {
    return node.elseStatement === undefined && isExit(node.thenStatement);
  }
  return isBareExit(node) && !isExit(node.parent);
}

/** A `return`, `continue` or `break`, also alone in its block. */
function isExit(node: ts.Node): boolean {
  if (ts.isBlock(node))
    return (
      node.statements.length === 1 && isExit(must(node.statements[0], 'statement of the block'))
    );
  return ts.isReturnStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node);
}

/** The exit of an `if` goes with its `if`; the `break` of a case is left, a slip of another kind. */
function isBareExit(node: ts.Statement): boolean {
  if (ts.isIfStatement(node.parent) && node.parent.elseStatement === undefined) return false;
  if (ts.isBlock(node.parent) && ts.isIfStatement(node.parent.parent)) {
    if (node.parent.statements.length === 1) return false;
  }
  if (ts.isReturnStatement(node)) return node.expression === undefined;
  return ts.isContinueStatement(node);
}

function isSuperCall(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

const turnedOperators = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.LessThanToken, ['<=']],
  [ts.SyntaxKind.LessThanEqualsToken, ['<']],
  [ts.SyntaxKind.GreaterThanToken, ['>=']],
  [ts.SyntaxKind.GreaterThanEqualsToken, ['>']],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ['!==']],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ['===']],
  [ts.SyntaxKind.AmpersandAmpersandToken, ['||']],
  [ts.SyntaxKind.BarBarToken, ['&&']],
]);

const equalities = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** The condition that a node decides by. One that is an equality is turned already. */
function conditionOf(node: ts.Node): ts.Expression | undefined {
  let condition: ts.Expression | undefined;
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    condition = node.expression;
  } else if (ts.isConditionalExpression(node) || ts.isForStatement(node)) {
    condition = node.condition;
  }
  if (condition === undefined) return undefined;
  const isEquality =
    ts.isBinaryExpression(condition) && equalities.includes(condition.operatorToken.kind);
  return isEquality ? undefined : condition;
}

function negated(condition: ts.Expression, source: ts.SourceFile): string {
  const isNot =
    ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken;
  if (isNot) return condition.operand.getText(source);
  return `!(${condition.getText(source)})`;
}

/** A number goes up and down by one, but 0 only up; a truth value turns. */
function changedConstants(node: ts.Node): readonly string[] {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (!ts.isNumericLiteral(node) || isName(node)) return [];
  const value = Number(node.text);
  // In brackets, because a second minus sign before it would make a decrement.
  const less = value < 1 ? `(${value - 1})` : String(value - 1);
  return value === 0 ? ['1'] : [String(value + 1), less];
}

/** A number can also be the name of a property. */
function isName(node: ts.NumericLiteral): boolean {
  const { parent } = node;
  return (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) && parent.name === node;
}

function isCall(node: ts.Statement): boolean {
  if (!ts.isExpressionStatement(node)) return false;
  let { expression } = node;
  while (ts.isAwaitExpression(expression) || ts.isYieldExpression(expression)) {
    if (expression.expression === undefined) return false;
    ({ expression } = expression);
  }
  return ts.isCallExpression(expression) && !isSuperCall(expression);
}

function pairsOf(statements: readonly ts.Statement[]): (readonly [ts.Statement, ts.Statement])[] {
  return statements
    .slice(1)
    .map((second, index) => [must(statements[index], 'statement of the block'), second] as const);
}
