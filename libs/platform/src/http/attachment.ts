import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

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
