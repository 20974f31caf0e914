import { merkleRoot } from '@envelope';
import { sealedSet } from './sealed-set';

/** RFC 6962 test inputs of certificate-transparency (merkletree tests), roots for 0 to 8 leaves. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test.each(ROOTS.map((root, n) => [n, root]))('RFC 6962: the root over %i leaves', (n, root) => {
  expect(merkleRoot(LEAVES.slice(0, n as number).map((hex) => Buffer.from(hex, 'hex').toString('utf8')))).toBe(root);
});

test('the set is sorted by receipt code, whatever the order of arrival, and any change shows', () => {
  const entry = (receiptCode: string, cipherSha256 = 'c') => ({ receiptCode, manifestSha256: 'm', cipherSha256 });
  const forward = sealedSet([entry('R1'), entry('R2'), entry('R3')]);
  expect(sealedSet([entry('R3'), entry('R1'), entry('R2')])).toEqual(forward);
  expect(forward.entries.map(({ receiptCode }) => receiptCode)).toEqual(['R1', 'R2', 'R3']);
  expect(sealedSet([entry('R1'), entry('R2'), entry('R3', 'd')]).root).not.toBe(forward.root);
  expect(sealedSet([entry('R1'), entry('R2')]).root).not.toBe(forward.root);
});
