import ts from 'typescript';
import { LooseType, type Schema, schemaWriter } from './schema-of';

/** What each route answers, by operation (`TenderController_list`), and the named shapes that they share. */
export interface Contract {
  responses: Record<string, Schema>;
  schemas: Record<string, Schema>;
}

const VERBS = new Set(['Get', 'Post', 'Put', 'Delete', 'Patch']);

const decoratorNames = (node: ts.HasDecorators): string[] =>
  (ts.getDecorators(node) ?? []).map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression.getText() : expression.getText()));

/** Whether a handler writes to the reply by itself; with `passthrough` it only sets a header. */
const writesReply = (method: ts.MethodDeclaration): boolean =>
  method.parameters.some((parameter) =>
    (ts.getDecorators(parameter) ?? []).some(({ expression }) => ts.isCallExpression(expression) && expression.expression.getText() === 'Res' && expression.arguments.length === 0),
  );

/** The type behind a promise; nothing for a handler that writes to the reply by itself. */
function answerOf(checker: ts.TypeChecker, method: ts.MethodDeclaration): ts.Type | undefined {
  if (writesReply(method)) return undefined;
  const returned = checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(method)!);
  return checker.getAwaitedType(returned) ?? returned;
}

/**
 * Reads the controllers with the TypeScript checker: what a method returns is what its route answers, so the description cannot say anything
 * else. `loose` lists the answers that depend on the act (a confirmed proposal). Throws LooseType on any other type that says nothing.
 */
export function contractOf(files: readonly string[], options: ts.CompilerOptions, loose: ReadonlySet<string>): Contract {
  const program = ts.createProgram(files, { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const contract: Contract = { responses: {}, schemas: {} };
  const schemaOf = schemaWriter(checker, contract.schemas);
  const read = (name: string, method: ts.MethodDeclaration) => {
    const answer = answerOf(checker, method);
    if (!answer) return;
    try {
      contract.responses[name] = schemaOf(answer, name);
    } catch (error) {
      if (!(error instanceof LooseType) || !loose.has(name)) throw error;
      contract.responses[name] = {};
    }
  };
  for (const file of files) {
    const source = program.getSourceFile(file)!;
    source.forEachChild((node) => {
      if (!ts.isClassDeclaration(node) || !decoratorNames(node).includes('Controller')) return;
      for (const member of node.members) if (ts.isMethodDeclaration(member) && decoratorNames(member).some((name) => VERBS.has(name))) read(`${node.name!.text}_${member.name.getText()}`, member);
    });
  }
  return { responses: sorted(contract.responses), schemas: sorted(contract.schemas) };
}

const sorted = <T>(of: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
