import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * A browser's session: a cookie that scripts cannot read and other sites cannot send. Programs go on with `Authorization: Bearer`.
 * SameSite=Strict already keeps foreign pages out; the look at where a request comes from is the second lock.
 */
const NAME = 'tianping_session';
/** A device that its owner asked to remember; it opens nothing, but keeps strangers' guesses apart from his. */
const DEVICE = 'tianping_device';
const DEVICE_SECONDS = 365 * 86_400;
const VALUE = /^[\w-]{20,200}$/;

/** The token of the session in a Cookie header. */
export const cookieToken = (header: string | undefined): string | undefined => valueOf(NAME, header);

export const deviceToken = (header: string | undefined): string | undefined => valueOf(DEVICE, header);

function valueOf(name: string, header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return VALUE.test(value) ? value : undefined;
  }
  return undefined;
}

const cookie = (name: string, value: string, seconds: number, secure: boolean) => `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`;

/** Sets the cookie for `seconds`; `publicUrl` is the address that people use, when a proxy stands before this server. */
export const sessionCookie = (reply: FastifyReply, token: string, seconds: number, publicUrl?: string): FastifyReply =>
  reply.header('set-cookie', cookie(NAME, token, seconds, publicUrl?.startsWith('https:') ?? false));

export const deviceCookie = (reply: FastifyReply, token: string, publicUrl?: string): FastifyReply =>
  reply.header('set-cookie', cookie(DEVICE, token, DEVICE_SECONDS, publicUrl?.startsWith('https:') ?? false));

export const clearSessionCookie = (reply: FastifyReply): FastifyReply => reply.header('set-cookie', cookie(NAME, '', 0, false));

/** Whether a browser says that another page than ours sent this. A program says neither. */
export const fromForeignPage = (request: Pick<FastifyRequest, 'headers'>): boolean =>
  (request.headers['sec-fetch-site'] !== undefined || request.headers.origin !== undefined) && !fromOwnPage(request);

/** Whether a browser says that one of our own pages sent this. Without either header it is no browser of today, and no cookie counts. */
export function fromOwnPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  if (!origin || !host) return false;
  return URL.canParse(origin) && new URL(origin).host === host;
}
