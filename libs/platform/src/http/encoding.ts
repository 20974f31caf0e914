import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { BusinessError, type Language, REPLACEMENT } from '@kernel';
import { R } from './http.refusals';

/** What is no UTF-8 has lost its characters once it is read as such, and nobody can bring them back: it is refused as bytes. */
const notUtf8 = () => new BusinessError([R.notUtf8()]);

/**
 * Whether every byte of an address is ASCII or escaped UTF-8. A browser of the GBK age sends `%B9%E3`, or the bytes as they are; Node hands those on as Latin-1.
 */
export function isReadable(url: string): boolean {
  if (/[^!-~]/.test(url)) return false;
  const query = url.indexOf('?');
  try {
    return query < 0 || !decodeURIComponent(url.slice(query)).includes(REPLACEMENT);
  } catch {
    return false;
  }
}

export function assertReadable(url: string): void {
  if (!isReadable(url)) throw new BusinessError([R.queryNotUtf8()]);
}

/** `charset=` of a type, where it is there. */
const charsetOf = (type: string): string | undefined => /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1]?.toLowerCase();

/** Whether a type names another encoding than the one that is read (RFC 8259 8.1). */
export const isForeign = (type: string): boolean => !['utf-8', 'utf8', 'us-ascii', undefined].includes(charsetOf(type));

const FLAWS: Record<string, Record<Language, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: { zh: '没有内容', en: 'it is empty' },
  FST_ERR_CTP_INVALID_JSON_BODY: { zh: '不是有效的 JSON', en: 'it is no valid JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { zh: '长度与 Content-Length 不符', en: 'it is not as long as Content-Length says' },
  FST_ERR_BAD_URL: { zh: '地址有误', en: 'its address is not right' },
  FST_ERR_MAX_PARAM_LENGTH: { zh: '地址过长', en: 'its address is too long' },
};
const FLAW = { zh: '格式有误', en: 'its form is not right' };

/** What the server's own parsers refuse, in words for people. */
export function flawOf({ code = '', name }: { code?: string | undefined; name?: string | undefined }): Record<Language, string> {
  if (Object.hasOwn(FLAWS, code)) return FLAWS[code]!;
  return name === 'SyntaxError' ? FLAWS['FST_ERR_CTP_INVALID_JSON_BODY']! : FLAW;
}

/** JSON is looked at as bytes first: what is decoded leniently is stored with U+FFFD where its characters were. */
export function readJsonAsUtf8(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!isUtf8(body)) return done(notUtf8());
    void parse(request, body.toString('utf8'), done);
  });
}
