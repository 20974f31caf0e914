import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { BusinessError, uuidv7 } from '@kernel';
import { type Caller, Db, type Tx } from '@platform/db';
import { type Range, Storage } from '@platform/storage';
import { Contents } from './contents.service';
import { StoredFile } from './file.entity';
import { R } from './files.refusals';

export interface FileInfo {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
}

const infoOf = ({ id, name, mediaType, size, sha256 }: StoredFile): FileInfo => ({ id, name, mediaType, size, sha256 });

@Injectable()
export class FilesService {
  constructor(
    private readonly db: Db,
    private readonly storage: Storage,
    private readonly contents: Contents,
  ) {}

  /** Streams to storage first; the row, and with it the file's existence for anyone, comes after. `size` as the sender says it. */
  async upload(caller: Caller, { name, mediaType, size }: { name: string; mediaType: string; size: number | undefined }, content: Readable): Promise<FileInfo> {
    return this.contents.within(caller.actor, async (hold) => {
      const stored = await hold({ purpose: 'document', size }, content);
      return this.db.run(caller, async (tx) => infoOf(await this.#add(tx, name, mediaType, stored)));
    });
  }

  /** A document that the platform makes itself: a notice, a record, a report. */
  async write(tx: Tx, name: string, mediaType: string, text: string): Promise<FileInfo> {
    return infoOf(await this.#add(tx, name, mediaType, await this.contents.write(tx, Buffer.from(text))));
  }

  /** The files with these ids, all uploaded by the actor's organisation. Throws `files.unknown`. */
  async own(tx: Tx, ids: readonly string[]): Promise<FileInfo[]> {
    const found = await Promise.all(ids.map((id) => tx.findOne(StoredFile, { id, organisationId: tx.actor.organisationId! })));
    return found.map((file, i) => (file ? infoOf(file) : unknown(ids[i]!, i)));
  }

  /** The whole is compared with its hash as it goes out; a range of it cannot be. */
  read(sha256: string, range?: Range): Readable {
    return this.storage.read(sha256, range);
  }

  #add(tx: Tx, name: string, mediaType: string, { sha256, size }: { sha256: string; size: number }): Promise<StoredFile> {
    const { accountId: uploadedBy, organisationId } = tx.actor;
    return tx.insert(StoredFile, { id: uuidv7<'file'>(), version: 1, name, mediaType, size, sha256, uploadedBy, organisationId, uploadedAt: tx.now });
  }
}

function unknown(id: string, i: number): never {
  throw new BusinessError([R.unknown({ id }, `/documents/${i}`)]);
}
