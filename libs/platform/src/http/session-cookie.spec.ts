import { cookieToken, fromOwnPage } from './session-cookie';

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
    expect(cookieToken(header)).toBe(expected);
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
