import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withoutEnd } from '@kernel';
import type { Config } from '@platform/config';
import { type Door, SELF, wantsPage } from '@platform/http';
import type { Place } from '../../../web/src/app/menus';
import type { Language, Read, Site } from '../../../web/src/workspaces/portal/portal';
import { packedFor, readAssets } from './assets';
import { type Built, readBuilt } from './built';
import { type Page, pageCache } from './page-cache';
import { portalWriter } from './portal-writer';

/** Pages of persons who are signed in, and the live places: one shell, in which the browser draws. A record, so that the type misses none. */
const SHELL: Record<Place, true> = {
  login: true,
  register: true,
  account: true,
  openings: true,
  rooms: true,
  agency: true,
  bidder: true,
  expert: true,
  supervisor: true,
  venue: true,
  trustee: true,
  organisation: true,
  admin: true,
};

/** The portal reads what anybody may read, by the same routes, without leaving the process. */
const reader =
  (fastify: FastifyInstance): Read =>
  async <T>(path: string) => {
    const answer = await fastify.inject({ method: 'GET', url: path, remoteAddress: SELF });
    if (answer.statusCode === 200) return (String(answer.headers['content-type']).includes('json') ? answer.json() : answer.body) as T;
    if (answer.statusCode === 404 || answer.statusCode === 400 || answer.statusCode === 422) return undefined;
    throw new Error(`${path}: ${answer.statusCode} ${answer.body.slice(0, 300)}`);
  };

/** `/en/tenders` -> English, `/tenders`. */
export function addressOf(path: string): { language: Language; path: string } {
  const match = /^\/en(\/.*)?$/.exec(path);
  const rest = match ? (match[1] ?? '/') : path;
  return { language: match ? 'en' : 'zh', path: rest.length > 1 ? withoutEnd(rest, '/') : rest };
}

/** What was asked for, whatever stands in it: `//[` names no host here, and nothing makes this throw. */
function urlOf(asked: string): URL {
  const url = new URL('http://portal');
  const [path, ...query] = asked.split('?');
  [url.pathname, url.search] = [path!, query.join('?')];
  return url;
}

const REQUEST = 'request-number';

const bothOf = <T>(of: (language: Language) => T): Record<Language, T> => ({ zh: of('zh'), en: of('en') });

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

export interface WebOptions {
  site: Site;
  built?: Built | undefined;
  onError: (error: unknown) => void;
}

/** Serves the portal, the shell of the workspaces and their files beside the interfaces, on the same port. */
export async function mountWeb(fastify: FastifyInstance, { site, onError, built = readBuilt() }: WebOptions): Promise<boolean> {
  if (!built) return false;
  const read = reader(fastify);
  const cached = pageCache();
  const writer = portalWriter(built.program, read);
  const write = async (url: URL): Promise<Page> => {
    const { language, path } = addressOf(url.pathname);
    const answer = await writer({ path, query: url.searchParams, language, assets: built.assets, read, site });
    return answer ? { status: answer.status, plain: Buffer.from(answer.html), location: answer.location } : { status: 0, plain: Buffer.alloc(0) };
  };
  // what tells of trouble is written once: in trouble many are sent
  const lostPages = bothOf((language) => once(() => built.portal().lost({ language, assets: built.assets, site })));
  const faultPages = bothOf((language) => once(() => built.portal().fault({ language, assets: built.assets, site }, REQUEST)));
  const lost = (url: URL, reply: FastifyReply) => reply.status(404).header('content-type', 'text/html; charset=utf-8').send(lostPages[addressOf(url.pathname).language]());
  const portal = async (request: FastifyRequest, reply: FastifyReply) => {
    const url = urlOf(request.url);
    try {
      const kept = await cached(url.pathname + url.search, () => write(url));
      if (kept.page.status === 0) return wantsPage(request.headers.accept) ? await lost(url, reply) : (reply.callNotFound(), reply);
      const { body, encoding } = kept.as(request.headers['accept-encoding']);
      if (encoding) void reply.header('content-encoding', encoding);
      return await reply.status(kept.page.status).header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache').header('vary', 'accept-encoding').send(body);
    } catch (error) {
      if (!/lanes\.full/.test(String(error))) onError(error);
      const html = faultPages[addressOf(url.pathname).language]().replace(REQUEST, String(request.id));
      return reply.status(503).header('retry-after', '5').header('content-type', 'text/html; charset=utf-8').send(html);
    }
  };
  const at = (door: Door) => ({ config: { door } });
  const assets = readAssets(built.client);
  fastify.get('/assets/*', at('file'), (request, reply) => {
    const asset = assets.get(request.url.split('?')[0]!);
    if (!asset) return (reply.callNotFound(), reply);
    const { body, encoding } = packedFor(asset, request.headers['accept-encoding']);
    if (encoding) void reply.header('content-encoding', encoding);
    return reply.header('content-type', asset.type).header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding').send(body);
  });
  // `no-store` keeps the page with all that it shows and holds, an unlocked key too, out of the cache for the way back: after a sign-out that way leads to nobody
  const shell = (_request: FastifyRequest, reply: FastifyReply) => reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store').send(built.shell);
  for (const name of Object.keys(SHELL)) for (const path of [`/${name}`, `/${name}/*`]) fastify.get(path, at('file'), shell);
  // the page names its own policy, which is stricter: one script, no network
  const { verifier } = built;
  if (verifier)
    fastify.get('/verifier.html', at('file'), (_request, reply) =>
      reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache').header('content-security-policy', "frame-ancestors 'none'").send(verifier),
    );
  fastify.get('/', at('page'), portal);
  fastify.get('/*', at('page'), portal);
  fastify.get('/api/*', at('unknown'), (_request, reply) => (reply.callNotFound(), reply));
  return true;
}

/** Who runs this installation, as the settings say; a demonstration's organiser is fictional. */
export const siteOf = ({ INSTALLATION, ORGANISER }: Config): Site => {
  const demonstration = INSTALLATION === 'demonstration';
  return { organiser: ORGANISER || (demonstration ? '衡州市公共资源交易中心（演示）' : ''), demonstration };
};
