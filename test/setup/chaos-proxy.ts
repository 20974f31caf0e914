import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface ChaosProxy {
  url: string;
  /** Connections that were cut so far. */
  cuts(): number;
  stop(): void;
}

/**
 * Stands between a client and a server and passes bytes on. Whenever as many bytes as one of `places` have gone to the server in all, it
 * passes on exactly those before the place and cuts the connection on both sides, without a word.
 */
export async function chaosProxy(target: string, places: readonly number[]): Promise<ChaosProxy> {
  const left = [...places].sort((a, b) => a - b);
  const { hostname, port } = new URL(target);
  let [passed, cuts] = [0, 0];
  const open = new Set<Socket>();

  const join = (client: Socket): void => {
    const server = connect(Number(port), hostname);
    const end = () => [client, server].forEach((socket) => socket.destroy());
    for (const socket of [client, server]) {
      open.add(socket.setNoDelay());
      socket.on('error', end).on('close', () => (open.delete(socket), end()));
    }
    server.pipe(client);
    client.on('data', (chunk: Buffer) => {
      const place = left[0];
      if (place === undefined || passed + chunk.length < place) {
        passed += chunk.length;
        if (!server.write(chunk)) client.pause();
        return;
      }
      const before = chunk.subarray(0, place - passed);
      left.shift();
      [passed, cuts] = [place, cuts + 1];
      client.removeAllListeners('data').pause();
      server.write(before, end);
    });
    server.on('drain', () => client.resume());
  };

  const proxy: Server = createServer(join);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cuts: () => cuts,
    stop: () => {
      proxy.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** As many places as wanted, spread over `size` bytes by a generator with a seed: a failure can be repeated. */
export function randomPlaces(count: number, size: number, seed: number): number[] {
  let state = seed >>> 0;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Array.from({ length: count }, () => 1 + Math.floor(next() * (size - 1)));
}
