import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that name content by its SHA-256. */
const REFERENCES = [
  ['file', 'sha256', 'size'],
  ['bid_upload', 'sha256', 'size'],
  ['bid', 'cipher_sha256', 'cipher_size'],
  ['opened_bid', 'price_sheet_sha256', 'null::bigint'],
  ['opened_bid', 'body_sha256', 'null::bigint'],
] as const;

/**
 * What the storage holds, as rows: whatever names content refers to its row, so that the database itself refuses to forget content that is named. Claims stand for
 * content that is on its way; candidates wait to be collected; what was removed is told for ever.
 */
export class FilesContents1767225720000 implements MigrationInterface {
  name = 'FilesContents1767225720000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table stored_content (
        sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
        -- null: stored before sizes were noted
        size bigint check (size >= 0),
        -- real time, here and below: disks know no simulated clock
        at timestamptz not null default clock_timestamp());
      insert into stored_content (sha256, size)
        select sha256, max(size) from (${REFERENCES.map(([table, column, size]) => `select ${column} as sha256, ${size} as size from ${table}`).join(' union all ')}) as named where sha256 is not null group by 1`);
    for (const [table, column] of REFERENCES)
      await db.query(`
        create index ${table}_${column} on ${table} (${column});
        alter table ${table} add constraint ${table}_${column}_stored foreign key (${column}) references stored_content (sha256)`);
    await db.query(`
      create table storage_claim (
        id uuid primary key, purpose text not null check (purpose in ('bid', 'document', 'opening')),
        organisation_id uuid references organisation, account_id uuid references account, tender_id uuid, bytes bigint not null check (bytes >= 0), arrived bigint not null default 0,
        sha256 text references stored_content (sha256), at timestamptz not null default clock_timestamp(),
        -- null: its owner ends it
        ends_at timestamptz);
      create index storage_claim_organisation on storage_claim (organisation_id);
      create index storage_claim_sha256 on storage_claim (sha256);
      create table content_candidate (
        place text not null check (place in ('content', 'draft')), name text not null, size bigint, reason text not null, noted_at timestamptz not null default clock_timestamp(), primary key (place, name));
      create table content_removal (
        seq bigint generated always as identity primary key,
        place text not null check (place in ('content', 'draft')), name text not null, size bigint, reason text not null, noted_at timestamptz not null, removed_at timestamptz not null default clock_timestamp(),
        -- every column that was asked for the name, under the lock, and had it nowhere
        asked text[] not null);
      create trigger content_removal_append_only before update or delete or truncate on content_removal execute function forbid_change();
      alter table file add column stored_at timestamptz not null default clock_timestamp();
      create index file_organisation on file (organisation_id);
      create index bid_upload_of on bid_upload (organisation_id);
      -- what each organisation's files take: the same content counts once in a place
      create view storage_use as
        select f.organisation_id, null::uuid as tender_id, 'document' as purpose, f.sha256 as name, f.size from file f where f.organisation_id is not null
        union select u.organisation_id, u.tender_id, 'bid', u.sha256, u.size from bid_upload u
        -- what a bid's own row takes: the signed manifest, the signature, the shares
        union select b.bidder_id, b.tender_id, 'bid', b.id::text, octet_length(b.manifest) + octet_length(b.signature) + octet_length(b.receipt) + coalesce(octet_length(b.escrow), 0) from bid b`);
    await db.query(`
      alter table bid_transfer add column touched_at timestamptz not null default clock_timestamp();
      drop index bid_transfer_begun;
      create index bid_transfer_touched on bid_transfer (touched_at) where done_sha256 is null;
      create index bid_transfer_tender on bid_transfer (tender_id, organisation_id);
      insert into storage_claim (id, purpose, organisation_id, account_id, tender_id, bytes, arrived, at)
        select id, 'bid', organisation_id, account_id, tender_id, size, received, begun_at from bid_transfer where done_sha256 is null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index bid_transfer_tender, bid_transfer_touched;
      create index bid_transfer_begun on bid_transfer (begun_at) where done_sha256 is null;
      alter table bid_transfer drop column touched_at;
      drop view storage_use; drop index bid_upload_of, file_organisation; alter table file drop column stored_at; drop table content_removal, content_candidate, storage_claim`);
    for (const [table, column] of REFERENCES) await db.query(`alter table ${table} drop constraint ${table}_${column}_stored; drop index ${table}_${column}`);
    await db.query('drop table stored_content');
  }
}
