import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { by, wayNow, workshop } from '@platform/lanes';
import type { Portal, PortalAnswer, PortalRequest, Read } from '../../../web/src/workspaces/portal/portal';

interface Task {
  program: string;
  request: Omit<PortalRequest, 'query' | 'read'>;
  query: string;
  port: MessagePort;
}

/** While one page waits for what it reads, others are written. */
const writing = workshop<Task, PortalAnswer | undefined>(join(__dirname, 'portal-worker.cjs'), { threads: 1, width: 8, each: 4, most: 200, mostOfOne: 60, patienceMs: 10_000, idleMs: 600_000 });

/** The portal's program in a thread of its own: it asks for what it reads here, and holds up nobody while it writes. */
export function portalWriter(program: string, read: Read): Portal['answer'] {
  return async ({ query, read: _, ...request }) => {
    const { port1, port2 } = new MessageChannel();
    const way = wayNow();
    port1.on('message', ({ id, path }: { id: number; path: string }) => {
      const told = by(way, () => read(path)).then(
        (value) => ({ id, value }),
        (error: unknown) => ({ id, fault: String(error) }),
      );
      void told.then((answer) => port1.postMessage(answer));
    });
    try {
      return await writing({ program, request, query: query.toString(), port: port2 }, [port2]);
    } finally {
      port1.close();
    }
  };
}
