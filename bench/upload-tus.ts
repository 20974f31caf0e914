import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The peer: the tus protocol's own server with its file store. It neither hashes nor flushes. */
async function main(): Promise<void> {
  const [{ Server }, { FileStore }] = await Promise.all([import('@tus/server'), import('@tus/file-store')]);
  const directory = process.env['PEER_DIR']!;
  mkdirSync(directory, { recursive: true });
  const tus = new Server({ path: '/files', datastore: new FileStore({ directory }) });
  const server = createServer((request, response) => void tus.handle(request, response));
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}

void main();
