import { HOLD_KINDS, PERIODS } from '@law';
import { ACTS, stoppedBy } from '@procedure';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@test/setup/database';

/**
 * Every moment in the database at which something is over is either a period of law, which stops with holds by `PERIODS`, or stands here with the reason
 * why nobody loses by it when a project is held, or the platform was away, as it comes.
 */
const OWNED: Record<keyof typeof PERIODS, string> = {
  'bid-deadline': 'tender.deadline',
  questions: 'tender.questions_until',
  documents: 'tender.documents_until',
  decryption: 'opening.window_ends_at',
  'call-answer': 'expert_call.answer_by',
  publicity: 'award.publicity_until',
  contract: 'award.contract_until',
};
const NO_PERIOD: Record<string, string> = {
  'tender.next_due_at': 'when the sweep looks again; follows the deadline',
  'bid_keys.came_at': 'when something came, no end',
  'duty.closes_at': 'until when it stands on a list; follows the period that it is of, as the next one does',
  'duty.due_at': 'tells when something is due, and follows the period that it is of (docs/decisions/0031)',
  'proposal.expires_at': 'whoever asked can ask again',
  'expert_call.ends_at': 'hours of a session that was agreed; another draw is for another time',
  'venue_booking.ends_at': 'hours of a room',
  'first_password_half.ends_at': 'handed out again by two persons',
  'role_grant.ends_at': 'how long somebody is appointed',
  'session.expires_at': 'signing in again is open to everybody',
  'certificate.not_after': 'the authority says so',
  'revocation_list.next_update': 'the authority says so',
  'organisation_name.until_at': 'until when a name was borne',
  'attempt_meter.free_at': 'who guessed waits; a remembered device and a certificate do not',
  'storage_claim.ends_at': 'room kept for an upload; asked for again',
};
/** Moments at which something was done, seen or begins, whatever table they stand in: nothing is over by them. A name that stands nowhere here is an end, until somebody says what it is. */
const WAS = new Set(
  [
    'at added_at answered_at asked_at begun_at bound_at checked_in_at closed_at concluded_at contract_signed_at',
    'created_at decided_at declared_at done_at drawn_at ended_at fetched_at fixed_at from_at frozen_at handed_in_at',
    'imported_at known_at last_at lifted_at lost_at noted_at noticed_at offered_at opened_at outage_since placed_at',
    'pledged_at proven_at published_at raised_at received_at registered_at removed_at replaced_at saved_at seen_at',
    'settled_at signed_at started_at stored_at suspended_at this_update to_at totp_since touched_at tried_at',
    'trusted_at uploaded_at',
    'not_before opens_at publicity_from session_starts_at starts_at', // begin
  ].flatMap((names) => names.split(' ')),
);
const EARLIER = /^(old|new)_/; // of what was published

const COLUMNS = `select table_name || '.' || column_name as name, column_name as "column" from information_schema.columns
  where table_schema = 'public' and data_type like 'timestamp%' and table_name in (select tablename from pg_tables where schemaname = 'public')`;
const unknown = (columns: readonly { name: string; column: string }[]) =>
  columns.filter(({ name, column }) => !WAS.has(column) && !EARLIER.test(column) && !Object.values(OWNED).includes(name) && !(name in NO_PERIOD)).map(({ name }) => name);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
});

test('every end in the database is a period of law, or says why it goes on', async () => {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  const columns = (await client.query<{ name: string; column: string }>(COLUMNS)).rows;
  await client.end();
  expect(columns.length).toBeGreaterThan(40);
  expect(unknown(columns)).toEqual([]);
  const names = new Set(columns.map(({ name }) => name));
  expect([...Object.values(OWNED), ...Object.keys(NO_PERIOD)].filter((name) => !names.has(name))).toEqual([]);
});

test('negative control: an end that nobody thought of is found', () => {
  // the last two by no ending that an end usually has
  for (const column of ['answer_until', 'closing', 'gone_from']) expect(unknown([{ name: `planted.${column}`, column }])).toEqual([`planted.${column}`]);
});

test('every period says with which holds it stops, and why it goes on under the others; every hold stops some act, or is told afterwards', () => {
  for (const { zh, en, why, stopsWith } of Object.values(PERIODS)) expect([zh, en, why.zh, why.en, stopsWith.includes('HT')].every(Boolean)).toBe(true);
  const stopping = new Set<string>(ACTS.flatMap(stoppedBy));
  expect(HOLD_KINDS.filter((kind) => !stopping.has(kind))).toEqual(['HT']);
});
