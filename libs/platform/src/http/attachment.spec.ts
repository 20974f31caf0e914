import { attachmentHeaders } from './attachment';

test.each([
  ['application/pdf', 'application/pdf'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ...['text/javascript', 'text/html', 'image/svg+xml', 'application/xhtml+xml', 'application/wasm', 'text/css', 'multipart/form-data', 'message/rfc822', 'text/xml'].map((type): [string, string] => [
    type,
    'application/octet-stream',
  ]),
])('what is said to be %s goes out as %s, in a sandbox', (mediaType, sent) => {
  const headers = attachmentHeaders({ name: 'a', mediaType });
  expect(headers['content-type']).toBe(sent);
  expect(headers['content-security-policy']).toContain('sandbox');
});

test('a name stays whole in its header, and ends nothing in it', () => {
  const headerOf = (name: string) => attachmentHeaders({ name, mediaType: 'application/pdf' })['content-disposition']!;
  for (const name of ["a'b (1)*.pdf", '招标文件（二）.pdf', 'a"b;c\r\nx: y.pdf', '𠮷.pdf']) {
    const [, ext] = /^attachment; filename\*=UTF-8''([\w%.~!#$&+^`|{}-]+)$/.exec(headerOf(name))!;
    expect(decodeURIComponent(ext!)).toBe(name);
  }
});
