import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Language } from '@kernel';
import { z } from 'zod';
import { type Caller, PUBLIC_ACTOR } from '../db';

/** Chinese unless the first preference is English. */
export const languageOf = (header: string | undefined): Language => (/^\s*en\b/i.test(header ?? '') ? 'en' : 'zh');

export const tokenOf = (header: string | undefined): string | undefined => /^Bearer ([\w-]{20,200})$/.exec(header ?? '')?.[1];

/** The caller before sign-in is looked at. */
export function callerOf(request: FastifyRequest, act: string): Caller {
  return { actor: PUBLIC_ACTOR, act, ip: request.address, requestId: request.id, language: languageOf(request.headers['accept-language']) };
}

/** Reading changes nothing; it leaves a trace only when a right is refused (problem.filter.ts). */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

export const idempotencyKey = z
  .string()
  .min(8)
  .max(128)
  .regex(/^[\x21-\x7e]+$/);

export const fingerprintOf = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex');
