import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A form says above its fields what was refused (ui/form.tsx): a page that tells the same error beside it says everything twice. */
const WEB = join(__dirname, '../../apps/web/src');
const FORM = /<Form [^>]*?error=\{(\w+)\.error\}/g;
/** A page's own words for an error stand in the form or in the few lines above it. */
const ABOVE = 200;

const saidTwice = (source: string): string[] =>
  [...source.matchAll(FORM)]
    .filter(({ 1: name, index }) => source.slice(Math.max(0, index - ABOVE), source.indexOf('</Form>', index)).includes(`<Failure error={${name}.error}`))
    .map(({ 0: found }) => found);

const pages = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));

test('no page repeats what its form says was refused', () => {
  expect(pages.flatMap((file) => saidTwice(readFileSync(join(WEB, file), 'utf8')).map((found) => `${file}: ${found}`))).toEqual([]);
});

test('a refusal said twice is found, inside a form and above it', () => {
  const form = (inside: string) => `<Form label="x" error={add.error} onSubmit={send}>${inside}</Form>`;
  expect(saidTwice(form('<Failure error={add.error} />'))).toHaveLength(1);
  expect(saidTwice(`<Failure error={add.error} />${form('')}`)).toHaveLength(1);
  expect(saidTwice(form('<Failure error={other.error} />'))).toEqual([]);
});
