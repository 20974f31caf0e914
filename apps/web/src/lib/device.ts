/** What a browser may keep of whoever sits before it: how pages look. Everything else of a person goes when he does. */
const OF_THE_DEVICE = new Set(['tianping.settings', 'theme', 'large']);
const CHANNEL = 'tianping.person';

const databases = async (): Promise<string[]> => (await indexedDB.databases?.().catch(() => []))?.flatMap(({ name }) => name ?? []) ?? ['tianping'];
const dropDatabase = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

/** Takes everything of a person out of this browser's storages. */
export async function leaveNothing(): Promise<void> {
  for (const key of Object.keys(localStorage)) if (!OF_THE_DEVICE.has(key)) localStorage.removeItem(key);
  sessionStorage.clear();
  for (const name of await databases()) await dropDatabase(name);
  if ('caches' in globalThis) for (const name of await caches.keys()) await caches.delete(name);
}

/** One for the page: what it says itself it does not hear. */
let line: BroadcastChannel | undefined;
const channel = (): BroadcastChannel => (line ??= new BroadcastChannel(CHANNEL));

/** Tells the other tabs of this browser who is signed in now; nobody: null. */
export const announce = (accountId: string | null): void => channel().postMessage(accountId);

/** A tab that shows somebody's pages loads anew when another tab says that he is no longer who is signed in. */
export function followAnnouncements(accountId: string): () => void {
  const hear = ({ data }: MessageEvent) => data !== accountId && location.reload();
  channel().addEventListener('message', hear);
  return () => channel().removeEventListener('message', hear);
}
