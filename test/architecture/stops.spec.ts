import ts from 'typescript';
import { each, ownerOf, type Program, reaches, read, type Unit } from './calls';
import { isTest, type Source, sources } from './sources';

/**
 * What changes a lot, its opening, its draw, its evaluation or its award asks whether a hold stops it, in the same transaction; what does not stands below with its reason.
 * Read from the sources: each transaction that a module of the procedure opens, and each two-person act, with everything that it calls.
 */
const MODULES = ['intake', 'tender', 'bidding', 'opening', 'experts', 'evaluation', 'award'];

/** The ways to ask: the service, the gate of bids, and the SQL of lists and sweeps. */
const ASKS = /\.assertNone\(|\bpassGate\(|\bstopped\(|\bholdOn\(/;

/** The ways to write (libs/platform/src/db). */
const WRITES = /(^|\.)db\.(run|system|write)$|^consume$/;

const UNASKED: Record<string, string> = {
  withKeys: 'takes back that keys came which open nothing; the act that brought them has asked',
  'IntakeService.register': 'there is no project yet that could be held',
  'IntakeService.accept': 'receipt of an entry: no hold in roles.md 3.1',
  'IntakeService.sendBack': 'return of an entry: no hold in roles.md 3.1',
  'HoldsService.suspend': 'places a hold; several may lie on one project',
  'HoldsService.resume': 'lifts one',
  'FollowsController.follow': 'interest changes no lot; tender.follow: no hold in roles.md 3.1',
  'FollowsController.unfollow': 'the same',
  'BiddingService.noteUpload': 'what was on its way when the order came arrives; it is no bid',
  'BiddingService.withdraw': 'bid.withdraw: no hold in roles.md 3.1; under an order leaving goes on',
  'TransferService.begin': 'asks before it, as it opens the upload (assertTakes)',
  'TransferService.forget': 'an upload that is given up',
  'TransferService.verify': 'the hash of what has arrived',
  'TransferWriters.claim': 'who writes to an upload',
  'TransferWriters.hold': 'the same',
  'UploadsService.endDue': 'uploads end by their hours; they are no bids',
  'UploadsService.giveUp': 'an upload that is given up',
  'ReceiptsService.stamp': 'a time-stamp on what was taken',
  'OpeningService.stampDue': 'a time-stamp on what was published',
  'ReleasingService.restorable': 'reads',
  'CallsService.answer': 'call.accept, .decline: no hold in roles.md 3.1',
  'CallsService.stepAside': 'the same: leaving goes on',
  'CallsService.timeOutDue': 'call time-out: no hold in roles.md 3.1; an outage stops it (PERIODS)',
  'ExpertsModule.letGo': 'of a lot that ended: whoever was called is let go',
  'EvaluationModule.seatReplacements': 'an accepted call is a seat; what its holder does there asks',
  'FallenService.giveUp': 'candidate.give-up: no hold in roles.md 3.1',
  'ObjectionService.raise': 'objection.raise: disputing goes on under every hold',
  'PoolService.declareInterest': 'the library, no lot',
  'define:pool.import': 'the library, no lot',
};

/** Transactions and two-person acts of the procedure, by where they are opened. */
function transactions(from: readonly Source[], program: Program): [name: string, unit: Unit][] {
  const paths = from.filter(({ path }) => MODULES.some((module) => path.startsWith(`libs/domain/src/${module}/`))).map(({ path }) => path);
  const acts = [...program.units].filter(([name, unit]) => name.startsWith('define:') && paths.includes(unit.getSourceFile().fileName));
  const opened = [...program.units.values()].flatMap((unit) => {
    const calls: [string, Unit][] = [];
    if (!paths.includes(unit.getSourceFile().fileName) || ts.isObjectLiteralExpression(unit)) return calls;
    each(unit, (node) => {
      if (!ts.isCallExpression(node) || !WRITES.test(node.expression.getText().replaceAll(/\s/g, ''))) return;
      const { owner, method } = ownerOf(node);
      calls.push([[owner, method].filter(Boolean).join('.'), node]);
    });
    return calls;
  });
  return [...acts, ...opened];
}

function unasked(from: readonly Source[]): string[] {
  const program = read(from);
  return [...new Set(transactions(from, program).flatMap(([name, unit]) => (reaches(unit, ASKS, program) ? [] : [name])))].sort();
}

const product = sources('libs/domain').filter((source) => !isTest(source));

test('whatever changes a lot asks whether it is stopped, or says why not', () => {
  const program = read(product);
  expect(transactions(product, program).length).toBeGreaterThan(50);
  expect(unasked(product)).toEqual(Object.keys(UNASKED).sort());
});

/** Real code with its question taken out, so that what is shown is this reading of these sources. */
const WITHOUT: [path: string, taken: RegExp, found: string][] = [
  ['libs/domain/src/bidding/bid-gate.ts', /passGate/g, 'BiddingService.submit'],
  ['libs/domain/src/evaluation/seats.service.ts', /await this\.holds\.assertNone\(.*\n/, 'ReviewService.mark'],
  ['libs/domain/src/tender/clarification.service.ts', /await this\.holds\.assertNone\(.*tender\.ask.*\n/, 'ClarificationService.ask'],
  ['libs/domain/src/opening/releasing.service.ts', /const \[held\] = .*\n/, 'ReleasingService.inOpening'],
  ['libs/domain/src/intake/intake.service.ts', /await this\.holds\.assertNone\(tx, \{ projectId: id, .*\n/, 'define:award.fix-winner'],
];
test.each(WITHOUT)('negative control: %s without its question is found', (path, taken, found) => {
  const without = product.map((source) => ({ ...source, text: source.path === path ? source.text.replace(taken, '') : source.text }));
  const renamed = path.endsWith('bid-gate.ts') ? without.map((source) => ({ ...source, text: source.text.replaceAll('passGate', 'openGate') })) : without;
  expect(unasked(renamed)).toContain(found);
});

test('negative control: a new act that asks nothing is found', () => {
  const planted = `export class PlantedService { constructor(private readonly db: Db) {} end(caller: Caller) { return this.db.run(caller, async (tx) => { await tx.save(tender); }); } }`;
  expect(unasked([...product, { path: 'libs/domain/src/award/planted.ts', text: planted }])).toContain('PlantedService.end');
});
