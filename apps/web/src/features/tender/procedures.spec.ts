import { readFileSync } from 'node:fs';
import { invites as does, PROCEDURE_IDS as ids } from '@procedure';
import { invites, PROCEDURE_IDS } from './procedures';

test.each(ids)('%s is the same on the pages as at the server, and has a name in both languages', (id) => {
  expect(PROCEDURE_IDS).toContain(id);
  expect(invites(id)).toBe(does({ procedure: id }));
  for (const language of ['zh-CN', 'en']) {
    const { procedure } = JSON.parse(readFileSync(`apps/web/src/locales/${language}/terms.json`, 'utf8')) as { procedure: Record<string, string> };
    expect(procedure[id]).toMatch(/\S/);
  }
});
