import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Range } from '../storage/storage';
import { rangeOf } from './range';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** Types that no browser runs, whatever is inside; anything else goes out as mere bytes. */
const INERT: ReadonlySet<string> = new Set([
  ...['application/pdf', 'application/json', 'application/zip', 'text/plain', 'text/csv', 'text/markdown', 'image/png', 'image/jpeg'],
  ...['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'],
  ...['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map((kind) => `${OFFICE}.${kind}`),
]);

/** `ext-value` of RFC 8187: what encodeURIComponent leaves and that grammar does not. */
const encoded = (name: string): string => encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** Headers of a file of somebody's: to be saved, never a part of a page of ours, whatever its sender said that it is. */
export const attachmentHeaders = ({ name, mediaType }: { name?: string; mediaType: string }): Record<string, string> => ({
  'content-type': INERT.has(mediaType) ? mediaType : 'application/octet-stream',
  'content-disposition': name === undefined ? 'attachment' : `attachment; filename*=UTF-8''${encoded(name)}`,
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
});

export const sendAttachment = (reply: FastifyReply, of: { name?: string; mediaType: string }, content: Readable | Buffer): FastifyReply => reply.headers(attachmentHeaders(of)).send(content);

export interface ContentToSend {
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  read(range?: Range): Readable;
}

/** Content of many bytes, or the one range of it that was asked for: whoever looks at page 300 need not fetch the 299 before it. */
export function sendContent(request: FastifyRequest, reply: FastifyReply, { name, mediaType, size, read }: ContentToSend): FastifyReply {
  const range = rangeOf(request.headers.range, size);
  reply.headers({ ...attachmentHeaders({ name, mediaType }), 'accept-ranges': 'bytes' });
  if (range === null) return reply.status(416).header('content-range', `bytes */${size}`).header('content-length', 0).send('');
  if (!range) return reply.header('content-length', size).send(read());
  const { start, end } = range;
  return reply
    .status(206)
    .header('content-range', `bytes ${start}-${end}/${size}`)
    .header('content-length', end - start + 1)
    .send(read(range));
}
