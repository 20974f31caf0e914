import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { BusinessError } from '@kernel';
import { R } from './http.refusals';

/** A body that its handler reads itself. Told by what it can do: a stream may come from another realm than `Object`. */
export const isStream = (body: unknown): body is Readable => typeof body === 'object' && body !== null && 'pipe' in body;

/** How many bytes come, where the sender says so. */
export const sizeOf = ({ headers }: FastifyRequest): number | undefined => (headers['content-length'] === undefined ? undefined : Number(headers['content-length']));

/** The content of an upload. What was sent as anything else has been read by a parser already: its stream would look like an empty file. */
export function uploadOf({ body, raw }: FastifyRequest): Readable {
  if (!isStream(body)) throw new BusinessError([R.mediaType({ expected: 'application/octet-stream' })]);
  return raw;
}
