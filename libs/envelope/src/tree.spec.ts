import { createHash } from 'node:crypto';
import { inclusionProof, merkleRoot, provesInclusion } from './index';

const leaves = Array.from({ length: 33 }, (_, i) => `投标 ${i}`);

describe('the tree of RFC 6962', () => {
  it('has the roots of the standard', () => {
    const h = (...parts: (string | Buffer)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
    expect(merkleRoot([])).toBe(h('').toString('hex'));
    expect(merkleRoot(['a'])).toBe(h(Buffer.of(0), 'a').toString('hex'));
    const [a, b, c] = ['a', 'b', 'c'].map((leaf) => h(Buffer.of(0), leaf)) as [Buffer, Buffer, Buffer];
    expect(merkleRoot(['a', 'b', 'c'])).toBe(h(Buffer.of(1), h(Buffer.of(1), a, b), c).toString('hex'));
  });

  it('proves each leaf of each size, and nothing else', () => {
    for (let size = 1; size <= leaves.length; size += 1) {
      const some = leaves.slice(0, size);
      const root = merkleRoot(some);
      for (let index = 0; index < size; index += 1) {
        const path = inclusionProof(some, index);
        expect(provesInclusion(some[index]!, index, size, path, root)).toBe(true);
        expect(provesInclusion('另一个', index, size, path, root)).toBe(false);
        expect(provesInclusion(some[index]!, index, size, [...path, root], root)).toBe(false);
        if (size > 1) expect(provesInclusion(some[index]!, (index + 1) % size, size, path, root)).toBe(false);
      }
    }
  });
});
