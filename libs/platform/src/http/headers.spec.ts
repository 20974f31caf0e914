import fastify from 'fastify';
import { securityHeaders } from './headers';

async function headersOf(publicUrl?: string, own: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const app = fastify();
  await securityHeaders(app, { PUBLIC_URL: publicUrl });
  app.get('/', (_request, reply) => reply.headers(own).send('x'));
  const { headers } = await app.inject('/');
  await app.close();
  return headers;
}

/** A policy as a table: directive by directive, whatever their order. */
const policyOf = (headers: Record<string, unknown>) =>
  Object.fromEntries(
    String(headers['content-security-policy'])
      .split(';')
      .map((part) => part.trim().split(' '))
      .map(([name, ...sources]) => [name, sources]),
  );

test('what browsers are told to keep to', async () => {
  const headers = await headersOf();
  expect(policyOf(headers)).toEqual({
    'default-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'style-src': ["'self'", "'unsafe-inline'"],
    'worker-src': ["'self'", 'blob:'],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
  });
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test.each([
  ['https://tianping.example', 'max-age=31536000'],
  ['http://tianping.example', undefined],
  [undefined, undefined],
])('only where %s is how people come, https is asked for from then on', async (url, expected) => {
  expect((await headersOf(url))['strict-transport-security']).toBe(expected);
});

test('a page may name a policy of its own', async () => {
  expect((await headersOf(undefined, { 'content-security-policy': "frame-ancestors 'none'" }))['content-security-policy']).toBe("frame-ancestors 'none'");
});
