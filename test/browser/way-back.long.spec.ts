import type { Browser } from 'playwright-core';
import { launch, withChromium } from './browser';
import { type Answers, openPart, partsScript, refusal } from './parts';

const LATER = '2099-01-01T00:00:00.000Z';
const ASKED = { proposalId: 'p1', confirmer: 'tenderer-approver', expiresAt: LATER, statement: JSON.stringify({ act: 'contract.sign', content: {} }) };
const lot = { id: 'lot', code: 'A1-1', status: 'noticed', held: false, holds: [], allowedActs: ['contract.sign'], questions: [], moreQuestions: false };
const award = { candidates: [], priceFen: '980000000', winner: '中标人', objections: [] };

withChromium('a way on, and a way back', () => {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    script = partsScript();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  /** A contract that was asked for; what became of it is `proposal`. */
  const contract = async (asked: object, proposal: () => object) => {
    const answers: Answers = (method, path, body) => {
      if (path.startsWith('/api/drafts/')) return method === 'PUT' ? { version: 1, savedAt: LATER, newer: {} } : { version: 0, savedAt: null, fields: {} };
      if (path === '/api/proposals/p1') return { id: 'p1', ...proposal(), expiresAt: LATER };
      if (method === 'POST') return (sent.push(body), asked);
      if (path.endsWith('/award')) return award;
      return path === '/api/tenders/lot' ? lot : refusal(404, '没有');
    };
    const sent: unknown[] = [];
    const page = await openPart(browser, script, 'award', answers);
    await page.locator('[name="/text"]').fill('合同全文');
    await page.getByRole('button', { name: '提交合同' }).click();
    return { page, sent };
  };

  it('what the second person sent back is told where it was asked, with the reason, and goes back into its form', async () => {
    let proposal: object = { status: 'open' };
    const { page, sent } = await contract({ ...ASKED, status: 'open' }, () => proposal);
    await page.getByText('已发送复核，尚未生效').waitFor();
    proposal = { status: 'refused', reason: '价款写错' };
    await page.getByText('已退回').waitFor(); // negative control: it said that it waits until the page was loaded anew, without a form
    await page.getByText('价款写错').waitFor();
    await page.getByRole('button', { name: '返回修改' }).click();
    const text = page.locator('[name="/text"]');
    await text.waitFor();
    expect(await text.inputValue()).toBe('合同全文');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('/text'); // not on the body, where the button left it
    await text.fill('合同全文，已更正');
    await page.getByRole('button', { name: '提交合同' }).click();
    await page.getByText('已退回').waitFor(); // of the one request that this walk knows
    expect(sent).toMatchObject([{ text: '合同全文' }, { text: '合同全文，已更正' }]);
    await page.close();
  });

  it('who reads a mistake before he signs goes back to his text', async () => {
    const { page } = await contract({ ...ASKED, status: 'unsigned' }, () => ({ status: 'unsigned' }));
    await page.getByRole('heading', { name: /核对并签名/ }).waitFor();
    await page.getByRole('button', { name: '返回修改' }).click(); // negative control: there was no way back, and the draft was gone
    await page.locator('[name="/text"]').waitFor();
    expect(await page.locator('[name="/text"]').inputValue()).toBe('合同全文');
    await page.close();
  });

  it('a receipt is found by its code, however many bids came after it', async () => {
    const code = 'R20200101-0000000001';
    const bid = { id: 'b1', tenderId: 'lot', code: 'A1-1', title: '旧标段', tenderStatus: 'contracted', deadline: '2020-01-01T00:00:00.000Z', held: false, number: 1, status: 'opened' };
    const receipt = { receiptCode: code, receivedAt: '2020-01-01T00:00:00.000Z', cipherSha256: '0'.repeat(64), receipt: '{}', signature: 'AAAA', timestamp: null, manifest: '{}' };
    const page = await openPart(browser, script, 'receipt', (_, path) => {
      if (path === '/api/bids') return { items: [], next: null }; // it is none of the newest
      if (path === `/api/receipts/${code}`) return { ...bid, ...receipt };
      return path === '/api/tenders/A1-1' ? lot : { sealedSet: null };
    });
    await page.getByText('旧标段').waitFor(); // negative control: looked for among the newest it is not found
    await page.close();
  });

  it('an invitation leads to its letter, not to the form of a bid', async () => {
    const row = { tenderId: 'lot', projectId: 'p', code: 'A1-1', title: '受邀标段', objectId: 'lot', article: 'TBL-17', citation: '', dueAt: LATER, overdue: false };
    const page = await openPart(browser, script, 'todo', () => ({
      items: [
        { ...row, kind: 'bid.invited' },
        { ...row, kind: 'bid.uploaded-not-submitted' },
      ],
      now: LATER,
    }));
    const to = (name: RegExp) => page.getByRole('link', { name }).getAttribute('href');
    expect(await to(/收到投标邀请/)).toBe('/bidder/tenders/A1-1'); // negative control: /bidder/tenders/A1-1/bid, where no letter stands
    expect(await to(/已上传/)).toBe('/bidder/tenders/A1-1/bid');
    await page.close();
  });

  it('older projects are read on', async () => {
    const project = (n: number) => ({ id: `p${n}`, name: `项目${n}号`, code: null, tenderer: '招标人', status: 'registered', returnReason: null, createdAt: '2020-01-01T00:00:00.000Z' });
    const page = await openPart(browser, script, 'projects', (_, path) => (path.includes('after=p199') ? [project(200)] : Array.from({ length: 200 }, (__, n) => project(n))));
    await page.getByText('项目199号').waitFor();
    await page.getByRole('button', { name: /更\s?多/ }).click(); // negative control: the list ended there without a word
    await page.getByText('项目200号').waitFor();
    await page.getByRole('button', { name: /更\s?多/ }).waitFor({ state: 'detached' });
    await page.close();
  });

  it('a page whose session turned out to be somebody else’s goes', async () => {
    const me = (accountId: string) => ({ accountId, login: accountId, name: accountId, roles: [], permissions: [] });
    let now = 'a1';
    const page = await openPart(browser, script, 'signed', (_, path) => {
      if (path === '/api/me') return me(now);
      return now === 'a1' ? { ...lot, publishedAt: LATER } : refusal(401, '请登录');
    });
    await page.getByText('还没有提问').waitFor();
    const reloaded = page.waitForEvent('load');
    now = 'b1';
    await reloaded; // negative control: it stood there under the first name, and did what was pressed as the second
    expect(await page.getByText('还没有提问').count()).toBe(0);
    await page.close();
  });
});
