import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Characters: 32 bytes drawn, and 16 of their MAC. */
const DRAWN = 43;
const MAC = 22;
const TOKEN = /^[\w-]{65}$/;

/**
 * Tokens of sessions. Each carries a MAC under a key that the installation keeps (kept-key.ts), so that one which was never issued is
 * told without a look into the database, however many are sent. Whether the session still runs, the database says.
 */
export function sessionTokens(key: Buffer) {
  const macOf = (drawn: string) => createHmac('sha256', key).update(drawn).digest('base64url').slice(0, MAC);
  return {
    issue(): string {
      const drawn = randomBytes(32).toString('base64url');
      return drawn + macOf(drawn);
    },
    issued(token: string): boolean {
      if (!TOKEN.test(token)) return false;
      return timingSafeEqual(Buffer.from(token.slice(DRAWN)), Buffer.from(macOf(token.slice(0, DRAWN))));
    },
  };
}
