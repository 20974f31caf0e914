import { concat, fromHex, sha256Hex, toHex, utf8 } from '@envelope-web';

export type Party = 'tenderer' | 'bureau';

/** The own secret numbers, in this page's memory and in the file that was saved; nobody else may ever hold them. Lost, the draw can only be given up. */
const numbers = new Map<string, string>();
const placeOf = (drawId: string, party: Party) => `${drawId} ${party}`;

export const numberOf = (drawId: string, party: Party): string | undefined => numbers.get(placeOf(drawId, party));

/** Made once for a draw: after an answer that was lost its commitment may stand, and another number would reveal nothing. `onMade`: to be kept outside the page too. */
export function ownNumber(drawId: string, party: Party, onMade: (number: string) => void): string {
  const known = numberOf(drawId, party);
  if (known) return known;
  const number = toHex(crypto.getRandomValues(new Uint8Array(32)));
  numbers.set(placeOf(drawId, party), number);
  onMade(number);
  return number;
}

/** SHA-256 over the address of the contribution and the number's bytes (docs/formats/draw-v1.md). */
export const commitmentOf = (drawId: string, party: Party, number: string): string => sha256Hex(concat(utf8(`draw/v1/commit\n${drawId}\n${party}\n`), fromHex(number)!));
