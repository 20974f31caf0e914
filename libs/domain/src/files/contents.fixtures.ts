import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { AccountId, OrganisationId } from '@kernel';
import { loadConfig } from '@platform/config';
import { type Actor, PUBLIC_ACTOR } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { DiskSpace, type Lying, openStorage, type Storage, type Stored } from '@platform/storage';
import { S3Server } from '@platform/storage/s3-server.fixtures';
import { openTestDb, type TestDb } from '@test/setup/database';
import { Collection } from './collection.service';
import { Contents } from './contents.service';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const some = (size = 1000): Buffer => randomBytes(size);
export const streamOf = (...chunks: Uint8Array[]): Readable => Readable.from(chunks);

export interface Store {
  test: TestDb;
  storage: Storage;
  contents: Contents;
  collection: Collection;
  actor: Actor;
  /** Another organisation's account. */
  actorOf(): Promise<Actor>;
  rows<T>(text: string, values?: unknown[]): Promise<T[]>;
  /** What lies in the storage, drafts among it. */
  lying(): Promise<string[]>;
  /** Notes that an organisation has this content as a document. */
  name(actor: Actor, stored: Stored): Promise<void>;
  close(): Promise<void>;
}

export async function allOf<T>(found: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of found) all.push(one);
  return all;
}

/** A database with the door to a storage, on disk or in a bucket. */
export async function openStore(where: 'disk' | 'bucket', env: Record<string, string> = {}): Promise<Store> {
  const root = mkdtempSync(join(tmpdir(), 'contents-spec-'));
  const s3 = where === 'bucket' ? new S3Server() : undefined;
  const bucket = s3 && { STORAGE_URL: `s3://bids/p?endpoint=${await s3.start()}`, AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'drawn-4f1c9a' };
  const config = loadConfig({ DATA_DIR: root, UPLOAD_LIMIT_MB: '16', DISK_RESERVE_MB: '0', ...bucket, ...env });
  const test = await openTestDb();
  const storage = await openStorage(config, false);
  const jobs = new Jobs({ db: test.db, databaseUrl: test.url, work: false, onError: () => undefined });
  const collection = new Collection(test.db, storage, jobs);
  const contents = new Contents(test.db, storage, new DiskSpace(root, config.DISK_RESERVE_MB), collection, config);
  const rows = <T>(text: string, values: unknown[] = []) => test.owner.write<T>(text, values); // plants what the application may not
  const actorOf = async (): Promise<Actor> => {
    const [organisationId, accountId] = [randomUUID() as OrganisationId, randomUUID() as AccountId];
    await rows(`insert into organisation (id, name, uscc, region, registered_at) values ($1, 'T', $2, '990100', now())`, [organisationId, randomUUID().replaceAll('-', '').slice(0, 18).toUpperCase()]);
    await rows(`insert into account (id, organisation_id, login, name, person_hash) values ($1, $2, $3, 'T', 'x')`, [accountId, organisationId, randomUUID()]);
    return { ...PUBLIC_ACTOR, accountId, organisationId };
  };
  return {
    ...{ test, storage, contents, collection, rows, actorOf, actor: await actorOf() },
    lying: async () => {
      const names = await Promise.all([...'0123456789abcdef'].map((digit) => allOf(storage.names(digit))));
      const drafts = await allOf(storage.drafts());
      return [...names.flat(), ...drafts].map(({ name }: Lying) => name).sort();
    },
    name: async ({ accountId, organisationId }, { sha256: of, size }) =>
      void (await rows(`insert into file (id, name, media_type, size, sha256, uploaded_by, organisation_id, uploaded_at) values ($1, 'f', 'a/b', $2, $3, $4, $5, now())`, [
        randomUUID(),
        size,
        of,
        accountId,
        organisationId,
      ])),
    close: async () => {
      s3?.stop();
      await test.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export { sha256 };
