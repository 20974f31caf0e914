import ts from 'typescript';
import type { Source } from './sources';

/** A piece of code: a method, a function, a constant, the object that describes a two-person act. */
export type Unit = ts.Node;

export interface Program {
  /** Methods by `Class.name`, functions and constants by name, two-person acts by `define:act`. */
  units: Map<string, Unit>;
  /** Of a class: what its fields and the constructor's parameters are. */
  fields: Map<string, Map<string, string>>;
}

const nameOf = (name: ts.Node): string => name.getText().replace('#', '');

function typesOf(node: ts.ClassDeclaration): Map<string, string> {
  const named = node.members.flatMap((member): (ts.ParameterDeclaration | ts.PropertyDeclaration)[] =>
    ts.isConstructorDeclaration(member) ? [...member.parameters] : ts.isPropertyDeclaration(member) ? [member] : [],
  );
  return new Map(named.flatMap((one) => (one.type ? [[nameOf(one.name), one.type.getText()] as const] : [])));
}

function actOf(call: ts.CallExpression): string | undefined {
  const [about] = call.arguments;
  if (!/(^|\.)proposals\.define$/.test(call.expression.getText()) || !about) return undefined;
  return /\bact: '([^']+)'/.exec(about.getText())?.[1] ?? /actOfLaw\('([^']+)'\)/.exec(about.getText())?.[1] ?? 'unnamed';
}

export function read(from: readonly Source[]): Program {
  const program: Program = { units: new Map(), fields: new Map() };
  for (const { path, text } of from) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    for (const statement of file.statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name) keep(program, path, nameOf(statement.name), statement);
      if (ts.isVariableStatement(statement)) for (const one of statement.declarationList.declarations) keep(program, path, nameOf(one.name), one);
      if (!ts.isClassDeclaration(statement) || !statement.name) continue;
      const owner = nameOf(statement.name);
      program.fields.set(owner, typesOf(statement));
      for (const member of statement.members)
        if (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)) program.units.set(`${owner}.${member.name ? nameOf(member.name) : 'constructor'}`, member);
    }
    each(file, (node) => {
      const act = ts.isCallExpression(node) ? actOf(node) : undefined;
      if (act) program.units.set(`define:${act}`, (node as ts.CallExpression).arguments[0]!);
    });
  }
  return program;
}

/** By its file, and by itself for those who import it. */
function keep({ units }: Program, path: string, name: string, unit: Unit): void {
  units.set(`${path}#${name}`, unit);
  units.set(`#${name}`, unit);
}

export function each(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => each(child, see));
}

export function ownerOf(node: ts.Node): { owner: string; method: string } {
  let [owner, method] = ['', ''];
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isClassDeclaration(at) && at.name) owner = nameOf(at.name);
    if (ts.isMethodDeclaration(at) || (ts.isFunctionDeclaration(at) && at.name)) method ||= nameOf(at.name!);
  }
  return { owner, method };
}

/** What is given to a function, by its type. */
function parametersIn(unit: Unit): Map<string, string> {
  const given = new Map<string, string>();
  each(unit, (node) => {
    if (ts.isParameter(node) && node.type) given.set(nameOf(node.name), node.type.getText());
  });
  return given;
}

/** What a piece of code calls or refers to, as far as the sources tell. */
function calleesOf(unit: Unit, { units, fields }: Program): string[] {
  const { owner } = ownerOf(unit);
  const file = unit.getSourceFile();
  const imports = file.statements.filter(ts.isImportDeclaration).map((one) => one.getText());
  const found: string[] = [];
  const given = parametersIn(unit);
  each(unit, (node) => {
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) {
      const here = `${file.fileName}#${node.text}`;
      if (units.has(here)) found.push(here);
      else if (imports.some((one) => new RegExp(`\\b${node.text}\\b`).test(one))) found.push(`#${node.text}`);
    }
    if (!ts.isPropertyAccessExpression(node)) return;
    const [on, name] = [node.expression.getText(), nameOf(node.name)];
    const type = on === 'this' ? owner : (fields.get(owner)?.get(on.replace(/^this\./, '').replace('#', '')) ?? given.get(on) ?? on);
    found.push(`${type}.${name}`);
    if (/(^|\.)proposals\.ask$/.test(node.getText()) && ts.isCallExpression(node.parent)) found.push(`define:${node.parent.arguments[1]!.getText().slice(1, -1)}`);
  });
  return found.filter((name) => units.has(name) && units.get(name) !== unit);
}

/** Whether a piece of code, or anything that it calls or refers to, matches. */
export function reaches(unit: Unit, pattern: RegExp, program: Program, seen = new Set<Unit>()): boolean {
  if (seen.has(unit)) return false;
  seen.add(unit);
  return pattern.test(unit.getText()) || calleesOf(unit, program).some((name) => reaches(program.units.get(name)!, pattern, program, seen));
}
