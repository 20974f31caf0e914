import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { S3Address } from './s3-address';
import type { Lying, Range } from './storage';

export interface Part {
  number: number;
  etag: string;
  size: number;
}

/** S3 copies at most 5 GiB in one go. */
const COPY_MOST = 5 * 2 ** 30;
const COPY_PART = 2 ** 30;

const bytesOf = (range: Range) => `bytes=${range.start}-${range.end}`;
const missing = (error: unknown) => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;

/** One bucket, in the few words that the storage needs. */
export class S3Bucket {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ bucket, prefix, region, endpoint }: S3Address, credentials: NonNullable<S3ClientConfig['credentials']>) {
    this.#bucket = bucket;
    this.#prefix = prefix;
    // checksums that are not asked for stay out: many servers of this protocol do not know them
    const checksums = { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' } as const;
    this.#client = new S3Client({ region, credentials, ...checksums, ...(endpoint ? { endpoint, forcePathStyle: true } : {}) });
  }

  #at = (key: string) => ({ Bucket: this.#bucket, Key: this.#prefix + key });
  #source = (key: string) => `${this.#bucket}/${(this.#prefix + key).split('/').map(encodeURIComponent).join('/')}`;

  async put(key: string, body: Buffer): Promise<void> {
    await this.#client.send(new PutObjectCommand({ ...this.#at(key), Body: body, ContentLength: body.length }));
  }

  async get(key: string, range?: Range): Promise<Readable> {
    const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#at(key), ...(range ? { Range: bytesOf(range) } : {}) }));
    return Body as Readable;
  }

  /** Its size, where it is there. */
  async size(key: string, abortSignal?: AbortSignal): Promise<number | undefined> {
    try {
      return (await this.#client.send(new HeadObjectCommand(this.#at(key)), abortSignal && { abortSignal })).ContentLength;
    } catch (error) {
      if (missing(error)) return undefined;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(key)));
  }

  /** Every object whose key begins so, in pages. */
  async *list(start: string): AsyncGenerator<Lying> {
    for (let token: string | undefined, more = true; more; ) {
      const page = await this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: this.#prefix + start, ...(token ? { ContinuationToken: token } : {}) }));
      for (const { Key, Size } of page.Contents ?? []) yield { name: Key!.slice(this.#prefix.length), size: Size! };
      [token, more] = [page.NextContinuationToken, page.IsTruncated === true];
    }
  }

  /** Keys of uploads that were begun and not finished, whose keys begin so; of many only some. */
  async begun(start: string): Promise<string[]> {
    const { Uploads = [] } = await this.#client.send(new ListMultipartUploadsCommand({ Bucket: this.#bucket, Prefix: this.#prefix + start }));
    return Uploads.map(({ Key }) => Key!.slice(this.#prefix.length));
  }

  async begin(key: string): Promise<string> {
    return (await this.#client.send(new CreateMultipartUploadCommand(this.#at(key)))).UploadId!;
  }

  /** Unfinished uploads to this key. */
  async unfinished(key: string): Promise<string[]> {
    const { Uploads = [] } = await this.#client.send(new ListMultipartUploadsCommand({ Bucket: this.#bucket, Prefix: this.#prefix + key }));
    return Uploads.filter(({ Key }) => Key === this.#prefix + key).map(({ UploadId }) => UploadId!);
  }

  async parts(key: string, UploadId: string): Promise<Part[]> {
    const found: Part[] = [];
    for (let marker: string | undefined, more = true; more; ) {
      const { Parts = [], IsTruncated, NextPartNumberMarker } = await this.#client.send(new ListPartsCommand({ ...this.#at(key), UploadId, ...(marker ? { PartNumberMarker: marker } : {}) }));
      found.push(...Parts.map(({ PartNumber, ETag, Size }) => ({ number: PartNumber!, etag: ETag!, size: Size! })));
      [marker, more] = [NextPartNumberMarker, IsTruncated === true];
    }
    return found;
  }

  async part(key: string, UploadId: string, number: number, body: Buffer): Promise<Part> {
    const { ETag } = await this.#client.send(new UploadPartCommand({ ...this.#at(key), UploadId, PartNumber: number, Body: body, ContentLength: body.length }));
    return { number, etag: ETag!, size: body.length };
  }

  async finish(key: string, UploadId: string, parts: readonly Part[]): Promise<void> {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    await this.#client.send(new CompleteMultipartUploadCommand({ ...this.#at(key), UploadId, MultipartUpload: { Parts } }));
  }

  async abort(key: string, UploadId: string): Promise<void> {
    try {
      await this.#client.send(new AbortMultipartUploadCommand({ ...this.#at(key), UploadId }));
    } catch (error) {
      if (!missing(error)) throw error;
    }
  }

  /** The server copies: nothing comes here. */
  async copy(from: string, to: string, size: number, most = COPY_MOST, each = COPY_PART): Promise<void> {
    if (size <= most) await this.#client.send(new CopyObjectCommand({ ...this.#at(to), CopySource: this.#source(from) }));
    else await this.#copyInParts(from, to, size, each);
  }

  async #copyInParts(from: string, to: string, size: number, each: number): Promise<void> {
    const UploadId = await this.begin(to);
    try {
      const parts: Part[] = [];
      for (let start = 0; start < size; start += each) {
        const end = Math.min(size, start + each) - 1;
        const copy = new UploadPartCopyCommand({ ...this.#at(to), UploadId, PartNumber: parts.length + 1, CopySource: this.#source(from), CopySourceRange: bytesOf({ start, end }) });
        parts.push({ number: parts.length + 1, etag: (await this.#client.send(copy)).CopyPartResult!.ETag!, size: end + 1 - start });
      }
      await this.finish(to, UploadId, parts);
    } catch (error) {
      await this.abort(to, UploadId);
      throw error;
    }
  }
}
