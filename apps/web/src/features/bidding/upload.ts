import { api, cut, OfflineError, ProblemError, request } from '../../lib/api/client';

export interface Watch {
  /** Resolves when a person lets the upload go on. */
  paused(): Promise<void> | undefined;
  /** Bytes that the server has confirmed. */
  progress(sent: number): void;
  /** The connection was cut, or the session ended; the next try follows after so many seconds. */
  cut(again: number, signedOut: boolean): void;
}

const LONGEST_WAIT = 30;
const LEAST_PIECE = 256 * 1024;

/** The server finds a piece that was damaged on its way (RFC 9530). A page without TLS has no WebCrypto and sends none. */
async function digest(piece: Uint8Array): Promise<Record<string, string>> {
  if (!globalThis.crypto?.subtle) return {};
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', piece as BufferSource));
  return { 'content-digest': `sha-256=:${btoa(String.fromCharCode(...hash))}:` };
}

const codeOf = (error: unknown) => (error instanceof ProblemError ? error.problem.code : undefined);
const isWrongOffset = (error: unknown) => codeOf(error) === 'bidding.wrong-offset';

/** What the interfaces refuse and a fresh try may mend: the piece was damaged or cut, somebody else is writing. */
const MENDED: readonly (string | undefined)[] = ['http.broken-off', 'bidding.piece-damaged', 'bidding.wrong-offset', 'bidding.upload-busy'];

/** His session ended: once he has signed in again the upload is his as before. */
const isSignedOut = (error: unknown): boolean => error instanceof ProblemError && error.status === 401;

/** A fresh try may help: the line was cut, the server or what stands before it is not well, or as above. */
const passing = (error: unknown): boolean => error instanceof OfflineError || isSignedOut(error) || (error instanceof ProblemError && (error.status >= 500 || MENDED.includes(codeOf(error))));

/** Waits that grow; a person sees how long. */
const waits = (tries: number) => Math.min(LONGEST_WAIT, 2 ** tries);

/**
 * Sends ciphertext in pieces. After any cut the server is asked how much it holds, and the rest follows from there: within one page's life
 * nothing is sent twice but the piece that was cut. (A reloaded page has other keys: the file is sealed and sent anew.)
 */
export function uploadPiecewise(tenderId: string, size: number, signal: AbortSignal, watch: Watch) {
  let upload: { uploadId: string; pieceSize: number } | undefined;
  let held: Uint8Array[] = [];
  let filled = 0;
  let sent = 0;

  const begin = async () => (upload ??= await api.post('/api/tenders/{id}/uploads', { path: { id: tenderId }, body: { size }, signal }));

  async function put(piece: Uint8Array): Promise<void> {
    const { uploadId } = await begin();
    const end = sent + piece.length;
    for (let [tries, most] = [0, piece.length]; sent < end; tries += 1) {
      await watch.paused();
      try {
        const from = piece.length - (end - sent);
        const rest = piece.subarray(from, from + most);
        const headers = { 'content-type': 'application/octet-stream', ...(await digest(rest)) };
        const answer = await request('PUT', `/api/uploads/${uploadId}?offset=${sent}`, { body: new Blob([rest as BlobPart]), headers, signal });
        sent = ((await answer.json().catch(cut)) as { received: number }).received;
        [tries, most] = [-1, most * 2];
      } catch (error) {
        if (!passing(error)) throw error;
        most = Math.max(LEAST_PIECE, Math.floor(Math.min(most, piece.length) / 2)); // with its digest a piece counts whole or not at all
        if (!isWrongOffset(error)) await cutShort(Math.max(0, tries), error);
        sent = await received(uploadId, sent);
      }
      watch.progress(sent);
    }
  }

  async function cutShort(tries: number, by: unknown): Promise<void> {
    const seconds = waits(tries);
    watch.cut(seconds, isSignedOut(by));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }

  async function received(uploadId: string, known: number): Promise<number> {
    try {
      return (await api.get('/api/uploads/{id}', { path: { id: uploadId }, signal })).received;
    } catch (error) {
      if (passing(error)) return known;
      throw error;
    }
  }

  async function flush(): Promise<void> {
    if (filled === 0) return;
    const piece = new Uint8Array(await new Blob(held as BlobPart[]).arrayBuffer());
    held = [];
    filled = 0;
    await put(piece);
  }

  return {
    async take(sealed: Uint8Array): Promise<void> {
      const { pieceSize } = await begin();
      if (filled + sealed.length > pieceSize) await flush();
      held.push(sealed);
      filled += sealed.length;
    },
    /** Everything lies there by now: nothing that passes makes the bidder send it anew. */
    async finish(sha256: string): Promise<void> {
      await flush();
      const { uploadId } = await begin();
      for (let tries = 0; ; tries += 1) {
        try {
          return void (await api.post('/api/uploads/{id}/complete', { path: { id: uploadId }, body: { sha256 }, signal }));
        } catch (error) {
          if (!passing(error)) throw error;
          await cutShort(tries, error);
        }
      }
    },
  };
}
