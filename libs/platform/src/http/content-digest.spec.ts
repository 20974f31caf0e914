import { createHash } from 'node:crypto';
import { digestOf } from './content-digest';

const sha = createHash('sha256').update('x').digest();
const base64 = sha.toString('base64');

test.each([[`sha-256=:${base64}:`], [`sha-512=:AAAA:, sha-256=:${base64}:`], [`sha-256=:${base64}:;a=1`], [['sha-512=:AAAA:', `sha-256=:${base64}:`]]])('%j is read', (header) => {
  expect(digestOf(header)).toEqual(sha);
});

test.each([[undefined], [''], ['md5=:AAAA:'], ['x-sha-256=:AAAA:']])('%j says nothing about SHA-256', (header) => {
  expect(digestOf(header)).toBeUndefined();
});

test.each(['sha-256=', 'sha-256=::', `sha-256=${base64}`, 'sha-256=:AAAA:', `sha-256=:${base64}AAAA:`])('%j is refused', (header) => {
  expect(() => digestOf(header)).toThrow('Content-Digest');
});
