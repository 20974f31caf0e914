import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A line to the database that goes dead without a word: what is sent is swallowed, new connections are taken and never answered. */
export async function deadLine(target: string): Promise<{ url: string; cut(): void; mend(): void; stop(): void }> {
  const { searchParams, hostname, port } = new URL(target);
  const folder = searchParams.get('host');
  const open = new Set<Socket>();
  let dead = false;
  const line: Server = createServer((client) => {
    open.add(client);
    client.on('error', () => undefined);
    if (dead) return;
    const server = folder ? connect(join(folder, '.s.PGSQL.5432')) : connect(Number(port || 5432), hostname);
    open.add(server);
    server.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('data', (bytes) => dead || server.write(bytes)).on('close', () => server.destroy());
    server.on('data', (bytes) => dead || client.write(bytes));
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const address = new URL(target);
  address.searchParams.delete('host');
  address.hostname = '127.0.0.1';
  address.port = String((line.address() as AddressInfo).port);
  return {
    url: address.href,
    cut: () => (dead = true),
    mend: () => (dead = false),
    stop: () => {
      line.close();
      for (const socket of open) socket.destroy();
    },
  };
}
