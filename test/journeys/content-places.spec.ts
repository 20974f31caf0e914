import { sha256Hex } from '@envelope';
import { closeConnections, evaluated, pastDeadline, publishedTender, startWorld, submitAll, type World } from './world';
import { rows } from './tools';

let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000']);
  const sealed = Buffer.from(bidders[0]!.seal(tender, '890000000', { version: 2 }).blob);
  const { uploadId } = await bidders[0]!.client.post<{ uploadId: string }>(`/api/tenders/${tender.tenderId}/uploads`, { size: sealed.length });
  await bidders[0]!.client.put(`/api/uploads/${uploadId}?offset=0`, sealed);
  await bidders[0]!.client.post(`/api/uploads/${uploadId}/complete`, { sha256: sha256Hex(sealed) });
  await pastDeadline(world, tender);
  await evaluated(world, tender, bidders);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** Columns that hold the SHA-256 of stored content and do not refer to it, and why content cannot be lost by that. */
const REPEATED: Record<string, string> = {
  'bid_transfer.done_sha256': 'names the same as bid_upload',
  'bid_transfer.verified_sha256': 'its claim refers to the content',
  'evaluation.report_sha256': 'the report is text in the same row, and a file that refers to it',
  'award.report_sha256': 'the same report',
  'opening.record_sha256': 'the record is text in the same row, and a file',
};

interface Column {
  table: string;
  column: string;
}

/** Every column of every table in which a stored content's name stands, whole or inside other text. */
async function naming(): Promise<string[]> {
  const columns = await rows<Column>(
    world,
    `select quote_ident(c.table_name) as table, quote_ident(c.column_name) as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'json') and c.table_name not in ('stored_content', 'content_removal', 'content_candidate', 'migrations') order by 1, 2`,
  );
  const found = await rows<{ at: string; named: boolean }>(
    world,
    columns
      .map(
        ({ table, column }) =>
          `select '${table}.${column}' as at, exists (select 1 from ${table} t, regexp_matches(t.${column}::text, '[0-9a-f]{64}', 'g') m join stored_content s on s.sha256 = m[1]) as named`,
      )
      .join(' union all '),
  );
  return found.flatMap(({ at, named }) => (named ? [at] : []));
}

const referring = () =>
  rows<{ at: string }>(
    world,
    `select quote_ident(c.relname) || '.' || quote_ident(a.attname) as at from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
     where f.contype = 'f' and f.confrelid = 'stored_content'::regclass`,
  ).then((found) => found.map(({ at }) => at));

/** Documents that tell of content: what they say of it is as old as they are, and keeps nothing. */
const TOLD = /^(audit_entry|event_log|room_event|proposal|idempotency_key)\.|^bid\.(manifest|receipt)$|^opened_bid\.price_sheet$|\.(record|report|notice|summary|candidates|sealed_set|entries)$/;

test('after a whole tender, content is named by columns that refer to it, and by a few that repeat it', async () => {
  const refer = await referring();
  const others = (await naming()).filter((at) => !refer.includes(at) && !TOLD.test(at));
  expect(others).toEqual(Object.keys(REPEATED).sort());
  expect(refer.sort()).toEqual(['bid.cipher_sha256', 'bid_upload.sha256', 'file.sha256', 'opened_bid.price_sheet_sha256', 'opened_part.sha256', 'storage_claim.sha256']);
});

test('negative control: a table that names content and does not refer to it is found', async () => {
  await rows(world, 'create table planted (attachment text)');
  await rows(world, 'insert into planted select sha256 from stored_content limit 1');
  expect((await naming()).filter((at) => at.startsWith('planted'))).toEqual(['planted.attachment']);
  await rows(world, 'drop table planted');
});

test('whatever takes up room for an organisation counts in its quota', async () => {
  const tables = await rows<{ name: string }>(
    world,
    `select distinct c.relname as name from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' where f.contype = 'f' and f.confrelid = 'stored_content'::regclass order by 1`,
  );
  const counted = await rows<{ name: string }>(world, `select table_name as name from information_schema.view_table_usage where view_name = 'storage_use' order by 1`);
  // claims are counted beside the view, as what is under way
  expect(tables.map(({ name }) => name).filter((name) => name !== 'storage_claim' && !counted.some((one) => one.name === name))).toEqual([]);
  expect(counted.map(({ name }) => name)).toEqual(['bid', 'bid_upload', 'file']);
});
