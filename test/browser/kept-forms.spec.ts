import type { Browser } from 'playwright-core';
import { launch, withChromium } from './browser';
import { CUT, openPart, partsScript, refusal } from './parts';

withChromium('what a page keeps while it is read anew', () => {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    script = partsScript();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const waiting = { accountId: '00000000-0000-4000-8000-00000000000a', login: 't1.officer.1', name: '经办一', organisation: '单位', endsAt: '2027-01-01T00:00:00.000Z' };

  it('a half of a first password stays while the list beside it is searched, and who leaves is asked', async () => {
    let taken = 0;
    const page = await openPart(browser, script, 'people', (_, path) => {
      if (path.endsWith('/half')) taken += 1;
      if (path.endsWith('/half')) return { half: 'ABCD-EFGH-JKMN-PQRS', endsAt: waiting.endsAt };
      if (path === '/api/first-passwords') return { items: taken ? [] : [waiting] };
      return { items: [], next: null };
    });
    await page.getByRole('button', { name: '显示我的一半' }).click();
    await page.getByText('ABCD-EFGH-JKMN-PQRS').waitFor();
    await page.getByRole('search').getByRole('textbox').fill('经办');
    const searched = page.waitForResponse((one) => one.url().includes('q='));
    await page.getByRole('search').getByRole('button').click();
    await searched;
    await page.getByText('没有').first().waitFor();
    expect(await page.getByText('ABCD-EFGH-JKMN-PQRS').count()).toBe(1); // negative control: it went with the table that was asked anew
    const asked = page.waitForEvent('dialog');
    void page.reload().catch(() => undefined);
    const dialog = await asked; // negative control: it left without a word
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await page.close();
  });

  it('a half whose answer was lost stays on the page with what to do, until its reader lets it go', async () => {
    let taken = 0;
    const page = await openPart(browser, script, 'people', (_, path) => {
      if (path.endsWith('/half')) taken += 1;
      if (path.endsWith('/half')) return taken === 1 ? CUT : refusal(409, '已经显示过');
      if (path === '/api/first-passwords') return { items: taken ? [] : [waiting] };
      return { items: [], next: null };
    });
    await page.getByRole('button', { name: '显示我的一半' }).click();
    await page.getByText('可能已经办理').waitFor();
    await page.getByText('可能已经取出而没有送到').waitFor(); // negative control: the list, read anew, took it away without a word
    await page.getByRole('button', { name: '显示我的一半' }).click();
    await page.getByText('已经显示过').first().waitFor();
    await page.getByRole('button', { name: '不再显示这一项' }).click();
    await page.getByText('经办一').waitFor({ state: 'detached' });
    await page.close();
  });

  it('a change of the own password without an answer says that the new one may be good', async () => {
    let sent = 0;
    const page = await openPart(browser, script, 'password', (_, path) => (path === '/api/me/password' ? ((sent += 1) === 1 ? CUT : refusal(403, '现用口令不正确')) : {}));
    await page.getByLabel('现用口令').fill('old password 1');
    await page.getByLabel('新口令', { exact: true }).fill('new password 22');
    await page.getByLabel('再输入一次新口令').fill('new password 22');
    await page.getByRole('button', { name: '修改口令' }).click();
    await page.getByText('可能已经办理').waitFor();
    await page.getByRole('button', { name: '修改口令' }).click();
    await page.getByText('现用口令不正确').first().waitFor();
    await page.getByText('新口令可能已经生效').waitFor(); // negative control: only the refusal stood there
    await page.close();
  });

  /** Drafts as the platform keeps them, for whoever opens the page next. */
  const shelf = () => {
    const kept = new Map<string, { version: number; savedAt: string | null; fields: Record<string, string> }>();
    return (method: string, path: string, body: unknown) => {
      const before = kept.get(path) ?? { version: 0, savedAt: null, fields: {} };
      if (method === 'DELETE') kept.delete(path);
      if (method !== 'PUT') return before;
      const after = { version: before.version + 1, savedAt: waiting.endsAt, fields: { ...before.fields, ...(body as { changes: Record<string, string> }).changes } };
      kept.set(path, after);
      return { ...after, newer: {} };
    };
  };
  const question = { id: 'q1', text: '工期可否顺延？', askedAt: '2026-11-20T00:00:00.000Z', answer: null as string | null, answeredAt: null };
  const lot = { id: 'lot', code: 'A1-1', status: 'bidding', held: false, holds: [], allowedActs: ['tender.answer', 'tender.ask'], questions: [question], moreQuestions: false };

  it('that an answer may affect bids is kept with its text', async () => {
    const drafts = shelf();
    const sent: unknown[] = [];
    const open = () =>
      openPart(browser, script, 'questions', (method, path, body) => {
        if (path.startsWith('/api/drafts/')) return drafts(method, path, body);
        if (method === 'POST') sent.push(path, body);
        return method === 'POST' ? refusal(409, '另有规定') : lot;
      });
    const page = await open();
    await page.getByRole('textbox', { name: '答复' }).fill('工期顺延十天');
    await page.getByRole('checkbox').check();
    await page.getByText(/已保存/).waitFor();
    await page.close();
    const next = await open();
    await next.getByText('工期顺延十天').waitFor();
    expect(await next.getByRole('checkbox').isChecked()).toBe(true); // negative control: the tick was gone, and the text went out as an answer that changes nothing
    await next.locator('button[type=submit]').click();
    await next.getByText('另有规定').first().waitFor();
    expect(sent).toEqual(['/api/tenders/lot/amendments', { kind: 'amendment', text: '工期顺延十天', affectsBids: true, questionId: 'q1' }]);
    await next.close();
  });
});
