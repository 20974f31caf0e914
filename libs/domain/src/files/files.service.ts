import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { BusinessError, defineRefusals, uuidv7 } from '@kernel';
import { type Caller, Db, type Tx } from '@platform/db';
import { Storage } from '@platform/storage';
import { StoredFile } from './file.entity';

const R = defineRefusals('files', {
  unknown: {
    status: 422,
    zh: '文件 {id} 不存在，或不是本单位上传的。',
    en: 'The file {id} does not exist or was not uploaded by your organisation.',
    next: { zh: '请先上传文件，再引用它的编号。', en: 'Upload the file first, then refer to its id.' },
  },
});

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
  ) {}

  /** Streams to storage first; the row, and with it the file's existence for anyone, comes after. */
  async upload(caller: Caller, { name, mediaType }: { name: string; mediaType: string }, content: Readable): Promise<FileInfo> {
    const stored = await this.storage.take(content);
    return this.db.run(caller, async (tx) => infoOf(await this.#add(tx, name, mediaType, stored)));
  }

  /** A document that the platform makes itself: a notice, a record, a report. */
  async write(tx: Tx, name: string, mediaType: string, text: string): Promise<FileInfo> {
    return infoOf(await this.#add(tx, name, mediaType, await this.storage.put(Readable.from([Buffer.from(text)]))));
  }

  /** The files with these ids, all uploaded by the actor's organisation. Throws `files.unknown`. */
  async own(tx: Tx, ids: readonly string[]): Promise<FileInfo[]> {
    const found = await Promise.all(ids.map((id) => tx.findOne(StoredFile, { id, organisationId: tx.actor.organisationId! })));
    return found.map((file, i) => (file ? infoOf(file) : unknown(ids[i]!, i)));
  }

  read(sha256: string): Readable {
    return this.storage.read(sha256);
  }

  #add(tx: Tx, name: string, mediaType: string, { sha256, size }: { sha256: string; size: number }): Promise<StoredFile> {
    const { accountId: uploadedBy, organisationId } = tx.actor;
    return tx.insert(StoredFile, { id: uuidv7<'file'>(), version: 1, name, mediaType, size, sha256, uploadedBy, organisationId, uploadedAt: tx.now });
  }
}

function unknown(id: string, i: number): never {
  throw new BusinessError([R.unknown({ id }, `/documents/${i}`)]);
}
