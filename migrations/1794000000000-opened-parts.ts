import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every part of a bid but the price sheet, as it was opened: the body and each annex, with what its bidder signed of it. */
export class OpenedParts1794000000000 implements MigrationInterface {
  name = 'OpenedParts1794000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table opened_part (
        bid_id uuid not null references bid, name text not null,
        -- in the order of the manifest, the body first
        place int not null check (place >= 1),
        file_name text not null, media_type text not null, size bigint not null check (size >= 0),
        sha256 text not null references stored_content (sha256), key_commitment text not null check (key_commitment ~ '^[0-9a-f]{64}$'),
        primary key (bid_id, name), unique (bid_id, place));
      create index opened_part_sha256 on opened_part (sha256);
      insert into opened_part (bid_id, name, place, file_name, media_type, size, sha256, key_commitment)
        select o.bid_id, p.part->>'name', p.place - 1, p.part->>'fileName', p.part->>'mediaType', (p.part->>'plainSize')::bigint, o.body_sha256, p.part->>'keyCommitment'
        from opened_bid o join bid b on b.id = o.bid_id cross join lateral jsonb_array_elements(b.manifest::jsonb->'parts') with ordinality as p (part, place)
        where o.body_sha256 is not null and p.part->>'name' = 'body';
      alter table opened_bid drop column body_sha256;
      create trigger opened_part_append_only before update or delete or truncate on opened_part execute function forbid_change()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table opened_bid add column body_sha256 text;
      update opened_bid o set body_sha256 = p.sha256 from opened_part p where p.bid_id = o.bid_id and p.name = 'body';
      create index opened_bid_body_sha256 on opened_bid (body_sha256);
      alter table opened_bid add constraint opened_bid_body_sha256_stored foreign key (body_sha256) references stored_content (sha256);
      drop table opened_part`);
  }
}
