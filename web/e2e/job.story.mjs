// The main job, end to end: a clerk brings a ledger in; money is claimed with a proof for one of
// its projects, recognised by somebody else, and is then in the dashboard's figure, in its trace,
// and in the work summary.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { choose, launch, open, press, sampleLedger, startDemo } from './support.mjs';

/** One red pixel: a scan as small as it gets. */
const scan = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
const number = (text) => Number(/[\d,.]+/.exec(text)[0].replaceAll(',', ''));

describe('from a ledger to the work summary', () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const figure = (page) => page.locator('.figures a', { hasText: '认定到位资金' });
  let start;
  let code;

  it('shows the year before', async () => {
    const window = await open(browser, demo, 'district_leader');
    await window.go('/dashboard');
    start = number(await figure(window.page).locator('.figure-value').innerText());
    assert.ok(start > 0);
    await window.close();
  });

  /** Drops the sample on the import page and waits until it has been read. */
  async function upload(window) {
    const { page } = window;
    await window.go('/imports');
    await page.locator('input[type=file]').setInputFiles({
      name: '9月台账.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: sampleLedger(),
    });
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
    await page.getByRole('tab', { name: '逐行核对' }).waitFor();
    await window.settled();
  }
  const row = (page, no) => page.locator('.sheet tbody tr', { has: page.getByRole('rowheader', { name: String(no), exact: true }) });
  /** Corrects the two units that nobody knows, imports, and waits for the result. */
  async function decideAndImport(window) {
    const { page } = window;
    const run = page.getByRole('button', { name: /^导\s*入$/ });
    // The button waits, and says for what.
    assert.equal(await run.getAttribute('aria-disabled'), 'true');
    await row(page, 11).getByRole('button', { name: /责任单位|引进单位/ }).click();
    await page.getByRole('textbox', { name: '改读为' }).fill('区科技局');
    await page.getByRole('button', { name: '照此读' }).click();
    await page.getByRole('list', { name: '行数' }).getByText('1 错误').waitFor();
    await row(page, 15).getByText('跳过', { exact: true }).click();
    await page.getByRole('list', { name: '行数' }).getByText('0 错误').waitFor();
    await window.settled();
    await window.sound('the rows, decided');
    await window.shot('story-import-decided');
    await run.click();
    await press(page.getByRole('dialog').getByRole('button', { name: /^导\s*入$/ }));
    await page.getByText('已导入').first().waitFor();
    await window.settled();
  }

  it('a clerk brings a ledger in: sheet, header and columns are found', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await upload(window);
    await page.getByRole('tab', { name: '工作表与各列' }).click();
    const columns = page.locator('.mapping');
    await columns.waitFor();
    await page.getByText('9月台账（').waitFor();
    assert.equal(await page.getByRole('spinbutton', { name: '表头自第几行' }).inputValue(), '3');
    assert.equal(await page.getByRole('spinbutton', { name: '表头至第几行' }).inputValue(), '4');
    const means = (header, field) => columns.locator('tr', { has: page.getByRole('rowheader', { name: header, exact: true }) }).getByTitle(field, { exact: true }).waitFor();
    await means('基本情况/投资方', '投资方');
    await means('总投资', '总投资');
    await means('进展情况/本年到位资金', '本年累计到位资金');
    await window.settled();
    await window.sound('the columns');
    await window.shot('story-import-columns');
    await page.getByRole('button', { name: '去核对各行' }).click();
    // Each cell shows what was read, beside what is written, and what is wrong.
    await row(page, 7).getByText('约5000').first().waitFor();
    await row(page, 15).getByText(/招商三局/).first().waitFor();
    await window.settled();
    await window.sound('the rows');
    await window.shot('story-import-rows');
    await window.close();
  });

  it('an untouched batch is undone, and leaves nothing behind', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/imports');
    await page.getByRole('link', { name: '9月台账.xlsx' }).click();
    await window.settled();
    await decideAndImport(window);
    await window.go('/projects?q=高端轮胎模具');
    assert.equal(await page.locator('tr.ant-table-row').count(), 1);
    await window.go('/imports');
    await page.getByRole('link', { name: '9月台账.xlsx' }).click();
    await window.settled();
    await page.getByRole('button', { name: '撤销导入' }).click();
    await press(page.getByRole('dialog').getByRole('button', { name: '撤销导入' }));
    await page.getByText('这次导入已撤销').waitFor();
    await window.settled();
    await window.sound('undone');
    await window.go('/projects?q=高端轮胎模具');
    assert.equal(await page.locator('tr.ant-table-row').count(), 0);
    await window.close();
  });

  it('the ledger is imported for good, and its rows are projects', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await upload(window);
    await decideAndImport(window);
    await window.sound('imported');
    await window.shot('story-imported');
    await page.getByRole('link', { name: /379901-2013-\d{4}$/ }).nth(2).click();
    await page.getByRole('heading', { level: 1, name: '高端轮胎模具项目' }).waitFor();
    await window.settled();
    // The figure, and the text it was read from.
    await page.getByRole('region', { name: '各项金额' }).getByText('2.6亿元').waitFor();
    await window.close();
  });

  it('a unit claims money with its slip', async () => {
    const window = await open(browser, demo, 'unit_filler');
    const { page } = window;
    await window.go('/funds?claim=new');
    const form = page.getByRole('dialog');
    await choose(page, form.getByRole('combobox', { name: '项目' }), '高端轮胎模具项目', '高端轮胎');
    await form.getByLabel('付款方').fill('凤栖演示投资有限公司');
    await form.getByLabel('凭证号').fill('STORY-0001');
    await form.getByLabel('到账金额').fill('50000');
    await form.locator('input[type=file]').setInputFiles({ name: '进账单.png', mimeType: 'image/png', buffer: scan });
    await form.getByText('进账单.png').waitFor();
    await window.sound('the claim form');
    await page.getByRole('button', { name: '提交申报' }).click();
    await page.waitForURL(/\/funds\/[0-9a-f-]{36}$/);
    await window.settled();
    code = /379901-2013-F\d+/.exec(await page.locator('#main').innerText())[0];
    await page.getByText('5.00').first().waitFor();
    // Whoever claimed it is told why they cannot recognise it, or is not asked at all.
    await window.sound('the claim');
    await window.close();
  });

  it('two people change one claim, and only what both changed is asked', async () => {
    const [first, second] = [await open(browser, demo, 'unit_filler'), await open(browser, demo, 'unit_filler')];
    const forms = [];
    for (const { page } of [first, second]) {
      await page.goto(`${demo.url}/funds?q=STORY-0001`);
      await page.locator('tr.ant-table-row').first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/funds\/[0-9a-f-]{36}$/);
      await page.getByRole('button', { name: /修\s*改/ }).click();
      forms.push(page.getByRole('dialog'));
      await forms.at(-1).getByLabel('付款方').waitFor();
    }
    const save = (at) => forms[at].getByRole('button', { name: /保\s*存/ }).click();
    await forms[0].getByLabel('付款方').fill('凤栖演示投资（集团）有限公司');
    await forms[0].getByLabel('备注').fill('首笔');
    await save(0);
    await first.page.getByText('已保存').waitFor();
    // 亿元 typed here is the 万元 of the record: an amount that nobody changed is not asked.
    await forms[1].getByLabel('付款方').fill('凤栖演示投资股份有限公司');
    await save(1);
    const conflict = second.page.getByRole('dialog', { name: '别人刚刚改过这条记录' });
    await conflict.getByRole('group', { name: '付款方' }).waitFor();
    assert.equal(await conflict.getByRole('group').count(), 1);
    await second.settled();
    await second.sound('two people at one claim');
    await conflict.getByRole('radio', { name: /集团/ }).check();
    await conflict.getByRole('button', { name: '按所选保存' }).click();
    await second.page.getByText('凤栖演示投资（集团）有限公司').first().waitFor();
    await second.page.getByText('首笔').first().waitFor();
    await first.close();
    await second.close();
  });

  it('a reviewer recognises it by keyboard', async () => {
    const window = await open(browser, demo, 'office_reviewer');
    const { page } = window;
    await window.go('/review?only=fund');
    await window.sound('the desk');
    // Walk the queue to the newest claim.
    const current = page.locator('.desk-head');
    for (let step = 0; step < 60 && !(await current.innerText()).includes(code); step += 1) {
      const was = await current.innerText();
      await page.keyboard.press('j');
      await page.waitForFunction((old) => document.querySelector('.desk-head')?.innerText !== old, was);
    }
    assert.ok((await current.innerText()).includes(code), 'the claim is in the queue');
    await page.getByRole('img', { name: /进账单/ }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('全额认定 50,000.00 万元。').waitFor();
    await window.sound('a decision');
    await page.keyboard.press('Enter');
    await page.getByText(`${code} 已全额认定 50,000.00 万元`).waitFor();
    await page.waitForFunction((gone) => !document.querySelector('.desk-head')?.innerText.includes(gone), code);
    await window.close();
  });

  it('the figure has grown by it, and leads to its proof in two clicks', async () => {
    const window = await open(browser, demo, 'district_leader');
    const { page } = window;
    await window.go('/dashboard');
    const now = number(await figure(page).locator('.figure-value').innerText());
    assert.equal((now - start).toFixed(1), '5.0');
    await figure(page).click();
    await page.waitForURL(/[?&]trace=/);
    const trace = page.getByRole('dialog');
    await trace.getByText('口径').waitFor();
    await window.settled();
    await window.sound('a trace');
    const row = trace.locator('tr', { hasText: code });
    while ((await row.count()) === 0) {
      const rows = await trace.locator('tbody tr').count();
      await trace.getByRole('button', { name: '更多记录' }).click();
      await page.waitForFunction((had) => document.querySelectorAll('.ant-drawer tbody tr').length > had, rows);
    }
    await row.getByRole('link').first().click();
    await page.waitForURL(/\/funds\//);
    await window.settled();
    await page.getByRole('img', { name: /进账单/ }).waitFor();
    await window.sound('the receipt');
    await window.close();
  });

  it('the work summary prints it, traces it, and comes as a Word file', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/summary');
    const paper = page.locator('.paper');
    await paper.waitFor();
    const printed = paper.locator('a[data-figure^="fund.recognised"]').first();
    assert.equal((number(await printed.innerText()) - start).toFixed(1), '5.0');
    await printed.click();
    await page.getByRole('dialog').getByText('口径').waitFor();
    await window.settled();
    await window.sound('the summary');
    await page.keyboard.press('Escape');
    const href = await page.getByRole('link', { name: '下载 Word' }).getAttribute('href');
    const file = await page.request.get(demo.url + href);
    assert.equal(file.status(), 200);
    assert.equal((await file.body()).subarray(0, 2).toString(), 'PK');
    await window.close();
  });

  it('a recognised entry is corrected by another, not changed', async () => {
    const window = await open(browser, demo, 'office_reviewer');
    const { page } = window;
    await window.go(`/funds?q=STORY-0001`);
    await page.getByRole('link', { name: code }).click();
    await page.waitForURL(/\/funds\/[0-9a-f-]{36}$/);
    await window.settled();
    await page.getByRole('button', { name: /更\s*正/ }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel(/正确的认定金额/).fill('49000');
    await form.getByLabel('理由').fill('多记一笔');
    await form.getByRole('button', { name: '提交更正' }).click();
    await page.getByRole('region', { name: '对这笔的更正' }).waitFor();
    assert.match(await page.locator('#main').innerText(), /5\.00\s*亿元/);
    await window.close();
  });
});
