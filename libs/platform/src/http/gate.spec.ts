import Fastify from 'fastify';
import type { ActorSource, RouteSays } from '../auth';
import { standGate } from './gate';
import type { Meters } from './meters';
import type { Cookies } from './session-cookie';

// negative control: without `metered` in `meter` the last number is 0, and uploads are begun and given up without end
test('acts with a deadline are counted by no meter, but those that say so', async () => {
  const counted: number[] = [];
  const meters = { person: async (_who: string, points: number) => void counted.push(points), stranger: async () => undefined } as unknown as Meters;
  const fastify = Fastify();
  standGate(fastify, { addressOf: () => '192.0.2.1', meters, actors: { issued: () => true } as unknown as ActorSource, cookies: { session: () => undefined } as unknown as Cookies });
  const says = (more: Partial<RouteSays>) => ({ config: { act: 'bid.upload', open: false, ...more } as never });
  fastify.post('/general', says({}), async () => ({}));
  fastify.post('/submit', says({ lane: 'reserved' }), async () => ({}));
  fastify.delete('/begun', says({ lane: 'reserved', metered: true }), async () => ({}));
  const ask = async (method: 'POST' | 'DELETE', url: string) => {
    counted.length = 0;
    const { statusCode } = await fastify.inject({ method, url, headers: { authorization: `Bearer ${'t'.repeat(40)}` } });
    return [statusCode, counted.length];
  };
  expect([await ask('POST', '/general'), await ask('POST', '/submit'), await ask('DELETE', '/begun')]).toEqual([
    [200, 1],
    [200, 0],
    [200, 1],
  ]);
  await fastify.close();
});
