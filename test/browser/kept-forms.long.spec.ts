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

  /** A part of the lot's page; what the lot says can be changed while it is open. */
  const onLot = async (part: string, said: { allowedActs: string[]; answer?: string; acts: (path: string) => unknown }) => {
    const drafts = shelf();
    const award = { candidates: [], priceFen: '980000000', winner: '中标人', objections: [{ id: 'o1', text: '排名有误', raisedAt: waiting.endsAt, answer: null }] };
    const open = () =>
      openPart(browser, script, part, (method, path, body) => {
        if (path.startsWith('/api/drafts/')) return drafts(method, path, body);
        if (method === 'POST') return said.acts(path);
        if (path.endsWith('/award')) return award;
        return { ...lot, allowedActs: said.allowedActs, questions: [{ ...question, answer: said.answer ?? null }] };
      });
    return { open, page: await open() };
  };

  it('a form that somebody began stays when its act is offered no more, says so, and tells what the platform refuses', async () => {
    const said = { allowedActs: ['tender.answer'], acts: () => refusal(409, '该提问已经答复'), answer: undefined as string | undefined };
    const { page } = await onLot('questions', said as never);
    const text = page.getByRole('textbox', { name: '答复' });
    await text.fill('工期不变');
    said.answer = '同事的答复';
    await page.getByText('同事的答复').waitFor();
    await page.getByText('这一步现在不能办理').waitFor(); // negative control: the form and its text were gone
    expect(await text.inputValue()).toBe('工期不变');
    await page.locator('button[type=submit]').click();
    await page.getByText('该提问已经答复').first().waitFor();
    await page.waitForResponse((one) => one.url().endsWith('/api/tenders/lot'));
    await page.waitForResponse((one) => one.url().endsWith('/api/tenders/lot'));
    expect(await page.getByText('该提问已经答复').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: '收起' }).click();
    await text.waitFor({ state: 'detached' });
    await page.close();
  });

  it('what was done goes as it always did, and what nobody began too', async () => {
    const said = { allowedActs: ['tender.answer'], acts: () => ((said.allowedActs = []), {}) };
    const { page } = await onLot('questions', said);
    const text = page.getByRole('textbox', { name: '答复' });
    await text.fill('工期不变');
    await page.locator('button[type=submit]').click();
    await text.waitFor({ state: 'detached' });
    expect(await page.getByText('这一步现在不能办理').count()).toBe(0);
    said.allowedActs = ['tender.answer'];
    await text.waitFor();
    said.allowedActs = [];
    await text.waitFor({ state: 'detached' });
    await page.close();
  });

  it('a refusal of an act without a form stays too', async () => {
    const said = { allowedActs: ['award.issue-notice'], acts: () => ((said.allowedActs = []), refusal(409, '公示期未满')) };
    const { page } = await onLot('award', said);
    await page.getByRole('button', { name: '中标通知书' }).click();
    await page.getByText('这一步现在不能办理').waitFor();
    expect(await page.getByText('公示期未满').count()).toBeGreaterThan(0); // negative control: it went with its button
    await page.close();
  });

  it('the text of a contract and the answer to an objection stay, here and on the next device', async () => {
    const said = { allowedActs: ['contract.sign', 'objection.answer'], acts: () => ({}) };
    const { page, open } = await onLot('award', said);
    await page.locator('[name="/text"]').fill('合同全文');
    await page.locator('[name="/answer"]').fill('排名无误');
    said.allowedActs = [];
    await page.getByText('这一步现在不能办理').nth(1).waitFor();
    expect([await page.locator('[name="/text"]').inputValue(), await page.locator('[name="/answer"]').inputValue()]).toEqual(['合同全文', '排名无误']);
    await page
      .getByText(/^已保存/)
      .nth(1)
      .waitFor();
    await page.close();
    said.allowedActs = ['contract.sign', 'objection.answer'];
    const next = await open();
    await next.getByText('合同全文').waitFor(); // negative control: neither was a draft
    await next.getByText('排名无误').waitFor();
    await next.close();
  });
});
