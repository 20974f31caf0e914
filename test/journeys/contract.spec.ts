import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { CLIENT_FILE, clientTypes, CONTRACT_FILE, readContract, textOf } from '../../tools/contract/contract';
import { schemaWriter } from '../../tools/contract/schema-of';
import { closeConnections, startWorld } from './world';

const TOP = join(__dirname, '../..');
const HOW = 'is out of date: run "npm run contract" and commit the file';

/** The generated file went through the formatter; words are what counts. */
const words = (text: string) => text.replace(/[\s;,|]+|["']/g, '');

test('the description of the answers and the client’s types are those of the code', async () => {
  const same = isDeepStrictEqual(JSON.parse(readFileSync(join(TOP, CONTRACT_FILE), 'utf8')), JSON.parse(textOf(readContract(TOP))));
  expect({ file: CONTRACT_FILE, [HOW]: !same }).toEqual({ file: CONTRACT_FILE, [HOW]: false });
  const world = await startWorld();
  try {
    const document = await (await fetch(`${world.url}/api/openapi.json`)).json();
    expect({ file: CLIENT_FILE, [HOW]: words(readFileSync(join(TOP, CLIENT_FILE), 'utf8')) !== words(await clientTypes(document)) }).toEqual({ file: CLIENT_FILE, [HOW]: false });
  } finally {
    await world.stop();
    await closeConnections();
  }
}, 240_000);

/** The schema of `type Answer` in a program of one file. */
function schemaOf(code: string): unknown {
  const file = 'answer.ts';
  const host = ts.createCompilerHost({});
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(file, code, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest));
  host.fileExists = (name) => name === file || fileExists(name);
  const program = ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022 }, host);
  const checker = program.getTypeChecker();
  const alias = program.getSourceFile(file)!.statements.find((one) => ts.isTypeAliasDeclaration(one) && one.name.text === 'Answer') as ts.TypeAliasDeclaration;
  const schemas = {};
  return { schema: schemaWriter(checker, schemas)(checker.getTypeAtLocation(alias.type), 'Answer'), schemas };
}

describe('types become what is sent', () => {
  it('dates, optional and null members, enums, lists, names', () => {
    const code = `interface Row { id: string; at: Date; n?: number; kind: 'b' | 'a'; until: string | null; next?: Row } type Answer = { items: Row[]; ok: true };`;
    expect(schemaOf(code)).toMatchObject({
      schema: { $ref: '#/components/schemas/Answer' },
      schemas: {
        Answer: { type: 'object', required: ['items', 'ok'], properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Row' } }, ok: { type: 'boolean', enum: [true] } } },
        Row: {
          required: ['id', 'at', 'kind', 'until'],
          properties: {
            at: { type: 'string', format: 'date-time' },
            n: { type: 'number' },
            kind: { type: 'string', enum: ['a', 'b'] },
            until: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            next: { $ref: '#/components/schemas/Row' },
          },
        },
      },
    });
  });

  it('a changed type changes the schema, and a type that says nothing is refused', () => {
    expect(schemaOf('type Answer = { a: string };')).not.toEqual(schemaOf('type Answer = { a: number };'));
    expect(() => schemaOf('type Answer = { a: unknown };')).toThrow('Answer/a: the type unknown says nothing');
    expect(() => schemaOf('type Answer = { a: bigint };')).toThrow('bigint');
  });
});
