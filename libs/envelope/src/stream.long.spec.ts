import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { concat } from './bytes';
import { bytesOf, codesOf, crossCheck, inFolder, outcome, run, runs, SEED } from './envelope.fixtures';
import { assertSealed, cipherSize, decryptBytes, decryptStream, encryptBytes, encryptStream, HEADER_SIZE, SEGMENT_SIZE, sha256Hex } from './index';

const KEY = bytesOf(32, 7);
const AAD = 'tianping/bid/1\n项目';
const FIRST = SEGMENT_SIZE - HEADER_SIZE - 16;
const OTHER = SEGMENT_SIZE - 16;
const SIZES = [0, 1, 1000, FIRST - 1, FIRST, FIRST + 1, FIRST + OTHER - 1, FIRST + OTHER, FIRST + OTHER + 1];
const open = (cipher: Uint8Array, key = KEY, aad = AAD) => outcome(() => decryptBytes(key, aad, cipher));

async function through(source: Uint8Array, chunk: number, transform: NodeJS.ReadWriteStream): Promise<Uint8Array> {
  const chunks = Array.from({ length: Math.ceil(source.length / chunk) }, (_, i) => source.subarray(i * chunk, (i + 1) * chunk));
  return buffer(Readable.from(chunks).pipe(transform));
}

describe('sealed bodies (Tink AES256_GCM_HKDF_1MB)', () => {
  test.each(SIZES)('%i bytes come back, with the size foretold', (size) => {
    const plain = bytesOf(size);
    const cipher = encryptBytes(KEY, AAD, plain);
    expect(cipher.length).toBe(cipherSize(size));
    expect(cipher[0]).toBe(0x28);
    expect(Buffer.compare(decryptBytes(KEY, AAD, cipher), plain)).toBe(0);
  });

  test.each([
    [1, 3000],
    [1000, FIRST + 5],
    [64 * 1024, FIRST + OTHER],
    [5 * 1024 * 1024, FIRST + OTHER + OTHER + 1],
  ])('streams in chunks of %i carry %i bytes as well', async (chunk, size) => {
    const plain = bytesOf(size);
    const cipher = await through(plain, chunk, encryptStream(KEY, AAD));
    expect(cipher.length).toBe(cipherSize(size));
    expect(sha256Hex(await through(cipher, chunk, decryptStream(KEY, AAD)))).toBe(sha256Hex(plain));
  });

  test('each sealing is different: salt and nonces are fresh', () => {
    const made = Array.from({ length: 50 }, () => Buffer.from(encryptBytes(KEY, AAD, new Uint8Array(0))).toString('hex'));
    expect(new Set(made.map((hex) => hex.slice(2, 66))).size).toBe(50);
  });

  test('another key or another address does not open it', () => {
    const cipher = encryptBytes(KEY, AAD, bytesOf(100));
    expect([open(cipher), open(cipher, bytesOf(32, 8)), open(cipher, KEY, `${AAD} `)]).toEqual(['accepted', 'body-damaged', 'body-damaged']);
    expect(() => encryptBytes(new Uint8Array(16), AAD, cipher)).toThrow(RangeError);
    expect(() => decryptBytes(new Uint8Array(16), AAD, cipher)).toThrow(RangeError);
  });

  test('what is not sealed is called so (TBR 36)', () => {
    expect([open(Buffer.from('%PDF-1.7')), open(new Uint8Array(0))]).toEqual(['body-unsealed', 'body-unsealed']);
    expect(outcome(() => assertSealed(Buffer.from('PK')))).toBe('body-unsealed');
    expect(outcome(() => assertSealed(encryptBytes(KEY, AAD, bytesOf(1))))).toBe('accepted');
  });

  test('every byte of a short body counts', () => {
    const cipher = encryptBytes(KEY, AAD, bytesOf(30));
    for (let at = 0; at < cipher.length; at += 1) {
      const changed = Uint8Array.from(cipher);
      changed[at] = changed[at]! ^ (2 << (at % 7)); // one bit; the lowest of the first byte would name the other suite
      expect(open(changed)).toBe(at === 0 ? 'body-unsealed' : 'body-damaged');
      expect(open(cipher.subarray(0, at))).toBe(at === 0 ? 'body-unsealed' : 'body-damaged');
    }
  });

  describe('three segments', () => {
    const plain = bytesOf(FIRST + OTHER + 500);
    const cipher = encryptBytes(KEY, AAD, plain);
    const [a, b, c] = [cipher.subarray(0, SEGMENT_SIZE), cipher.subarray(SEGMENT_SIZE, 2 * SEGMENT_SIZE), cipher.subarray(2 * SEGMENT_SIZE)];
    const other = encryptBytes(KEY, AAD, plain);

    test.each([
      ['cut after a segment', () => concat(a, b)],
      ['cut after the first', () => Uint8Array.from(a)],
      ['cut inside', () => cipher.subarray(0, -1)],
      ['a segment left out', () => concat(a, c)],
      ['a segment twice', () => concat(a, b, b, c)],
      ['segments exchanged', () => concat(b, a, c)],
      ['something added', () => concat(cipher, Uint8Array.of(0))],
      ['another body added', () => concat(cipher, other)],
      ['a segment of another body under the same key', () => concat(a, other.subarray(SEGMENT_SIZE))],
      [
        'a byte in the last segment',
        () =>
          concat(
            a,
            b,
            Uint8Array.from(c, (byte, i) => (i === 3 ? byte ^ 1 : byte)),
          ),
      ],
    ])('%s', (_, make) => {
      expect(open(make())).toMatch(/^body-(damaged|unsealed)$/);
    });

    test('a stream gives whole checked segments only, and ends in an error', async () => {
      const changed = concat(
        a,
        Uint8Array.from(b, (byte, i) => (i === 5 ? byte ^ 1 : byte)),
        c,
      );
      const got: Uint8Array[] = [];
      const failure = pipeline(Readable.from([changed]), decryptStream(KEY, AAD), async (pieces: AsyncIterable<Uint8Array>) => {
        for await (const piece of pieces) got.push(piece);
      });
      expect(codesOf(await failure.catch((error: unknown) => error))).toBe('body-damaged');
      expect([0, FIRST]).toContain(concat(...got).length);
      expect(Buffer.compare(concat(...got), plain.subarray(0, concat(...got).length))).toBe(0);
    });

    crossCheck('python', 'a Python reader of twelve lines opens it', () => {
      const hash = inFolder({ body: cipher, key: KEY, 'read.py': PYTHON }, (folder) => run(folder, 'python3', 'read.py', AAD));
      expect(hash.trim()).toBe(sha256Hex(plain));
    });

    crossCheck('python', 'and what Python seals opens here', () => {
      const script = { key: KEY, plain, 'write.py': PYTHON_WRITER };
      const sealed = inFolder(script, (folder) => Buffer.from(run(folder, 'python3', 'write.py', AAD), 'base64'));
      expect(sha256Hex(decryptBytes(KEY, AAD, sealed))).toBe(sha256Hex(plain));
    });
  });

  test('memory stays flat over 48 MiB', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const chunk = bytesOf(64 * 1024);
    async function* source() {
      for (let i = 0; i < 768; i += 1) yield chunk;
    }
    let [size, most] = [0, 0];
    const before = process.memoryUsage().arrayBuffers;
    await pipeline(source(), encryptStream(KEY, AAD), decryptStream(KEY, AAD), async (pieces: AsyncIterable<Uint8Array>) => {
      for await (const piece of pieces) {
        size += piece.length;
        collect();
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      }
    });
    expect(size).toBe(48 * 1024 * 1024);
    expect(most).toBeLessThan(12 * 1024 * 1024);
  });

  test(`any size and any chunks (seed ${SEED})`, () => {
    const near = fc.oneof(fc.nat(5000), fc.integer({ min: FIRST - 20, max: FIRST + 20 }));
    const property = fc.property(near, fc.string(), (size, aad) => {
      const plain = bytesOf(size, size);
      expect(Buffer.compare(decryptBytes(KEY, aad, encryptBytes(KEY, aad, plain)), plain)).toBe(0);
    });
    fc.assert(property, runs(60));
  });
});

const IMPORTS = `import sys,hashlib,base64,os
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives import hashes
key=open('key','rb').read(); aad=sys.argv[1].encode()
`;

const PYTHON = `${IMPORTS}b=open('body','rb').read(); assert b[0]==0x28
a=AESGCM(HKDF(hashes.SHA256(),32,b[1:33],aad).derive(key)); o=40; i=0; out=b''
while o<len(b):
    n=min((1<<20)-(0 if i else 40),len(b)-o)
    out+=a.decrypt(b[33:40]+i.to_bytes(4,'big')+bytes([o+n==len(b)]),b[o:o+n],None); o+=n; i+=1
print(hashlib.sha256(out).hexdigest())
`;

const PYTHON_WRITER = `${IMPORTS}p=open('plain','rb').read(); salt=os.urandom(32); prefix=os.urandom(7)
a=AESGCM(HKDF(hashes.SHA256(),32,salt,aad).derive(key)); out=b'\\x28'+salt+prefix; o=0; i=0
while True:
    n=min((1<<20)-16-(0 if i else 40),len(p)-o); last=o+n==len(p)
    out+=a.encrypt(prefix+i.to_bytes(4,'big')+bytes([last]),p[o:o+n],None); o+=n; i+=1
    if last: break
sys.stdout.write(base64.b64encode(out).decode())
`;
