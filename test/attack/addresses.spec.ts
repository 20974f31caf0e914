import { request } from 'node:http';
import { startWorld, closeConnections, type World } from '../journeys/world';

/** Addresses that no browser would ask for, sent as they stand. */
let world: World;
const errors: unknown[] = [];
beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => (errors.push(text), true));
  world = await startWorld({ env: { LOG_LEVEL: 'error' } });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world?.stop();
  await closeConnections();
});

const statusOf = (path: string) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(world.url);
    request({ hostname, port, path, headers: { accept: 'text/html' } }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode!)))
      .on('error', reject)
      .end();
  });

const ODD = [
  '//[',
  '//[::1',
  '//[?q=1',
  '//a@b:c/',
  '/\\[',
  '/%',
  '/%ff',
  '/%00',
  '/tenders/%',
  '/tenders/%ff',
  '/en//[',
  '/?%',
  '/?q=%ff',
  '/assets/%',
  '/assets/%ff',
  '/assets/..%2f..%2fpackage.json',
  '/assets//[',
  '/verifier.html/%',
  '/api/%',
  '/api//[',
  '/login/%ff',
  '//',
  '///',
  '/;',
  '/*',
  '/tenders/..;/',
  `/${'a'.repeat(4_000)}`,
  `/tenders?${'q=1&'.repeat(2_000)}`,
];

// negative control: with `new URL(asked, base)` the first of them is an error of the server, with a stack in its log
test.each(ODD.map((path) => [path.slice(0, 40), path]))('%s is answered, and is no error of the server', async (_, path) => {
  errors.length = 0;
  expect(await statusOf(path)).toBeLessThan(500);
  expect(errors).toEqual([]);
});
