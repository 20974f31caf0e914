import { checkSync } from 'recheck';
import ts from 'typescript';
import type { Source } from './sources';

export interface Expression {
  /** `path:line`. */
  place: string;
  source: string;
  flags: string;
  /** Applied until the text ends: what it reads beyond a match is read again for the next one. */
  repeated: boolean;
}

const REPEATED = /[gy]/;

/** Every regular expression of a file, literal or made at run time: of the second kind only what a literal says can be checked. */
export function expressionsOf({ path, text }: Source): { found: Expression[]; unchecked: string[] } {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const [found, unchecked]: [Expression[], string[]] = [[], []];
  const placeOf = (node: ts.Node) => `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ place: placeOf(node), ...partsOf(node.text, isSplit(node.parent)) });
    else if (madeOfText(node)) unchecked.push(`${placeOf(node)} ${node.getText(file)}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { found, unchecked };
}

function partsOf(literal: string, split: boolean): Omit<Expression, 'place'> {
  const end = literal.lastIndexOf('/');
  const flags = literal.slice(end + 1);
  return { source: literal.slice(1, end), flags, repeated: split || REPEATED.test(flags) };
}

const calls = (node: ts.Node, ...names: string[]): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && names.includes(node.expression.name.text);

const isSplit = (node: ts.Node) => calls(node, 'split');

/** `RegExp(…)`, and the methods of a string that make an expression of a text. */
function madeOfText(node: ts.Node): boolean {
  const called = (ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression) ? node.expression.text : '';
  return called === 'RegExp' || (calls(node, 'match', 'matchAll', 'search') && node.arguments.some((one) => ts.isStringLiteralLike(one) || ts.isTemplateExpression(one)));
}

/** Milliseconds. Most proofs take one; an expression that is long and branches may take minutes: make several of it. */
const PROOF_MS = 30_000;

const UNBOUNDED = /[*+]|\{\d+,\}/;
/** A character of the private area, which no text of ours holds: with it at its end an expression fails wherever it gets. */
const NOWHERE = String.raw`\uE000`;

/**
 * Why an expression may take more time than in proportion to the text; nothing when it is proven that it cannot. The proof is by automata, which know no
 * back reference and no look-around: what cannot be proven is a fault too. Bounded repetitions cost a constant.
 */
export function faultOf({ source, flags, repeated }: Pick<Expression, 'source' | 'flags' | 'repeated'>): string | undefined {
  if (!UNBOUNDED.test(source)) return undefined;
  const checked = checkSync(repeated ? `(?:${source})${NOWHERE}` : source, flags.replace(REPEATED, ''), { checker: 'automaton', timeout: PROOF_MS });
  if (checked.status === 'safe') return undefined;
  return checked.status === 'vulnerable' ? checked.complexity.summary : 'cannot be proven';
}
