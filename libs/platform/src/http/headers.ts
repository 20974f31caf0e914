import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config';

const YEAR_SECONDS = 31_536_000;

/** How people reach this installation. */
export type Reached = Pick<Config, 'PUBLIC_URL'>;

/** Whether people reach this installation by https only. */
export const isSecure = ({ PUBLIC_URL }: Reached): boolean => PUBLIC_URL?.startsWith('https:') ?? false;

/** The same for answers that are no pages and that pass no hook: what sockets say over HTTP, and what is refused before any route. */
export const bareHeaders = (reached: Reached): Readonly<Record<string, string>> => ({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  ...(isSecure(reached) ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}` } : {}),
});

/** What browsers are told to keep to. A page may name a stricter policy of its own. */
export async function securityHeaders(fastify: FastifyInstance, reached: Reached): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", 'blob:'],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure(reached) && { maxAge: YEAR_SECONDS, includeSubDomains: false },
  });
}
