/** In bytes: one word in this many is looked at. */
const STRIDE = 16;
const WORD = 4;
/** The shortest needle of which a looked-at word lies wholly inside, wherever it stands. */
export const SHORTEST = STRIDE + WORD - 1;
const FILTER_BITS = 20;

interface Place {
  name: string;
  form: Buffer;
  /** Where in the form the word stands. */
  offset: number;
}

// the global object of a test is a slow one: nothing is asked of it in the loop
const { imul } = Math;
const slotOf = (word: number): number => imul(word, 0x9e3779b1) >>> (32 - FILTER_BITS);

/** Words are read from where memory is aligned for them; bytes that begin elsewhere are copied. */
const aligned = (bytes: Buffer): Buffer => (bytes.byteOffset % WORD === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer));

/**
 * Looks for thousands of texts at once in gigabytes, in one pass: every needle has a word at one of the looked-at places, wherever it
 * stands, so only one word in four is read and only those that a needle has are compared further.
 */
export class Needles {
  readonly #filter = new Uint8Array(2 ** FILTER_BITS);
  readonly #places = new Map<number, Place[]>();

  /** The forms in which each secret may stand, by its name. */
  constructor(forms: Iterable<readonly [string, readonly Buffer[]]>) {
    for (const [name, each] of forms) for (const form of each) this.#add(name, form);
  }

  #add(name: string, form: Buffer): void {
    if (form.length < SHORTEST) throw new Error(`${name}: ${form.length} bytes are too short to be found`);
    const words = new Uint32Array(1);
    const bytes = Buffer.from(words.buffer);
    for (let offset = 0; offset < STRIDE; offset += 1) {
      form.copy(bytes, 0, offset, offset + WORD);
      const word = words[0]!;
      this.#filter[slotOf(word)] = 1;
      const places = this.#places.get(word);
      if (places) places.push({ name, form, offset });
      else this.#places.set(word, [{ name, form, offset }]);
    }
  }

  /** Adds the names of those that stand in these bytes. */
  find(bytes: Buffer, into: Set<string>): void {
    const from = aligned(bytes);
    const words = new Uint32Array(from.buffer, from.byteOffset, Math.floor(from.length / WORD));
    for (let at = 0; at < words.length; at += STRIDE / WORD) {
      if (this.#filter[slotOf(words[at]!)] === 1) this.#compare(from, words[at]!, at * WORD, into);
    }
  }

  #compare(bytes: Buffer, word: number, at: number, into: Set<string>): void {
    for (const { name, form, offset } of this.#places.get(word) ?? []) {
      const start = at - offset;
      if (start >= 0 && start + form.length <= bytes.length && form.compare(bytes, start, start + form.length) === 0) into.add(name);
    }
  }
}
