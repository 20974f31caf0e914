import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Upload {
  key: string;
  parts: Map<number, Buffer>;
}

const etagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`;
const LEAST = 5 * 2 ** 20;
/** As S3 demands it: SigV4 with credential, signed headers and signature, and the digest of the payload. */
const SIGNED = /^AWS4-HMAC-SHA256 Credential=KEY\/\d{8}\/[\w-]+\/s3\/aws4_request, SignedHeaders=[\w;-]+, Signature=[0-9a-f]{64}$/;

/** As much of S3 as the storage uses, in memory and as strict: parts that are too small, wrong tags and unsigned requests are refused. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, Upload>();
  /** Method and what was asked, in the order of arrival. */
  readonly log: string[] = [];
  #serial = 0;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    const { pathname, searchParams: query } = new URL(request.url!, 'http://s3');
    const key = decodeURIComponent(pathname.slice(1));
    this.log.push(`${request.method} ${[...query.keys()].filter((name) => name !== 'x-id').join('&')}`);
    const send = (status: number, text: string | Buffer = '', headers: Record<string, string | number> = {}) =>
      response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers }).end(text);
    const fail = (status: number, code: string) => send(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    const digest = request.headers['x-amz-content-sha256'];
    if (!SIGNED.test(request.headers.authorization ?? '') || (digest !== 'UNSIGNED-PAYLOAD' && digest !== createHash('sha256').update(body).digest('hex'))) return void fail(403, 'AccessDenied');
    const answer = this.#route(request, key, query, body);
    if (typeof answer === 'string') return void fail(answer.startsWith('NoSuch') ? 404 : 400, answer);
    send(answer.status ?? 200, request.method === 'HEAD' ? '' : (answer.body ?? ''), { ...(request.method === 'HEAD' ? { 'content-length': answer.body?.length ?? 0 } : {}), ...answer.headers });
  }

  #route({ method, headers }: IncomingMessage, key: string, query: URLSearchParams, body: Buffer): { status?: number; body?: string | Buffer; headers?: Record<string, string> } | string {
    const upload = query.get('uploadId');
    const copied = headers['x-amz-copy-source'] === undefined ? undefined : this.#copied(String(headers['x-amz-copy-source']), headers['x-amz-copy-source-range'] as string | undefined);
    if (copied === null) return 'NoSuchKey';
    if (upload !== null) return this.#multipart(method!, upload, key, query, copied ?? body, !!copied);
    if (method === 'POST') return this.#begin(key);
    if (method === 'GET' && query.has('uploads')) return this.#unfinished(key, query.get('prefix') ?? '');
    if (method === 'GET' && query.has('list-type')) return this.#list(key, query.get('prefix') ?? '', query.get('continuation-token') ?? '');
    if (method === 'DELETE') return (this.objects.delete(key), { status: 204 });
    if (method === 'PUT')
      return (this.objects.set(key, copied ?? body), copied ? { body: `<CopyObjectResult><ETag>${etagOf(copied)}</ETag></CopyObjectResult>` } : { headers: { etag: etagOf(body) } });
    const found = this.objects.get(key);
    if (!found) return 'NoSuchKey';
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
    return range ? { status: 206, body: found.subarray(Number(range[1]), Number(range[2]) + 1) } : { body: found };
  }

  #copied(source: string, range: string | undefined): Buffer | null {
    const found = this.objects.get(decodeURIComponent(source));
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    return found ? found.subarray(Number(start ?? 0), end === undefined ? undefined : Number(end) + 1) : null;
  }

  #begin(key: string) {
    const id = `upload-${(this.#serial += 1)}`;
    this.uploads.set(id, { key, parts: new Map() });
    return { body: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>` };
  }

  #multipart(method: string, id: string, key: string, query: URLSearchParams, body: Buffer, copy: boolean) {
    const upload = this.uploads.get(id);
    if (!upload || upload.key !== key) return 'NoSuchUpload';
    if (method === 'DELETE') return (this.uploads.delete(id), { status: 204 });
    if (method === 'POST') return this.#complete(id, upload, body.toString());
    if (method === 'GET') return this.#parts(upload, Number(query.get('part-number-marker') ?? 0));
    upload.parts.set(Number(query.get('partNumber')), Buffer.from(body));
    return copy ? { body: `<CopyPartResult><ETag>${etagOf(body)}</ETag></CopyPartResult>` } : { headers: { etag: etagOf(body) } };
  }

  /** Pages of three, so that paging is met. */
  #parts({ parts }: Upload, after: number) {
    const all = [...parts].sort(([a], [b]) => a - b).filter(([number]) => number > after);
    const page = all.slice(0, 3);
    const rows = page.map(([number, body]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etagOf(body)}</ETag><Size>${body.length}</Size></Part>`);
    return { body: `<ListPartsResult><IsTruncated>${all.length > 3}</IsTruncated><NextPartNumberMarker>${page.at(-1)?.[0] ?? 0}</NextPartNumberMarker>${rows.join('')}</ListPartsResult>` };
  }

  #complete(id: string, { key, parts }: Upload, xml: string) {
    const wanted = Array.from(xml.matchAll(/<Part>(.*?)<\/Part>/gs), ([, part]) => ({
      number: Number(/<PartNumber>(\d+)/.exec(part!)?.[1]),
      etag: /<ETag>(.*?)<\/ETag>/.exec(part!)?.[1]?.replaceAll('&quot;', '"'),
    }));
    const bodies = wanted.map(({ number }) => parts.get(number));
    if (wanted.length === 0 || wanted.some(({ etag }, i) => !bodies[i] || etagOf(bodies[i]) !== etag)) return 'InvalidPart';
    if (bodies.slice(0, -1).some((body) => body!.length < LEAST)) return 'EntityTooSmall';
    this.objects.set(key, Buffer.concat(bodies as Buffer[]));
    this.uploads.delete(id);
    return { body: '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>' };
  }

  #unfinished(bucket: string, prefix: string) {
    const rows = [...this.uploads]
      .filter(([, { key }]) => key.startsWith(`${bucket.replace(/\/$/, '')}/${prefix}`))
      .map(([id, { key }]) => `<Upload><Key>${key.slice(bucket.replace(/\/$/, '').length + 1)}</Key><UploadId>${id}</UploadId></Upload>`);
    return { body: `<ListMultipartUploadsResult>${rows.join('')}</ListMultipartUploadsResult>` };
  }

  /** Pages of three here too; a page goes on behind the key that ended the last one. */
  #list(bucket: string, prefix: string, after: string) {
    const top = `${bucket.replace(/\/$/, '')}/`;
    const all = [...this.objects.keys()].filter((key) => key.startsWith(top + prefix) && key > after).sort();
    const page = all.slice(0, 3);
    const rows = page.map((key) => `<Contents><Key>${key.slice(top.length)}</Key><Size>${this.objects.get(key)!.length}</Size></Contents>`);
    const more = all.length > 3 ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    return { body: `<ListBucketResult><KeyCount>${rows.length}</KeyCount><IsTruncated>${all.length > 3}</IsTruncated>${more}${rows.join('')}</ListBucketResult>` };
  }
}
