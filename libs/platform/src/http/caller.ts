import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Language } from '@kernel';
import { type Caller, PUBLIC_ACTOR } from '../db';

/** Chinese unless the first preference is English. */
export const languageOf = (header: string | undefined): Language => (/^\s*en\b/i.test(header ?? '') ? 'en' : 'zh');

export const tokenOf = (header: string | undefined): string | undefined => /^Bearer ([\w-]{20,200})$/.exec(header ?? '')?.[1];

/** The caller before sign-in is looked at. */
export function callerOf(request: FastifyRequest, act: string): Caller {
  return { actor: PUBLIC_ACTOR, act, ip: request.ip, requestId: request.id, language: languageOf(request.headers['accept-language']) };
}

export const fingerprintOf = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex');
