import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure, type Reached } from './headers';

const DEVICE_SECONDS = 365 * 86_400;
const VALUE = /^[\w-]{20,200}$/;

/** The value of one cookie in a Cookie header. */
export function cookieValue(name: string, header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return VALUE.test(value) ? value : undefined;
  }
  return undefined;
}

/**
 * A browser's session: a cookie that scripts cannot read and other sites cannot send. Programs go on with `Authorization: Bearer`.
 * SameSite=Strict already keeps foreign pages out; the look at where a request comes from is the second lock. Where people come by https the
 * names begin with `__Host-`: a browser takes such a cookie from this host over https only, so that no neighbouring host can plant one; no other name counts there.
 */
export function cookiesOf(reached: Reached) {
  const secure = isSecure(reached);
  const [session, device] = ['tianping_session', 'tianping_device'].map((name) => (secure ? `__Host-${name}` : name)) as [string, string];
  const set = (reply: FastifyReply, name: string, value: string, seconds: number) =>
    reply.header('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`);
  return {
    /** The token of the session in a Cookie header. */
    session: (header: string | undefined) => cookieValue(session, header),
    keepSession: (reply: FastifyReply, token: string, seconds: number) => set(reply, session, token, seconds),
    clearSession: (reply: FastifyReply) => set(reply, session, '', 0),
    /** A device that its owner asked to remember; it opens nothing, but keeps strangers' guesses apart from his. */
    device: (header: string | undefined) => cookieValue(device, header),
    keepDevice: (reply: FastifyReply, token: string) => set(reply, device, token, DEVICE_SECONDS),
  };
}
export type Cookies = ReturnType<typeof cookiesOf>;

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
