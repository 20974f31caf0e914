import type { FastifyReply } from 'fastify';
import { cookiesOf, fromOwnPage } from './session-cookie';

const token = 'a'.repeat(43);

describe('the cookie of a session', () => {
  it.each([
    [`tianping_session=${token}`, token],
    [`theme=dark; tianping_session=${token}; x=y`, token],
    ['tianping_session=short', undefined],
    [`other_tianping_session=${token}`, undefined],
    [`tianping_session=${token};tianping_session=x`, token],
    ['tianping_session=<script>aaaaaaaaaaaaaaaaaaaaaaa', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => {
    expect(cookiesOf({}).session(header)).toBe(expected);
  });

  const HTTPS = { PUBLIC_URL: 'https://tianping.example' };
  const setBy = (write: (reply: FastifyReply) => unknown): string => {
    let set = '';
    write({ header: (_name: string, value: string) => (set = value) } as unknown as FastifyReply);
    return set;
  };

  // negative control: without `secure` in the name or in the attributes, each row of the first three fails
  it.each([
    [HTTPS, '__Host-', '; Secure'],
    [{ PUBLIC_URL: 'http://tianping.example' }, '', ''],
    [{}, '', ''],
  ])('reached by %j: name and attributes', (reached, prefix, secure) => {
    const cookies = cookiesOf(reached);
    const rest = (value: string, seconds: number) => `${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
    expect(setBy((reply) => cookies.keepSession(reply, token, 60))).toBe(`${prefix}tianping_session=${rest(token, 60)}`);
    expect(setBy((reply) => cookies.clearSession(reply))).toBe(`${prefix}tianping_session=${rest('', 0)}`);
    expect(setBy((reply) => cookies.keepDevice(reply, token))).toBe(`${prefix}tianping_device=${rest(token, 31_536_000)}`);
    expect(cookies.session(`${prefix}tianping_session=${token}`)).toBe(token);
    expect(cookies.device(`${prefix}tianping_device=${token}`)).toBe(token);
  });

  it('under https the plain name, which a neighbouring host could set, counts no more; nor does the other by http', () => {
    expect([cookiesOf(HTTPS).session(`tianping_session=${token}`), cookiesOf(HTTPS).device(`tianping_device=${token}`)]).toEqual([undefined, undefined]);
    expect(cookiesOf({}).session(`__Host-tianping_session=${token}`)).toBeUndefined();
  });

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://a', host: 'a' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'http://tianping.example', host: 'tianping.example' }, true],
    [{ origin: 'http://evil.example', host: 'tianping.example' }, false],
    [{ origin: 'null', host: 'tianping.example' }, false],
    [{}, false],
  ])('%j is from our own page: %s', (headers, own) => {
    expect(fromOwnPage({ headers } as never)).toBe(own);
  });
});
