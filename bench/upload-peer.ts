import { createHash, type Hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The limit: node:http that hashes, writes and flushes each piece, and does nothing else. */
const root = process.env['PEER_DIR']!;
mkdirSync(root, { recursive: true });
const files = new Map<string, { handle: FileHandle; hash: Hash; at: number }>();

async function fileOf(name: string) {
  const known = files.get(name);
  if (known) return known;
  const made = { handle: await open(join(root, name), 'w'), hash: createHash('sha256'), at: 0 };
  files.set(name, made);
  return made;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = request.url!.slice(1);
  if (request.method === 'POST') {
    const { handle, hash } = files.get(name)!;
    await handle.close();
    files.delete(name);
    return void response.end(hash.digest('hex'));
  }
  const file = await fileOf(name);
  for await (const chunk of request as AsyncIterable<Buffer>) {
    file.hash.update(chunk);
    await file.handle.write(chunk, 0, chunk.length, file.at);
    file.at += chunk.length;
  }
  await file.handle.datasync();
  response.end(String(file.at));
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
