// A contact: entered by a unit, masked, found, seen for a purpose, exported by the head with a reason, deleted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('a contact', () => {
  let demo;
  let browser;
  /** The demo as seen by one account only. */
  const as = (login) => ({ ...demo, accounts: demo.accounts.filter((one) => one.login === login) });
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is masked until somebody says what for, and gone when it is deleted', async () => {
    const yuhe = await open(browser, as('yuhe'), 'unit_filler');
    const { page } = yuhe;
    await yuhe.go('/contacts');
    await page.getByText(/^100\*{4}\d{4}$/).first().waitFor();
    await yuhe.settled();
    await yuhe.sound('the contacts of a unit');
    const firm = (await page.getByRole('row').nth(1).getByRole('link').nth(1).textContent()).trim();

    await page.getByRole('button', { name: '新增联系人' }).click();
    const form = page.getByRole('dialog');
    await choose(page, form.getByLabel('客商'), firm, firm);
    await form.getByLabel('姓名').fill('云中君');
    await form.getByRole('textbox', { name: '电话 1' }).fill('100 0000 9988');
    await form.getByLabel('邮箱').fill('yun@example.com');
    await choose(page, form.getByLabel('处理依据'), '本人同意');
    await yuhe.settled();
    await yuhe.sound('a contact to enter');
    await form.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('heading', { level: 1, name: '云中君' }).waitFor();
    await page.getByText('100****9988').waitFor();
    await yuhe.sound('a contact');

    await page.getByRole('button', { name: '查看联系方式' }).click();
    const asked = page.getByRole('dialog');
    await choose(page, asked.getByLabel('用途'), '走访拜访');
    await yuhe.settled();
    await yuhe.sound('what it is seen for');
    await asked.getByRole('button', { name: '查看联系方式' }).click();
    await page.getByText('100 0000 9988').waitFor();
    await page.getByRole('region', { name: '查看记录' }).getByText('石磊落').waitFor();
    await yuhe.settled();
    await yuhe.sound('a contact in full');

    // What is masked stays as it is when another field is changed.
    await page.getByRole('button', { name: /修\s*改/ }).click();
    const change = page.getByRole('dialog');
    assert.equal(await change.getByRole('textbox', { name: '电话 1' }).inputValue(), '100****9988');
    await change.getByLabel('职务').fill('董事');
    await change.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('董事 · ').first().waitFor();

    // Found by sound, and by the whole number.
    for (const typed of ['yzj', '10000009988']) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: '查找项目、客商、联系人' }).fill(typed);
      await page.getByRole('option', { name: /云中君/ }).click();
      await page.getByRole('heading', { level: 1, name: '云中君' }).waitFor();
    }
    const address = new URL(page.url()).pathname;
    await yuhe.close();

    const head = await open(browser, as('yuhe-head'), 'unit_head', { width: 390, height: 844 });
    await head.go('/contacts');
    await head.page.getByText('云中君').first().waitFor();
    await head.sound('contacts on a phone');
    await head.page.getByRole('button', { name: /导\s*出/ }).click();
    const taken = head.page.getByRole('dialog');
    await taken.getByLabel('导出事由').fill('年会邀请');
    const download = head.page.waitForEvent('download');
    await taken.getByRole('button', { name: /导\s*出/ }).click();
    const saved = await (await download).path();
    assert.equal(readFileSync(saved).subarray(0, 2).toString(), 'PK');
    await head.go(address);
    await head.page.getByRole('button', { name: /删\s*除/ }).click();
    const gone = head.page.getByRole('dialog');
    await choose(head.page, gone.getByLabel('理由'), '本人要求或撤回同意');
    await head.settled();
    await head.sound('a deletion on a phone');
    await gone.getByRole('button', { name: /删\s*除/ }).click();
    await head.page.getByRole('heading', { level: 1, name: '联系人' }).waitFor();
    assert.equal(await head.page.getByText('云中君').count(), 0);
    await head.go(address);
    await head.page.getByText('没有这个页面').first().waitFor();
    await head.close();
  });
});
