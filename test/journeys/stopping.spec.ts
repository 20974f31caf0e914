import { connect } from 'node:net';
import { io } from 'socket.io-client';
import { closeConnections, startWorld, type World } from './world';
import { until } from './tools';

/** Opens a web socket by hand, and says nothing on it, not even goodbye. */
function silent(base: string) {
  const { hostname, port, host } = new URL(base);
  const line = connect(Number(port), hostname);
  line.on('error', () => undefined);
  let said = '';
  line.on('data', (bytes: Buffer) => (said += bytes.toString('latin1')));
  line.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  return { line, open: () => said.includes('101') };
}

let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

// negative control: without `dismiss` it never stopped, and went on saying that the platform was there
it('who sits on a web socket keeps no process from stopping', async () => {
  const client = io(world.url, { auth: { token: world.office.officer.token }, transports: ['websocket'], forceNew: true });
  await new Promise<void>((resolve) => client.once('session.ready', () => resolve()));
  const stranger = silent(world.url);
  await until(() => stranger.open());
  await world.running.stop();
  expect(client.connected).toBe(false);
  expect(client.active).toBe(true); // it looks for another process by itself, as after any cut
  client.disconnect();
  stranger.line.destroy();
});
