import { codeOf, isTest, type Source, sources } from './sources';

/** Who may write outside of an act's transaction, and why nobody has to answer for it. */
const MAY: Record<string, string> = {
  'libs/platform/src/db/db.ts': 'is where it is done',
  'libs/platform/src/jobs/jobs.ts': 'when jobs ran, so that it shows when they do not',
  'libs/platform/src/audit/refusal-trail.ts': 'writes the trail itself, of acts that did not happen',
  'libs/domain/src/identity/actors.ts': 'when a session was last used, noted beside reads',
  'libs/domain/src/identity/attempts.ts': 'counts guesses before they are compared, which a refusal must not take back',
  'libs/domain/src/identity/identity.module.ts': 'the job that tidies what only served a moment',
  'libs/domain/src/opening/keys-came.ts': 'takes back that keys came which open nothing: the act is refused, and that has its trace',
  'libs/domain/src/outages/outages.service.ts': 'that nothing is left of an outage; what each lot got from it has its record',
  'libs/domain/src/trust/time-source.ts': 'the job that notes how the time source does',
  'libs/domain/src/trust/revocation-lists.ts': 'the job that fetches what authorities publish',
  'libs/domain/src/bidding/transfer-writers.ts': 'claims on an upload, and how far it has come; it is no bid yet',
  'libs/domain/src/files/contents.service.ts': 'claims on room, and how far an upload has come',
  'libs/domain/src/files/collection.service.ts': 'claims on room that ended; what is removed has its own log',
  'libs/domain/src/bidding/uploads.service.ts': 'the job that lets go what was never submitted, once it cannot be any more',
  'libs/domain/src/bidding/transfer.service.ts': 'what is known of an upload, and the end of one that nobody went on with; it is no bid yet',
  'libs/domain/src/bidding/receipts.service.ts': 'the time stamp of a receipt that is committed already',
  'libs/domain/src/opening/opening.service.ts': 'the time stamp of a commitment that is committed already',
};

const writers = (all: readonly Source[]) => all.filter((source) => !isTest(source) && /\b[dD]b\.write\b|\.get\(Db\)\.write\b/.test(codeOf(source.text))).map(({ path }) => path);

const product = sources('apps', 'libs');

test('an act is written with its record: who writes without one stands here, with a reason', () => {
  const known = Object.keys(MAY).filter((path) => path !== 'libs/platform/src/db/db.ts');
  expect(writers(product).sort()).toEqual(known.sort());
});

test('negative control: one more is found', () => {
  const text = `export const end = async (db: Db) => { await db.run(caller, (tx) => tx.record(event)); await db.write('update thing set ended = true'); };`;
  expect(writers([...product, { path: 'libs/domain/src/tender/planted.ts', text }])).toContain('libs/domain/src/tender/planted.ts');
  expect(writers([{ path: 'libs/domain/src/tender/planted.ts', text: '// never db.write' }])).toEqual([]);
});
