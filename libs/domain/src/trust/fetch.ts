import { request } from 'undici';

export interface FetchOptions {
  /** Bytes of an answer at most. */
  limit: number;
  body?: { type: string; bytes: Uint8Array };
  timeoutMs?: number;
}

/** Bytes from an authority over http. Throws Error with a short reason: status, size, time. */
export async function fetchBytes(url: string, { limit, body, timeoutMs = 10_000 }: FetchOptions): Promise<Buffer> {
  const sent = body ? { method: 'POST' as const, headers: { 'content-type': body.type }, body: Buffer.from(body.bytes) } : {};
  const { statusCode, body: answer } = await request(url, { ...sent, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, signal: AbortSignal.timeout(3 * timeoutMs) });
  if (statusCode !== 200) {
    await answer.dump({ limit: 16_384 });
    throw new Error(`HTTP ${statusCode}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Error(`> ${limit} B`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
