import ts from 'typescript';
import { each, ownerOf, reaches, read } from './calls';
import { codeOf, isTest, type Source, sources } from './sources';

/** Whether a certificate may sign is asked in one place, or the answers differ: an ended certificate once signed a report that a bid would have refused. */
const ASKING =
  /\b(verifyDetached|verifySealedBid|verifyChain|verifyStatement|signersOf|createVerify|X509Certificate)\b|\b(node:crypto|crypto|subtle)\s*\.\s*verify\b|\btrust\s*\.\s*(signer|check|basis|consult)\b/;
const PLACES = [/^libs\/domain\/src\/trust\//, /^libs\/domain\/src\/identity\/signing-rights\.ts$/];

const asking = (from: readonly Source[]) => from.filter((source) => !isTest(source) && ASKING.test(codeOf(source.text)) && !PLACES.some((place) => place.test(source.path))).map(({ path }) => path);

test('only SigningRights and the trust behind it ask about signatures', () => {
  expect(asking(sources('libs/domain', 'libs/platform', 'apps/api', 'apps/worker'))).toEqual([]);
});

test.each([
  'this.trust.signer(cms, content, tx.now)',
  'trust.check(certificate, tx.now)',
  'verifySealedBid({ ...trust.basis() })',
  'verifyDetached(cms, content)',
  'createVerify(digest)',
  'crypto.verify(null, text, key, signature)',
  `const { verifyChain } = require('@envelope')`,
])('negative control: %s is found when planted', (text) => expect(asking([{ path: 'libs/domain/src/award/planted.ts', text }])).toHaveLength(1));

/** The other half: what is sent with a person's signature has it judged. A body's signature and who takes it, read from the sources with all that they call. */
const SIGNED = /[{,\s]['"]?(signature|proof|cms)['"]?\s*[:,}]/;
const JUDGED = /\brights\s*\.\s*(signer|holder|accountOf|sealedBid)\(/;

/** Routes and messages of sockets whose schema takes a signature: where they are, and the code that takes it. */
function taking(from: readonly Source[]): { name: string; judged: boolean }[] {
  const program = read(from);
  const files = new Set([...program.units.values()].map((unit) => unit.getSourceFile()));
  const found: { name: string; judged: boolean }[] = [];
  const look = (name: string, schema: ts.Node, handler: ts.Node) => reaches(schema, SIGNED, program) && found.push({ name, judged: reaches(handler, JUDGED, program) });
  for (const file of files)
    each(file, (node) => {
      if (ts.isMethodDeclaration(node)) for (const parameter of node.parameters) for (const schema of bodyOf(parameter)) look(`${ownerOf(node).owner}.${node.name.getText()}`, schema, node);
      if (ts.isCallExpression(node) && /(^|\.)realtime\.on$/.test(node.expression.getText())) look(node.arguments[0]!.getText(), node.arguments[1]!, node.arguments[2]!);
    });
  return found;
}

const bodyOf = (parameter: ts.ParameterDeclaration): ts.Node[] =>
  (ts.getDecorators(parameter) ?? []).flatMap(({ expression }) => {
    const about = ts.isCallExpression(expression) && expression.expression.getText() === 'Body' ? expression.arguments[0] : undefined;
    return about && ts.isObjectLiteralExpression(about) ? about.properties.flatMap((one) => (ts.isPropertyAssignment(one) && one.name.getText() === 'schema' ? [one.initializer] : [])) : [];
  });

describe('who takes a signature', () => {
  const product = sources('libs/domain').filter((source) => !isTest(source));

  test('has it judged by SigningRights', () => {
    const all = taking(product);
    expect(all.map(({ name }) => name).sort()).toEqual([
      `'report.sign'`,
      'BiddingController.submit',
      'IdentityController.bindCertificate',
      'IdentityController.register',
      'ProposalController.confirm',
      'ProposalController.sign',
      'ReplacingController.ask',
      'SessionsController.certificate',
      'SessionsController.prove',
    ]);
    expect(all.filter(({ judged }) => !judged)).toEqual([]);
  });

  test.each([
    ['libs/domain/src/evaluation/scoring.service.ts', 'await this.rights.signer(tx, cms, Buffer.from(evaluation.report!));', `'report.sign'`],
    ['libs/domain/src/bidding/bidding.service.ts', 'this.rights.sealedBid(', 'BiddingController.submit'],
  ])('negative control: without the question in %s it is found', (path, question, name) => {
    const without = product.map((source) => ({ ...source, text: source.path === path ? source.text.replace(question, '(').replace('(;', '') : source.text }));
    expect(taking(without)).toContainEqual({ name, judged: false });
  });

  test('negative control: a new act that keeps a signature and asks nobody is found', () => {
    const planted = `const Keep = z.strictObject({ signature: z.base64().max(9) });
      export class PlantedController { constructor(private readonly kept: PlantedService) {} keep(@By() caller: Caller, @Body({ schema: Keep }) dto: z.infer<typeof Keep>) { return this.kept.keep(dto.signature); } }
      export class PlantedService { keep(cms: string) { return createVerify('SHA256').verify(key, cms); } }`;
    const source = { path: 'libs/domain/src/award/planted.ts', text: planted };
    expect(taking([...product, source])).toContainEqual({ name: 'PlantedController.keep', judged: false });
    expect(asking([source])).toHaveLength(1);
  });
});
