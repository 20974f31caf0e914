import { randomUUID } from 'node:crypto';
import { type AccountId, type Fen, uuidv7 } from '@kernel';
import { openTestDb, type TestDb } from '@test/setup/database';
import { Column, Entity } from 'typeorm';
import { type Caller, PUBLIC_ACTOR } from './caller';
import { fenColumn, Row } from './entity';

/** A table of no module, so that the platform is tested without any. */
@Entity('thing')
export class Thing extends Row {
  @Column('text') name!: string;
  @Column({ ...fenColumn, name: 'price_fen', nullable: true }) price!: Fen | null;
  @Column('jsonb', { nullable: true }) notes!: unknown;
}

export async function openThings(poolSize = 16): Promise<TestDb> {
  const test = await openTestDb({ entities: [Thing], poolSize });
  await test.owner.write('create table thing (id uuid primary key, version int not null default 1, name text not null, price_fen bigint, notes jsonb)');
  await test.owner.write(`insert into organisation (id, version, name, uscc, region, registered_at) values (gen_random_uuid(), 1, '试验单位', '91990100MATP100165', '990100', now())`);
  await test.owner.write(`insert into account (id, version, organisation_id, login, name, person_hash) select $1, 1, id, 'zhang', '张', '' from organisation`, [ACCOUNT]);
  await test.owner.write(`grant select, insert, update, delete on thing to "${new URL(test.url).username}"`);
  return test;
}

export const newThing = (name: string): Partial<Thing> => ({ id: uuidv7(), version: 1, name, price: null, notes: null });

export const ACCOUNT = randomUUID() as AccountId;

export function callerWith(act: string, idempotency?: { key: string; fingerprint: string }): Caller {
  const actor = { ...PUBLIC_ACTOR, accountId: ACCOUNT, login: 'zhang', organisationId: null };
  return { actor, act, ip: '192.0.2.7', requestId: randomUUID(), language: 'zh', ...(idempotency ? { idempotency } : {}) };
}
